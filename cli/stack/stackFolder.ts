import { relative, sep } from 'node:path'
import { locateStack } from '../../client/network/findNetwork.ts'
import { defaultStackFolder, workFolder } from '../../files/installation.ts'

/** The default folder of a stack, as help names it. */
export const stackPlace = relative(workFolder, defaultStackFolder)

/**
 * What a command needs to find a stack again, in whichever shell it is typed in the project's folder. Nothing where
 * every shell finds it.
 */
export function listFolderArgs(folder: string): string[] {
  if (folder === defaultStackFolder && locateStack(undefined) === defaultStackFolder) return []
  const near = relative(workFolder, folder)
  return ['--dir', near === '' || near.split(sep)[0] === '..' ? folder : near]
}
