import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isAddressEqual } from 'viem'
import { parseYaml } from '../../files/parseYaml.ts'
import { readTextFile } from '../../files/readTextFile.ts'
import { writeTextFile } from '../../files/writeTextFile.ts'
import { readNetworkFile } from './readNetworkFile.ts'
import { type NetworkFileText, urlNames } from './schema.ts'

/** What operators add to a network's file, beside what its deployment writes. */
const settingNames = [
  ...urlNames.flatMap((name) => [name, `${name}Variable`] as const),
  'graphNetwork',
  'pools',
  'vaults',
  'replicaUrls',
  'signUrls',
  'bridge',
  'remotes',
  'prices',
] as const
type Settings = Pick<NetworkFileText, (typeof settingNames)[number]>

/** A reader sees the old file or the new one, never half of it. */
export async function writeNetworkFile(file: string, content: NetworkFileText): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeTextFile(file, `${JSON.stringify(content, null, 2)}\n`)
}

/** A network's file as it stands there. @throws NetworkConfigError if it is wrong. */
export async function readWrittenNetworkFile(file: string): Promise<NetworkFileText> {
  await readNetworkFile(file)
  return parseYaml(await readTextFile(file)).value as NetworkFileText
}

/**
 * The operator's additions to the file of a deployment; empty if there is no file, or if it describes other contracts.
 *
 * @throws NetworkConfigError if the file is there, and wrong.
 */
export async function readNetworkSettings(
  file: string,
  riskParameters: NetworkFileText['contracts']['RiskParameters']['address'] | undefined,
): Promise<Settings> {
  if (!existsSync(file)) return {}
  const { contracts } = await readNetworkFile(file)
  const isSame =
    riskParameters !== undefined &&
    isAddressEqual(contracts.RiskParameters.address, riskParameters as `0x${string}`)
  if (!isSame) return {}
  const given = await readWrittenNetworkFile(file)
  const kept = settingNames.filter((name) => given[name] !== undefined)
  return Object.fromEntries(kept.map((name) => [name, given[name]]))
}
