import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../../../cli/index.ts', import.meta.url))

const endWithParent = new URL('../../../scripts/setup/endWithParent.mjs', import.meta.url).href

export interface GimbalRun {
  status: number | null
  stdout: string
  stderr: string
}

/** Runs the real command line in a process of its own, with `input` on its standard input. */
export async function runGimbal(args: readonly string[], input = ''): Promise<GimbalRun> {
  const child = spawnGimbal(args)
  const run: GimbalRun = { status: null, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    run.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    run.stderr += text
  })
  // A command that fails early does not read its input to the end.
  child.stdin.on('error', () => {}).end(input)
  const [status] = await once(child, 'close')
  return { ...run, status }
}

/** Starts the command line and leaves its pipes to the caller. */
export function spawnGimbal(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawn(process.execPath, ['--import', endWithParent, entry, ...args], {
    stdio: 'pipe',
    env: { ...process.env, ...env },
  })
}
