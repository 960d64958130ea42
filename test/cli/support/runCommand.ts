import { vi } from 'vitest'
import { gimbal } from '../../../cli/index.ts'
import { runCli } from '../../../cli/program/runCli.ts'

/** What a command line came to. */
export interface Outcome {
  status: number
  stdout: string
  stderr: string
}

/** Runs `gimbal ...` in this process. */
export async function runCommand(...args: string[]): Promise<Outcome> {
  const outcome: Outcome = { status: 0, stdout: '', stderr: '' }
  const capture = (text: unknown, ...rest: unknown[]): boolean => {
    outcome.stdout += text
    const done = rest.at(-1)
    if (typeof done === 'function') done()
    return true
  }
  const write = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation(capture as typeof process.stdout.write)
  const log = vi.spyOn(console, 'error').mockImplementation((...parts) => {
    outcome.stderr += `${parts.join(' ')}\n`
  })
  try {
    outcome.status = await runCli(gimbal, args)
  } finally {
    write.mockRestore()
    log.mockRestore()
  }
  return outcome
}
