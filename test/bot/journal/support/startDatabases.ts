import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { ChildPart } from '../../../../stack/local/childPart.ts'
import { choosePort } from '../../../../stack/local/choosePort.ts'
import { formatPostgresUrl, startPostgres } from '../../../../stack/local/startPostgres.ts'

/** Where it is not encoded a URL looks as if it ended within. No part of it may show up anywhere. */
export const SECRET = 'hush'
const PASSWORD = `${SECRET}/${SECRET}?${SECRET}#${SECRET}@%`

export interface Databases {
  port: number
  /** Makes an empty one, whose owner is no superuser. */
  create(): Promise<{ url: string; name: string }>
  /** Asks as a superuser, on a connection that lasts no longer. */
  ask(name: string, sql: string): Promise<Record<string, unknown>[]>
  /** The server ends without writing what it still has to write, and starts again. */
  crash(): Promise<void>
  stop(): Promise<void>
}

/** A Postgres server of its own. */
export async function startDatabases(): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-databases-'))
  const port = await choosePort('postgres', undefined)
  let part: ChildPart | undefined
  let count = 0

  const start = async () => {
    part = await startPostgres({ port, dataDir: folder, logFile: join(folder, 'postgres.log') })
  }
  const stop = async () => {
    await part?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const ask = async (name: string, sql: string) => {
    const client = new pg.Client(formatAdminUrl(port, name))
    try {
      await client.connect()
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }

  try {
    // Postgres runs as another user than root.
    await chmod(folder, 0o755)
    await start()
    await ask('postgres', `CREATE ROLE bot LOGIN PASSWORD '${PASSWORD}'`)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    port,
    ask,
    stop,
    async create() {
      const name = `journal_${++count}`
      await ask('postgres', `CREATE DATABASE ${name} OWNER bot`)
      const url = `postgresql://bot:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${name}`
      return { url, name }
    },
    async crash() {
      await part?.stop('SIGQUIT')
      await start()
    },
  }
}

/** Of a superuser. */
export function formatAdminUrl(port: number, name: string): string {
  return formatPostgresUrl(port).replace(/[^/]+$/, name)
}
