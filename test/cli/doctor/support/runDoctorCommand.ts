import { once } from 'node:events'
import type { GimbalRun } from '../../support/runGimbal.ts'
import { spawnGimbal } from '../../support/runGimbal.ts'

/** Runs `gimbal doctor` in a process of its own. A detail that goes on below itself is on one line again. */
export async function runDoctorCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<GimbalRun> {
  const child = spawnGimbal(['doctor', ...args], env)
  const run: GimbalRun = { status: null, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    run.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    run.stderr += text
  })
  const [status] = await once(child, 'close')
  return { ...run, stdout: run.stdout.replaceAll(/\n {7,}(?=\S)/g, ' '), status }
}
