import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import type { GimbalRun } from '../../cli/support/runGimbal.ts'

/** What a process writes until it ends, and its exit status. */
export async function collectRun(child: ChildProcessWithoutNullStreams): Promise<GimbalRun> {
  const run: GimbalRun = { status: null, stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text) => {
      run[name] += text
    })
  }
  const [status] = await once(child, 'close')
  return { ...run, status }
}
