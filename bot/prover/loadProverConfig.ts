import { fillNetwork } from '../fillNetwork.ts'
import type { Receiver } from '../notify/createNotifier.ts'
import { readConfigFile } from '../readConfigFile.ts'
import { type ProverConfig, proverConfigSchema } from './proverConfig.ts'

/** A configuration whose file names are absolute and whose environment variables are read. */
export interface LoadedProverConfig {
  config: ProverConfig
  chainUrls: string[]
  relayUrl: string | undefined
  journal: { file: string } | { url: string }
  receivers: Receiver[]
}

/**
 * Reads a prover's configuration, as `loadConfig` reads a replica's.
 *
 * @throws BotConfigError with every fault and its line.
 */
export async function loadProverConfig(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<LoadedProverConfig> {
  const read = await readConfigFile(file, {
    schema: proverConfigSchema,
    env,
    fill: (value, folder, findLine) => {
      return fillNetwork(value, { folder, env, findLine, namesContract: true })
    },
  })
  const { chain, submit, journal, notify } = read.config
  const loaded = {
    config: { ...read.config, submit: { ...submit, key: read.locateKey(submit.key) } },
    chainUrls: chain.endpoints.map((endpoint, at) =>
      read.readUrl(`chain.endpoints.${at}`, endpoint),
    ),
    relayUrl: submit.relay && read.readUrl('submit.relay', submit.relay),
    journal: read.readJournal(journal),
    receivers: read.readReceivers(notify),
  }
  read.finish()
  return loaded
}
