// Whether a replica could open its journal in a database.
//
// Method:   the session of a replica, which only reads. It takes the lock of the account as a replica would,
//           and gives it back with the connection, some milliseconds later.

import type { Address } from 'viem'
import { describeFailure } from '../../bot/describeFailure.ts'
import { openPostgresSession, type PostgresSession } from '../../bot/journal/openPostgresSession.ts'
import { PUSHES_VERSION, requireVersion } from '../../bot/journal/requireVersion.ts'
import { mend, pass } from './check.ts'
import type { JournalFinding } from './checkSqliteJournal.ts'

const NAME = 'journal'

export interface JournalUser {
  chainId: number
  /** None: its key cannot be opened. */
  account: Address | undefined
  isReplicaRunning: boolean
}

export async function checkPostgresJournal(
  url: string,
  { chainId, account, isReplicaRunning }: JournalUser,
): Promise<JournalFinding> {
  let session: PostgresSession | undefined
  try {
    const opened = await openPostgresSession(url)
    session = opened
    const detail = await opened.transact(() => examineTables(opened))
    if (detail.advice !== undefined) {
      return { check: mend(NAME, `${opened.place}: ${detail.advice}`), isInUse: false }
    }
    const where = `${opened.place}${detail.note}`
    if (account === undefined) return { check: pass(NAME, where), isInUse: false }
    const isFree = await opened
      .transact(async () => opened.hold({ chainId, account }))
      .then(
        () => true,
        (error) => {
          if (/in use/.test(describeFailure(error))) return false
          throw error
        },
      )
    if (isFree) return { check: pass(NAME, where), isInUse: false }
    const check = isReplicaRunning
      ? pass(NAME, `${where}, the account in use by this replica`)
      : mend(NAME, `${where}: another process uses ${account}; stop it, or take another account`)
    return { check, isInUse: true }
  } catch (error) {
    return { check: mend(NAME, describeFailure(error)), isInUse: false }
  } finally {
    await session?.close().catch(() => {})
  }
}

interface Found {
  hasSchema: boolean
  hasTables: boolean
  hasVersion: boolean
  mayMake: boolean
}

async function examineTables({ place, query }: PostgresSession) {
  const [found] = await query<Found>(`
    SELECT to_regnamespace('gimbal_journal') IS NOT NULL AS "hasSchema",
      EXISTS (
        SELECT FROM pg_class
        WHERE relnamespace = to_regnamespace('gimbal_journal') AND relname = 'version'
      ) AS "hasVersion",
      EXISTS (
        SELECT FROM pg_class WHERE relnamespace = to_regnamespace('gimbal_journal')
      ) AS "hasTables",
      CASE WHEN to_regnamespace('gimbal_journal') IS NULL
        THEN has_database_privilege(current_database(), 'CREATE')
        ELSE has_schema_privilege('gimbal_journal', 'USAGE')
          AND has_schema_privilege('gimbal_journal', 'CREATE') END AS "mayMake"`)
  if (found?.hasTables) {
    const [row] = found.hasVersion
      ? await query<{ version: number }>('SELECT version FROM gimbal_journal.version')
      : []
    if (row?.version === PUSHES_VERSION) {
      return { note: ', whose tables are turned into those of this release at the next start' }
    }
    requireVersion(place, row?.version ?? 0, 'database')
    return { note: '' }
  }
  if (found?.mayMake) return { note: ', whose tables are made at the first start' }
  const right = found?.hasSchema ? 'USAGE, CREATE ON SCHEMA gimbal_journal' : 'CREATE ON DATABASE'
  return { note: '', advice: `its user may not make tables; GRANT ${right} to it` }
}
