import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { identifyProcess, type ProcessIdentity } from '../../files/processIdentity.ts'
import { StackPartError } from './errors.ts'
import { readLastLines } from './lastLines.ts'

export interface ChildOptions {
  /** What it is called to people: anvil, postgres, graph-node, a replica's name. */
  name: string
  file: string
  args: readonly string[]
  logFile: string
  env?: Record<string, string>
  cwd?: string
  /** Of another user, where the part refuses to run as root. */
  user?: { uid: number; gid: number } | undefined
  /** How it is asked to end. */
  stopSignal?: NodeJS.Signals
}

const STOP_SEC = 10
const SHOWN_LINES = 15

/** What still runs of this process, so that nothing outlives it even if it ends by mistake. */
const living = new Set<number>()

process.on('exit', () => {
  for (const pid of living) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It was faster.
    }
  }
})

/** One process of the stack. What it writes goes to its log file. */
export class ChildPart {
  readonly options: ChildOptions
  readonly identity: ProcessIdentity
  /** Resolves when it has ended, however that came. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Somebody here has asked it to end. */
  isStopping = false

  private constructor(options: ChildOptions, identity: ProcessIdentity, ended: ChildPart['ended']) {
    this.options = options
    this.identity = identity
    this.ended = ended
  }

  /** @throws StackPartError if it cannot be started. */
  static async start(options: ChildOptions): Promise<ChildPart> {
    const { name, file, args, logFile, env = {}, cwd, user } = options
    await mkdir(dirname(logFile), { recursive: true })
    const log = await open(logFile, 'a')
    try {
      const child = spawn(file, args, {
        stdio: ['ignore', log.fd, log.fd],
        // A group of its own: a Ctrl-C reaches the supervisor alone, which ends its parts in order.
        detached: true,
        env: { ...process.env, ...env },
        ...(cwd !== undefined && { cwd }),
        ...user,
      })
      const ended = once(child, 'exit').then(([code, signal]) => {
        if (child.pid !== undefined) living.delete(child.pid)
        return { code, signal }
      })
      await once(child, 'spawn')
      const pid = child.pid as number
      living.add(pid)
      // One that has ended at once is noticed by its end.
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

  /** What there is to say about its end. */
  async describeEnd(): Promise<StackPartError> {
    const { code, signal } = await this.ended
    const { name, logFile } = this.options
    const how = signal === null ? `ended with status ${code}` : `was ended by ${signal}`
    return new StackPartError(name, how, await readLastLines(logFile, SHOWN_LINES))
  }

  /** Ends it, by force if it does not listen, and waits until it is gone. */
  async stop(signal: NodeJS.Signals = this.options.stopSignal ?? 'SIGTERM'): Promise<void> {
    this.isStopping = true
    const { pid } = this.identity
    if (!living.has(pid)) return
    process.kill(pid, signal)
    const timer = new AbortController()
    const late = sleep(STOP_SEC * 1_000, true, { signal: timer.signal }).catch(() => false)
    const isLate = await Promise.race([late, this.ended.then(() => false)])
    timer.abort()
    if (isLate && living.has(pid)) process.kill(pid, 'SIGKILL')
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
    let hasEnded = false
    const end = this.ended.then(() => {
      hasEnded = true
    })
    for (;;) {
      try {
        await Promise.race([ask(), end])
        if (!hasEnded) return
      } catch (cause) {
        if (performance.now() > until) {
          const { name, logFile } = this.options
          await this.stop('SIGKILL')
          const lines = await readLastLines(logFile, SHOWN_LINES)
          throw new StackPartError(name, `did not answer within ${timeoutSec} s`, lines, { cause })
        }
      }
      if (hasEnded) throw await this.describeEnd()
      await Promise.race([sleep(POLL_MS), end])
    }
  }
}

const POLL_MS = 50
