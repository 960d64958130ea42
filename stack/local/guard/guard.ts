import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { locateModule } from '../../../files/installation.ts'

const program = fileURLToPath(locateModule('stack/local/guard/run'))

/** Running children of this process, with the signal that asks each to end. */
const guarded = new Map<number, NodeJS.Signals>()
let guard: ChildProcess | undefined

/**
 * To be called before a child is started: a guard that is started only afterwards would know nothing of a child whose
 * parent is killed at that moment.
 */
export function prepareGuard(): void {
  guard ??= startGuard()
}

/**
 * Sees to it that a child of this process does not outlive it, however this process ends: a small process beside it
 * notices that, and ends what is left in order. One guard serves all children, and ends with the last of them.
 */
export function guardChild(pid: number, stopSignal: NodeJS.Signals): void {
  guarded.set(pid, stopSignal)
  tell({ pid, stopSignal })
}

/** To be called when the child has ended. */
export function releaseChild(pid: number): void {
  if (!guarded.delete(pid)) return
  tell({ pid })
  if (guarded.size > 0) return
  // The guard has no child left. This process waits until the guard has ended.
  guard?.stdin?.end()
  guard?.ref()
  guard = undefined
}

function tell(message: { pid: number; stopSignal?: NodeJS.Signals }): void {
  prepareGuard()
  guard?.stdin?.write(`${JSON.stringify(message)}\n`)
}

function startGuard(): ChildProcess {
  const started = spawn(process.execPath, [program], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // The guard has its own process group, so a signal to this process's group does not end it.
    detached: true,
    cwd: '/',
    // The guard does not get the parts' keys.
    env: { PATH: process.env.PATH },
  })
  // Neither keeps this process alive.
  started.unref()
  const { stdin } = started
  if (stdin !== null && 'unref' in stdin && typeof stdin.unref === 'function') stdin.unref()
  stdin?.on('error', () => {})
  // Children also run without a guard, and the folder of a stack still names them.
  started.on('error', () => {})
  // If the guard is ended, another one is started.
  started.once('exit', () => {
    if (guard !== started) return
    guard = undefined
    for (const [pid, stopSignal] of guarded) tell({ pid, stopSignal })
  })
  return started
}
