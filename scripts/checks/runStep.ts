import { run } from '../setup/run.mjs'
import { type Counts, settle } from './counts.ts'

/** One part of `npm test`. */
export interface Step {
  readonly name: string
  /** A command on the path, and its arguments. */
  readonly command: readonly [string, ...string[]]
  count(status: number, output: string): Counts
}

export interface Result extends Counts {
  readonly name: string
  readonly seconds: number
  /** Whether a signal has asked this process to stop meanwhile. */
  readonly stopped: boolean
}

/**
 * Runs a step. Its output is kept back and shown if it fails; when it takes long, it is shown as it comes.
 *
 * @param write Takes what is to be shown.
 */
export async function runStep(
  step: Step,
  root: string,
  write: (text: string) => void,
  { showAfterMs = 15_000 } = {},
): Promise<Result> {
  const begun = performance.now()
  let kept = ''
  let isShown = false
  const show = () => {
    write(kept)
    kept = ''
    isShown = true
  }
  const onOutput = (text: string) => {
    kept += text
    if (isShown) show()
  }
  const timer = setTimeout(show, showAfterMs)

  const [command, ...args] = step.command
  const { status, output, stopped } = await run(command, args, { cwd: root, onOutput }).catch(
    (error: Error) => {
      onOutput(`${error.message}\n`)
      return { status: 1, output: '', stopped: false }
    },
  )
  clearTimeout(timer)

  const counts = settle(step.count(status, output), status)
  if (counts.failed > 0) show()
  return { name: step.name, ...counts, seconds: (performance.now() - begun) / 1000, stopped }
}
