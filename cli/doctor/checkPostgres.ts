import { execa } from 'execa'
import type { StartCheck } from '../../bot/checkStart.ts'
import { findPostgres, findPostgresUser } from '../../stack/local/startPostgres.ts'
import { mend, pass } from './check.ts'
import { findExisting } from './checkDisk.ts'
import { checkProgram } from './checkProgram.ts'

const NAME = 'postgres'

type User = { uid: number; gid: number }

interface PostgresOptions {
  /** The folder for the data, or a folder above it. */
  folder: string
  isRoot?: boolean
  findServer?: () => Promise<string>
  /** Rejects if there is none. */
  findUser?: () => Promise<User>
  /** The command that creates that user. */
  userTool?: string
}

/** Whether the database that the stack brings can run: Postgres refuses to run as root, and then needs a separate user. */
export async function checkPostgres(options: PostgresOptions): Promise<StartCheck> {
  const { findServer = findPostgres, findUser = findPostgresUser, userTool = 'useradd' } = options
  const { isRoot = process.getuid?.() === 0 } = options
  const user = isRoot ? await findUser().catch(() => undefined) : undefined
  const server = await checkProgram(NAME, { find: findServer, user })
  if (!server.isOk || !isRoot) return server
  if (user === undefined) {
    const { code } = await execa(userTool, ['--help'], { reject: false })
    if (code !== 'ENOENT')
      return pass(NAME, `${server.detail}; its user is created when the stack starts`)
    return mend(
      NAME,
      'does not run as root, and there is no user postgres; make one, or run as another user',
    )
  }
  const folder = await findExisting(options.folder)
  const { failed } = await execa('test', ['-x', folder], { reject: false, ...user })
  if (failed) {
    const advice = 'chmod o+x it and those above, or give another by --dir'
    return mend(NAME, `its user postgres cannot get into ${folder}; ${advice}`)
  }
  return pass(NAME, `${server.detail}, as the user postgres, since this is root`)
}
