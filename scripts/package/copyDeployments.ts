import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { nameDeployment } from '../../client/network/networkFiles.ts'
import { listPublicChains } from './listPublicChains.ts'

/** Copies the files of public networks, in which the command line of the package looks for a chain. */
export async function copyDeployments(root: string, dist: string): Promise<void> {
  for (const chainId of await listPublicChains(root)) {
    const file = nameDeployment(chainId)
    cpSync(join(root, file), join(dist, file))
  }
}
