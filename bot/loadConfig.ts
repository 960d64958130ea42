import { type BotConfig, botConfigSchema } from './config.ts'
import { fillNetwork } from './fillNetwork.ts'
import type { Receiver } from './notify/createNotifier.ts'
import { type ConfigFile, type LoadedPrices, readConfigFile } from './readConfigFile.ts'

/** A configuration whose file names are absolute and whose environment variables are read. */
export interface LoadedConfig {
  config: BotConfig
  chainUrls: string[]
  indexUrls: string[]
  relayUrl: string | undefined
  journal: { file: string } | { url: string }
  signToken: string | undefined
  peers: { url: string; token: string | undefined }[]
  receivers: Receiver[]
  prices: LoadedPrices | undefined
}

/**
 * Reads a replica's configuration: YAML or JSON, else TOML or a module, and nothing but this file. Paths in it start at
 * its folder.
 *
 * @throws BotConfigError with every fault and its line; its message names places and environment variables, and holds
 *   none of their contents.
 */
export async function loadConfig(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<LoadedConfig> {
  const read = await readConfigFile(file, {
    schema: botConfigSchema,
    env,
    fill: (value, folder, findLine) => {
      return fillNetwork(value, { folder, env, findLine, namesContract: true })
    },
  })
  const { config, readAs, readUrl } = read
  const { chain, index, submit, journal, sign, peers, notify } = config
  const loaded = {
    config: resolveFiles(read),
    chainUrls: chain.endpoints.map((endpoint, at) => readUrl(`chain.endpoints.${at}`, endpoint)),
    indexUrls: index.endpoints.map((endpoint, at) => readUrl(`index.endpoints.${at}`, endpoint)),
    relayUrl: submit?.relay && readUrl('submit.relay', submit.relay),
    journal: read.readJournal(journal),
    signToken: sign?.token === undefined ? undefined : readAs('sign.token', sign.token, 'token'),
    peers: peers.map(({ token, ...endpoint }, at) => ({
      url: readUrl(`peers.${at}`, endpoint),
      token: token === undefined ? undefined : readAs(`peers.${at}.token`, token, 'token'),
    })),
    receivers: read.readReceivers(notify),
    prices: read.readPrices(config.prices),
  }
  for (const [at, { url, token }] of loaded.peers.entries()) {
    const { username = '', password = '' } = URL.parse(url) ?? {}
    if (token === undefined || username + password === '') continue
    const text =
      'has a user or password in its URL and a token, of which one is sent; leave one out'
    read.addFault(['peers', `${at}`], text)
  }
  read.finish()
  return loaded
}

function resolveFiles({ config, locate, locateKey }: ConfigFile<BotConfig>): BotConfig {
  const { reporter, submit, proposals } = config
  return {
    ...config,
    ...(reporter && { reporter: { key: locateKey(reporter.key) } }),
    ...(submit && { submit: { ...submit, key: locateKey(submit.key) } }),
    ...(proposals && { proposals: { ...proposals, file: locate(proposals.file) } }),
  }
}
