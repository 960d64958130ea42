import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { identifyProcess, type ProcessIdentity } from '../../files/processIdentity.ts'
import { StackPartError } from './errors.ts'
import { guardChild, prepareGuard, releaseChild } from './guard/guard.ts'
import { readLastLines } from './lastLines.ts'

export interface ChildOptions {
  /** Its name in messages: anvil, postgres, graph-node, a replica's name. */
  name: string
  file: string
  args: readonly string[]
  logFile: string
  env?: Record<string, string>
  cwd?: string
  /** Of another user, where the part refuses to run as root. */
  user?: { uid: number; gid: number } | undefined
  /** How it is asked to end; SIGTERM without it. */
  stopSignal?: NodeJS.Signals
  /** Nobody waits for its answer any more: while it is waited for, it is ended. */
  signal?: AbortSignal | undefined
}

const DEFAULT_SIGNAL: NodeJS.Signals = 'SIGTERM'
const STOP_SEC = 10
const SHOWN_LINES = 15

/** One process of the stack. What it writes goes to its log file. It does not outlive this process. */
export class ChildPart {
  readonly options: ChildOptions
  readonly identity: ProcessIdentity
  /** Resolves when it has ended, however that came. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Somebody here has asked it to end. */
  isStopping = false
  private hasEnded = false

  private constructor(options: ChildOptions, identity: ProcessIdentity, ended: ChildPart['ended']) {
    this.options = options
    this.identity = identity
    this.ended = ended
    void ended.then(() => {
      this.hasEnded = true
    })
  }

  /** @throws StackPartError if it cannot be started. */
  static async start(options: ChildOptions): Promise<ChildPart> {
    const { name, file, args, logFile, env = {}, cwd, user } = options
    await mkdir(dirname(logFile), { recursive: true })
    const log = await open(logFile, 'a')
    try {
      prepareGuard()
      const child = spawn(file, args, {
        stdio: ['ignore', log.fd, log.fd],
        // A separate process group, so that Ctrl-C reaches only the supervisor, which ends its parts in order.
        detached: true,
        env: { ...process.env, ...env },
        ...(cwd !== undefined && { cwd }),
        ...user,
      })
      if (child.pid !== undefined) guardChild(child.pid, options.stopSignal ?? DEFAULT_SIGNAL)
      const ended = once(child, 'exit').then(([code, signal]) => {
        if (child.pid !== undefined) releaseChild(child.pid)
        return { code, signal }
      })
      await once(child, 'spawn')
      const pid = child.pid as number
      // A process that has ended at once is noticed by its exit event.
      const identity = (await identifyProcess(pid)) ?? { pid, startedAt: 'ended' }
      return new ChildPart(options, identity, ended)
    } catch (cause) {
      throw new StackPartError(name, `cannot be started (${(cause as Error).message})`, '', {
        cause,
      })
    } finally {
      await log.close()
    }
  }

  /** How it is asked to end. */
  get stopSignal(): NodeJS.Signals {
    return this.options.stopSignal ?? DEFAULT_SIGNAL
  }

  /** The description of its end. */
  async describeEnd(): Promise<StackPartError> {
    const { code, signal } = await this.ended
    const { name, logFile } = this.options
    const how = signal === null ? `ended with status ${code}` : `was ended by ${signal}`
    return new StackPartError(name, how, await readLastLines(logFile, SHOWN_LINES))
  }

  /** Ends it, by force if it does not listen, and waits until it is gone. */
  async stop(signal: NodeJS.Signals = this.stopSignal): Promise<void> {
    this.isStopping = true
    const { pid } = this.identity
    if (this.hasEnded) return
    process.kill(pid, signal)
    const timer = new AbortController()
    const late = sleep(STOP_SEC * 1_000, true, { signal: timer.signal }).catch(() => false)
    const isLate = await Promise.race([late, this.ended.then(() => false)])
    timer.abort()
    if (isLate && !this.hasEnded) process.kill(pid, 'SIGKILL')
    await this.ended
  }

  /**
   * Asks until there is an answer.
   *
   * @param ask - Fails as long as the part is not ready.
   * @throws StackPartError if it ends before, or takes longer than `timeoutSec`.
   */
  async waitUntil(ask: () => Promise<unknown>, timeoutSec: number): Promise<void> {
    const until = performance.now() + timeoutSec * 1_000
    const { signal } = this.options
    for (;;) {
      if (signal?.aborted) await this.stop()
      try {
        await Promise.race([ask(), this.ended])
        if (!this.hasEnded) return
      } catch (cause) {
        if (performance.now() > until) {
          const { name, logFile } = this.options
          await this.stop('SIGKILL')
          const lines = await readLastLines(logFile, SHOWN_LINES)
          throw new StackPartError(name, `did not answer within ${timeoutSec} s`, lines, { cause })
        }
      }
      if (this.hasEnded) throw await this.describeEnd()
      await Promise.race([sleep(POLL_MS), this.ended])
    }
  }
}

const POLL_MS = 50
