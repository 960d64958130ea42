import { resolve } from 'node:path'
import { type Address, createPublicClient, isAddress } from 'viem'
import { loadKeeperConfig } from '../../bot/keeper/loadKeeperConfig.ts'
import {
  type PreviewFailure,
  previewVault,
  type VaultPreview,
} from '../../bot/keeper/previewVault.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { printJson, printText } from '../io/print.ts'
import { type NetworkFlags, readNetwork } from '../network/readNetwork.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { formatPreview } from './formatPreview.ts'

/** Says what is due in the vaults of a configuration. Sends nothing, and needs no key. */
export async function previewConfig(file: string, isJson: boolean): Promise<ExitCode> {
  const { config, chainUrls } = await loadKeeperConfig(resolve(file))
  if (config.whole !== undefined) {
    throw new UsageError(`${file} serves a whole; a preview shows vaults: run it, and read its log`)
  }
  return show(chainUrls[0] ?? '', config.vaults, isJson)
}

/** The same of one vault. */
export async function previewOnNetwork(
  vault: string,
  flags: NetworkFlags,
  isJson: boolean,
): Promise<ExitCode> {
  if (!isAddress(vault)) {
    throw new UsageError(
      `--vault is ${JSON.stringify(vault)}; give an address, 0x and 40 hex digits`,
    )
  }
  const { rpcUrl } = await readNetwork(flags)
  return show(rpcUrl, [{ name: 'vault', address: vault }], isJson)
}

async function show(
  url: string,
  vaults: readonly { name: string; address: Address }[],
  isJson: boolean,
): Promise<ExitCode> {
  const client = createPublicClient({ transport: nodeTransport(url) })
  const previews: (VaultPreview | PreviewFailure)[] = []
  for (const vault of vaults) previews.push(await previewVault(client, vault))
  if (isJson) await printJson({ vaults: previews })
  else await printText(previews.flatMap(formatPreview).join('\n'))
  return previews.some((one) => 'problem' in one) ? exitCodes.failed : exitCodes.ok
}
