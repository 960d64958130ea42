// Whether a replica could open its journal in a file.
//
// Method:   the file is only read: a look at its locks shows whether a process has it, and a copy is opened as a replica opens
//           the file. Opening the file itself would make it, or settle what a killed replica has left beside it.

import { access, constants, copyFile, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { StartCheck } from '../../bot/checkStart.ts'
import { describeFailure } from '../../bot/describeFailure.ts'
import { openSqliteJournal } from '../../bot/journal/openSqliteJournal.ts'
import { mend, pass } from './check.ts'
import { checkDisk } from './checkDisk.ts'

const NAME = 'journal'
const SQLITE_BUSY = 5
/** A year of pushes takes less. */
const MIN_FREE_BYTES = 100 * 1_024 ** 2

export interface JournalFinding {
  check: StartCheck
  /** A process has it, or its account. */
  isInUse: boolean
}

export async function checkSqliteJournal(
  file: string,
  isReplicaRunning: boolean,
): Promise<JournalFinding> {
  const found = (check: StartCheck) => ({ check, isInUse: false })
  const folder = dirname(file)
  const isFolder = await stat(folder).then((it) => it.isDirectory(), isNot)
  if (!isFolder) return found(mend(NAME, `its folder ${folder} is not there; make it`))
  if (!(await isAllowed(folder))) {
    return found(mend(NAME, `its folder ${folder} may not be written; change its rights`))
  }
  const room = await checkDisk(NAME, folder, MIN_FREE_BYTES)
  if (!room.isOk) return found(room)
  const isThere = await stat(file).then(() => true, isNot)
  if (!isThere) return found(pass(NAME, `${file} is made at the first start`))
  if (!(await isAllowed(file))) {
    return found(mend(NAME, `${file} may not be read and written; change its rights`))
  }
  if (isInUse(file)) {
    const check = isReplicaRunning
      ? pass(NAME, `${file}, in use by this replica`)
      : mend(NAME, `${file} is in use by another process; stop that one, or name another file`)
    return { check, isInUse: true }
  }
  return found(await openCopy(file))
}

async function openCopy(file: string): Promise<StartCheck> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-doctor-copy-'))
  const copy = join(folder, 'journal.sqlite')
  try {
    await copyFile(file, copy)
    await copyFile(`${file}-wal`, `${copy}-wal`).catch(() => {})
    await openSqliteJournal(copy).close()
    return pass(NAME, file)
  } catch (error) {
    return mend(NAME, describeFailure(error).replaceAll(copy, file))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

// A replica locks its journal for itself alone.
function isInUse(file: string): boolean {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { readOnly: true })
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    database.prepare('PRAGMA user_version').get()
    return false
  } catch (error) {
    // Opening the copy finds every other fault.
    return (error as { errcode?: number }).errcode === SQLITE_BUSY
  } finally {
    database?.close()
  }
}

function isAllowed(path: string): Promise<boolean> {
  return access(path, constants.R_OK | constants.W_OK).then(() => true, isNot)
}

function isNot(): boolean {
  return false
}
