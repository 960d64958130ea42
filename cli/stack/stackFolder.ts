import { relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { locateStack } from '../../client/network/findNetwork.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const defaultFolder = resolve(root, 'build', 'stack')

/**
 * What a command needs to find a stack again, in whichever shell it is typed in the project's folder. Nothing where
 * every shell finds it.
 */
export function listFolderArgs(folder: string): string[] {
  if (folder === defaultFolder && locateStack(undefined) === defaultFolder) return []
  const near = relative(root, folder)
  return ['--dir', near === '' || near.split(sep)[0] === '..' ? folder : near]
}
