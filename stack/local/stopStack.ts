import { isRunning } from '../../files/processIdentity.ts'
import { endParts } from './endParts.ts'
import { isGoneWithin } from './endProcess.ts'
import { StackFolderError } from './errors.ts'
import { type PartState, readState, releaseFolder } from './stateFile.ts'

const PATIENCE_SEC = 60

/**
 * Ends the stack of a folder from another process: through its supervisor, or, if that was killed, part by part.
 * Touches no process but those that the state names, and none that merely has the id of one.
 *
 * @returns the names of what was ended; undefined if there is no stack.
 * @throws StackFolderError if something does not end.
 */
export async function stopStack(folder: string): Promise<string[] | undefined> {
  const state = await readState(folder)
  if (state === undefined) return undefined
  const { supervisor, parts } = state
  const running: PartState[] = []
  for (const part of parts) {
    if (await isRunning(part)) running.push(part)
  }
  if (await isRunning(supervisor)) {
    process.kill(supervisor.pid, 'SIGTERM')
    if (!(await isGoneWithin(supervisor, PATIENCE_SEC))) {
      const reason = `the supervisor (process ${supervisor.pid}) does not end; end it yourself and try again`
      throw new StackFolderError(folder, reason)
    }
  }
  await endParts(folder, running)
  await releaseFolder(folder)
  return running.map(({ name }) => name)
}
