import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isPackaged, workFolder } from '../../files/installation.ts'
import { MIN_FREE_BYTES } from '../../stack/local/claimFolder.ts'
import { findProgram } from '../../stack/local/findProgram.ts'
import { attempt, type CheckGroup, gather } from './check.ts'
import { checkCore } from './checkCore.ts'
import { checkDisk } from './checkDisk.ts'
import { checkNode } from './checkNode.ts'
import { checkPackages } from './checkPackages.ts'
import { checkParts } from './checkParts.ts'
import { checkPostgres } from './checkPostgres.ts'
import { checkProducts } from './checkProducts.ts'
import { checkProgram } from './checkProgram.ts'
import { checkStack } from './checkStack.ts'
import { checkTerminal } from './checkTerminal.ts'

/** Space that the creation of a database, and a build, need there. */
const MIN_TEMPORARY_BYTES = 64 * 1_024 ** 2

interface InstallationOptions {
  /** Of the rooms and of what is built: the project's, or `dist` of the package. */
  root: string
  stackFolder: string
}

/** Everything that this installation needs, and the local stack. */
export function examineInstallation({ root, stackFolder }: InstallationOptions): {
  groups: CheckGroup[]
  secrets: string[]
} {
  const checkDisks = [
    attempt('disk', () => checkDisk('disk', stackFolder, MIN_FREE_BYTES)),
    attempt('temporary', () => checkDisk('temporary', tmpdir(), MIN_TEMPORARY_BYTES)),
  ]
  const programs = (['anvil', 'graph-node'] as const).map((name) => {
    return attempt(name, () => checkProgram(name, { find: () => findProgram(name) }))
  })
  const groups = [
    {
      title: 'This machine',
      checks: gather([
        attempt('node', () => checkNode({ root })),
        ...checkDisks,
        attempt('terminal', () => checkTerminal({ env: process.env, stream: process.stdout })),
      ]),
    },
    {
      title: 'What is installed',
      checks: gather([
        attempt('packages', () =>
          isPackaged ? checkParts(join(root, '..', 'package.json')) : checkPackages(root),
        ),
        ...programs,
        attempt('postgres', () => checkPostgres({ folder: join(stackFolder, 'data') })),
      ]),
    },
    {
      title: 'What is built',
      checks: gather([
        attempt('products', () => checkProducts(root)),
        attempt('core hash', () => checkCore(root, workFolder)),
      ]),
    },
    { title: 'The local stack', checks: attempt('stack', () => checkStack(stackFolder)) },
  ]
  return { groups, secrets: [] }
}
