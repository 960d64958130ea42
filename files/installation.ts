import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Whether this code came as the package, compiled; otherwise it runs in a checkout, as it was written. */
export const isPackaged = import.meta.url.endsWith('.js')

/** The folder of the rooms and of what is built: the checkout's root, or `dist` of the package. */
export const installedRoot = fileURLToPath(new URL('..', import.meta.url))

/** How the command line is called here, for hints. */
export const gimbalCommand = isPackaged ? 'npx gimbal' : 'npm run -s gimbal --'

/** What brings parts that are missing, for hints. */
export const setupCommand = isPackaged ? 'npm install ./gimbal-*.tgz' : 'npm run setup'

/** The folder in which commands are typed: a package's own is no place for data. */
export const workFolder = isPackaged ? resolve('.') : installedRoot

/** Where a local stack lives unless a folder is named. */
export const defaultStackFolder = join(workFolder, isPackaged ? '.gimbal' : 'build', 'stack')

/**
 * A module of this installation that is run by its file: as a process, or in a thread.
 *
 * @param path - From the root, without its ending: `cli/index`.
 */
export function locateModule(path: string): URL {
  return new URL(`../${path}${isPackaged ? '.js' : '.ts'}`, import.meta.url)
}
