import { execa } from 'execa'
import type { StartCheck } from '../../bot/checkStart.ts'
import { mend, pass } from './check.ts'

const PATIENCE_MS = 10_000

interface ProgramOptions {
  /** Its path. May throw, saying what to do. */
  find(): string | Promise<string>
  /** Another user to start it as. */
  user?: { uid: number; gid: number } | undefined
}

/** Whether a program is there and can be started: it is asked for its version. */
export async function checkProgram(name: string, options: ProgramOptions): Promise<StartCheck> {
  const { find, user } = options
  const path = await find()
  const { failed, stdout, stderr, code, shortMessage } = await execa(path, ['--version'], {
    reject: false,
    timeout: PATIENCE_MS,
    stdin: 'ignore',
    ...user,
  })
  if (!failed) return pass(name, /\d+\.\d[\w.-]*/.exec(stdout)?.[0] ?? 'starts')
  const reason = code ?? (stderr.split('\n')[0] || shortMessage)
  const advice = 'remove node_modules and run `npm run setup`'
  return mend(name, `${path} does not start (${reason}); ${advice}`)
}
