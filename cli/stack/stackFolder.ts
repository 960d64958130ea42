import { relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const defaultFolder = resolve(root, 'build', 'stack')

/** Where a stack is: the folder of --dir, or of the environment variable GIMBAL_STACK, or build/stack of the project. */
export function findStackFolder(dir?: string): string {
  return resolve(dir ?? (process.env.GIMBAL_STACK || defaultFolder))
}

/**
 * What a command needs to find that stack again, in whichever shell it is typed in the project's folder. Nothing where
 * every shell finds it.
 */
export function listFolderArgs(folder: string): string[] {
  if (folder === defaultFolder && findStackFolder() === defaultFolder) return []
  const near = relative(root, folder)
  return ['--dir', near === '' || near.split(sep)[0] === '..' ? folder : near]
}
