import { stat } from 'node:fs/promises'
import { FileError } from './errors.ts'

/**
 * Refuses a file that another user of this machine has put there: in a folder that several may write to, it would decide what
 * this user's commands do. Files of root pass, and where the system has no users all do.
 *
 * @throws FileError if it is another user's; the system's error if it is not there.
 */
export async function requireOwnFile(file: string): Promise<void> {
  const uid = process.getuid?.()
  const { uid: owner } = await stat(file)
  if (uid === undefined || owner === uid || owner === 0) return
  throw new FileError(
    file,
    `belongs to another user (uid ${owner}); remove it, or run the command as that user`,
  )
}
