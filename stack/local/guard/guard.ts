import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('run.ts', import.meta.url))

/** What runs of this process, and how it is asked to end. */
const guarded = new Map<number, NodeJS.Signals>()
let guard: ChildProcess | undefined

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
  // It has nothing to end, and this process stays until it has gone.
  guard?.stdin?.end()
  guard?.ref()
  guard = undefined
}

function tell(message: { pid: number; stopSignal?: NodeJS.Signals }): void {
  guard ??= startGuard()
  guard.stdin?.write(`${JSON.stringify(message)}\n`)
}

function startGuard(): ChildProcess {
  const started = spawn(process.execPath, [program], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // In a group of its own, and nowhere in the way: what ends this process's group does not end it.
    detached: true,
    cwd: '/',
    // The parts' keys are none of its business.
    env: { PATH: process.env.PATH },
  })
  // Neither keeps this process alive.
  started.unref()
  const { stdin } = started
  if (stdin !== null && 'unref' in stdin && typeof stdin.unref === 'function') stdin.unref()
  stdin?.on('error', () => {})
  // Without a guard children run all the same, and the folder of a stack still names them.
  started.on('error', () => {})
  // Somebody may end it: then another one takes over.
  started.once('exit', () => {
    if (guard !== started) return
    guard = undefined
    for (const [pid, stopSignal] of guarded) tell({ pid, stopSignal })
  })
  return started
}
