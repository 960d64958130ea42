import type { z } from 'zod'
import { fillNetwork } from './fillNetwork.ts'
import type { KeeperConfig } from './keeper/keeperConfig.ts'
import type { Receiver } from './notify/createNotifier.ts'
import { type LoadedPrices, readConfigFile } from './readConfigFile.ts'

/** What every configuration has whose owner only reads the chain and sends. */
type SenderConfig = Partial<Pick<KeeperConfig, 'whole'>> &
  Pick<KeeperConfig, 'chain' | 'submit' | 'journal' | 'notify'> &
  Partial<Pick<KeeperConfig, 'prices' | 'whole'>>

/** A configuration whose file names are absolute and whose environment variables are read. */
export interface LoadedSenderConfig<Config> {
  config: Config
  chainUrls: string[]
  /** Of each of the whole's other chains, in their order. */
  otherUrls: string[][]
  relayUrl: string | undefined
  journal: { file: string } | { url: string }
  receivers: Receiver[]
  prices: LoadedPrices | undefined
}

interface Options<Config> {
  schema: z.ZodType<Config>
  env: NodeJS.ProcessEnv
  /** Whether the configuration has `riskParameters`. */
  namesContract: boolean
}

/**
 * Reads a keeper's or a prover's configuration, as `loadConfig` reads a replica's.
 *
 * @throws BotConfigError with every fault and its line.
 */
export async function loadSenderConfig<Config extends SenderConfig>(
  file: string,
  { schema, env, namesContract }: Options<Config>,
): Promise<LoadedSenderConfig<Config>> {
  const read = await readConfigFile(file, {
    schema,
    env,
    fill: (value, folder, findLine) => fillNetwork(value, { folder, env, findLine, namesContract }),
  })
  const { chain, submit, journal, notify } = read.config
  const loaded = {
    config: { ...read.config, submit: { ...submit, key: read.locateKey(submit.key) } },
    chainUrls: chain.endpoints.map((endpoint, at) =>
      read.readUrl(`chain.endpoints.${at}`, endpoint),
    ),
    otherUrls: (read.config.whole?.chains ?? []).map(({ endpoints }, at) =>
      endpoints.map((endpoint, place) =>
        read.readUrl(`whole.chains.${at}.endpoints.${place}`, endpoint),
      ),
    ),
    relayUrl: submit.relay && read.readUrl('submit.relay', submit.relay),
    journal: read.readJournal(journal),
    receivers: read.readReceivers(notify),
    prices: read.readPrices(read.config.prices),
  }
  read.finish()
  return loaded
}
