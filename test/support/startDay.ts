import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnGimbal } from '../cli/support/runGimbal.ts'

/** The last line that `gimbal start` prints when everything is up and the day has been played. */
const STAYS_UP = 'Everything stays up until Ctrl-C.'

/** A real stack that has played half an hour of the day and stays up. */
export interface PlayedDay {
  /** The stack's: `network.json` in it says where everything is. */
  folder: string
  stop(): Promise<void>
}

/**
 * Starts a stack and plays 07:00 to 07:24, in which gas rises. With the environment variable GIMBAL_TEST_STACK it takes the
 * stack that runs in that folder, and leaves it running.
 */
export async function startDay(): Promise<PlayedDay> {
  const running = process.env.GIMBAL_TEST_STACK
  if (running !== undefined) return { folder: running, stop: async () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-day-'))
  // As root the stack runs Postgres as another user, who has to get in.
  chmodSync(folder, 0o755)
  const day = ['--from', '07:00', '--to', '07:24', '--speed', '60']
  const child = spawnGimbal(['start', ...day, '--dir', folder])
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let output = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    output += chunk
    if (output.includes(STAYS_UP)) break
  }
  if (!output.includes(STAYS_UP)) throw new Error(`gimbal start has ended: ${output}`)
  return {
    folder,
    async stop() {
      child.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
