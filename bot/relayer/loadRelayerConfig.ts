import type { Receiver } from '../notify/createNotifier.ts'
import { readConfigFile } from '../readConfigFile.ts'
import { fillChains } from './fillChains.ts'
import { type RelayerConfig, relayerConfigSchema } from './relayerConfig.ts'

/** A configuration whose file names are absolute and whose environment variables are read. */
export interface LoadedRelayerConfig {
  config: RelayerConfig
  /** Of each chain, in their order. */
  chains: readonly { urls: readonly string[]; relayUrl: string | undefined }[]
  signersUrl: string
  journal: { file: string } | { url: string }
  receivers: Receiver[]
}

/**
 * Reads a relayer's configuration.
 *
 * @throws BotConfigError with every fault and its line.
 */
export async function loadRelayerConfig(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<LoadedRelayerConfig> {
  const read = await readConfigFile(file, {
    schema: relayerConfigSchema,
    env,
    fill: (value, folder) => fillChains(value, folder, env),
  })
  const { config } = read
  const loaded = {
    config: {
      ...config,
      chains: config.chains.map((chain) => {
        const { submit } = chain
        return { ...chain, submit: { ...submit, key: read.locateKey(submit.key) } }
      }),
    },
    chains: config.chains.map(({ endpoints, submit }, at) => ({
      urls: endpoints.map((endpoint, place) =>
        read.readUrl(`chains.${at}.endpoints.${place}`, endpoint),
      ),
      relayUrl: submit.relay && read.readUrl(`chains.${at}.submit.relay`, submit.relay),
    })),
    signersUrl: read.readUrl('signers', config.signers),
    journal: read.readJournal(config.journal),
    receivers: read.readReceivers(config.notify),
  }
  read.finish()
  return loaded
}
