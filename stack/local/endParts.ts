import { isRunning } from '../../files/processIdentity.ts'
import { endProcess } from './endProcess.ts'
import { StackFolderError } from './errors.ts'
import type { PartState } from './stateFile.ts'

/** Time for a part to end in order, seconds. */
const GRACE_SEC = 10

/**
 * Ends the parts of a stack whose supervisor has gone, the last ones first, as they rest on those before. Touches no
 * process that merely has the id of one.
 *
 * @returns the names of what still ran.
 * @throws StackFolderError if something does not end.
 */
export async function endParts(folder: string, parts: readonly PartState[]): Promise<string[]> {
  const ended: string[] = []
  for (const part of parts.toReversed()) {
    const { name, pid, stopSignal } = part
    if (!(await isRunning(part))) continue
    if (!(await endProcess(part, stopSignal, GRACE_SEC))) {
      const reason = `${name} (process ${pid}) does not end; end it yourself and try again`
      throw new StackFolderError(folder, reason)
    }
    ended.unshift(name)
  }
  return ended
}
