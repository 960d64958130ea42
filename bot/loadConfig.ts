import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { loadConfig as loadFile } from 'c12'
import { type BotConfig, type EndpointConfig, type KeyConfig, parseConfig } from './config.ts'
import { BotConfigError } from './errors.ts'
import { fillNetwork } from './fillNetwork.ts'
import type { Receiver } from './notify/createNotifier.ts'

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
}

/**
 * Reads a replica's configuration: YAML, JSON, TOML or a module, and nothing but this file. Paths in it start at its
 * folder.
 *
 * @throws BotConfigError; its message names places and environment variables, and holds none of their contents.
 */
export async function loadConfig(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<LoadedConfig> {
  const path = resolve(file)
  const cwd = dirname(path)
  const content = await fillNetwork(file, await readContent(file, path, cwd), cwd, env)
  const result = parseConfig(content)
  if ('problems' in result) throw new BotConfigError(file, result.problems)
  const { config } = result

  const problems: string[] = []
  const read = (place: string, name: string, form?: RegExp): string => {
    const { [name]: value = '' } = env
    if (value === '') problems.push(`${place}: the environment variable ${name} is not set; set it`)
    else if (form && !form.test(value)) {
      problems.push(
        `${place}: the environment variable ${name} holds no ${form.source} URL; correct it`,
      )
    }
    return value
  }
  const readUrl = (place: string, endpoint: EndpointConfig) =>
    'url' in endpoint ? endpoint.url : read(place, endpoint.variable, /^https?:\/\//)

  const { chain, index, submit, journal, sign, peers, notify } = config
  const loaded = {
    config: resolveFiles(config, cwd),
    chainUrls: chain.endpoints.map((endpoint, at) => readUrl(`chain.endpoints.${at}`, endpoint)),
    indexUrls: index.endpoints.map((endpoint, at) => readUrl(`index.endpoints.${at}`, endpoint)),
    relayUrl: submit?.relay && readUrl('submit.relay', submit.relay),
    journal:
      'file' in journal
        ? { file: resolve(cwd, journal.file) }
        : { url: read('journal', journal.variable, /^postgres(ql)?:\/\//) },
    signToken: sign?.token === undefined ? undefined : read('sign.token', sign.token),
    peers: peers.map(({ token, ...endpoint }, at) => ({
      url: readUrl(`peers.${at}`, endpoint),
      token: token === undefined ? undefined : read(`peers.${at}.token`, token),
    })),
    receivers: notify.map(({ variable, ...rest }, at) => ({
      ...rest,
      url: read(`notify.${at}`, variable, /^https?:\/\//),
    })),
  }
  if (problems.length > 0) throw new BotConfigError(file, problems)
  return loaded
}

async function readContent(file: string, configFile: string, cwd: string): Promise<unknown> {
  try {
    // c12 takes a file that is not there for an empty one.
    await stat(configFile)
    const sources = { rcFile: false, globalRc: false, dotenv: false, packageJson: false } as const
    const { config } = await loadFile({ cwd, configFile, extend: false, ...sources })
    return config
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const reason = code ?? message.split('\n')[0]
    throw new BotConfigError(file, [`it cannot be read (${reason}); give a file by --config`], {
      cause,
    })
  }
}

function resolveFiles(config: BotConfig, cwd: string): BotConfig {
  const locate = (key: KeyConfig): KeyConfig =>
    'keystore' in key ? { keystore: resolve(cwd, key.keystore) } : key
  const { reporter, submit, proposals } = config
  return {
    ...config,
    ...(reporter && { reporter: { key: locate(reporter.key) } }),
    ...(submit && { submit: { ...submit, key: locate(submit.key) } }),
    ...(proposals && { proposals: { ...proposals, file: resolve(cwd, proposals.file) } }),
  }
}
