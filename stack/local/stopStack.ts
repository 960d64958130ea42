import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, type ProcessIdentity } from '../../files/processIdentity.ts'
import { StackFolderError } from './errors.ts'
import { readState, releaseFolder } from './stateFile.ts'

const PATIENCE_SEC = 30

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
  const running: { name: string; identity: ProcessIdentity }[] = []
  for (const part of parts) {
    if (await isRunning(part)) running.push({ name: part.name, identity: part })
  }
  if (await isRunning(supervisor)) {
    process.kill(supervisor.pid, 'SIGTERM')
    await waitUntilGone(folder, 'the supervisor', supervisor)
  }
  for (const { name, identity } of running) {
    if (await isRunning(identity)) process.kill(identity.pid, 'SIGKILL')
    await waitUntilGone(folder, name, identity)
  }
  await releaseFolder(folder)
  return running.map(({ name }) => name)
}

async function waitUntilGone(
  folder: string,
  name: string,
  identity: ProcessIdentity,
): Promise<void> {
  const until = performance.now() + PATIENCE_SEC * 1_000
  while (await isRunning(identity)) {
    if (performance.now() > until) {
      const reason = `${name} (process ${identity.pid}) does not end; end it yourself and try again`
      throw new StackFolderError(folder, reason)
    }
    await sleep(50)
  }
}
