import { stat } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { loadConfig as loadModule } from 'c12'
import type { Fault } from '../files/listFaults.ts'
import { checkSettings } from '../files/parseSettings.ts'
import { readSettings } from '../files/readSettings.ts'
import { findHeldUrlFault } from '../http/findUrlFault.ts'
import { readVariable, VariableError } from '../keys/index.ts'
import { type BotConfig, botConfigSchema, type EndpointConfig, type KeyConfig } from './config.ts'
import { BotConfigError } from './errors.ts'
import { fillNetwork } from './fillNetwork.ts'
import { listVariables } from './listVariables.ts'
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

type FindLine = (path: readonly PropertyKey[]) => number | undefined
type Form = 'http' | 'postgresql' | 'token'

/** Read as text, so that faults have their lines. */
const TEXT_FORMS = ['.yaml', '.yml', '.json', '']

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
  const path = resolve(file)
  const cwd = dirname(path)
  const { settings: config, faults, content } = await read(file, path, cwd, env)
  if (config === undefined) {
    const unset = listUnset(content?.value, content?.findLine, env)
    throw new BotConfigError(file, [...(faults ?? []), ...unset])
  }

  const found: Fault[] = []
  const readAs = (place: string, name: string, form: Form): string => {
    try {
      const value = readVariable(env, name, form === 'token' ? form : undefined)
      const reason = value === undefined ? 'is not set; set it' : findHeldFault(value, form)
      if (value !== undefined && reason === undefined) return value
      found.push(
        createFault(
          place.split('.'),
          `the environment variable ${name} ${reason}`,
          content?.findLine,
        ),
      )
    } catch (error) {
      if (!(error instanceof VariableError)) throw error
      found.push(createFault(place.split('.'), error.message, content?.findLine))
    }
    return ''
  }
  const readUrl = (place: string, endpoint: EndpointConfig) =>
    'url' in endpoint ? endpoint.url : readAs(place, endpoint.variable, 'http')

  const { chain, index, submit, journal, sign, peers, notify } = config
  const loaded = {
    config: resolveFiles(config, cwd),
    chainUrls: chain.endpoints.map((endpoint, at) => readUrl(`chain.endpoints.${at}`, endpoint)),
    indexUrls: index.endpoints.map((endpoint, at) => readUrl(`index.endpoints.${at}`, endpoint)),
    relayUrl: submit?.relay && readUrl('submit.relay', submit.relay),
    journal:
      'file' in journal
        ? { file: resolve(cwd, journal.file) }
        : { url: readAs('journal', journal.variable, 'postgresql') },
    signToken: sign?.token === undefined ? undefined : readAs('sign.token', sign.token, 'token'),
    peers: peers.map(({ token, ...endpoint }, at) => ({
      url: readUrl(`peers.${at}`, endpoint),
      token: token === undefined ? undefined : readAs(`peers.${at}.token`, token, 'token'),
    })),
    receivers: notify.map(({ variable, ...rest }, at) => ({
      ...rest,
      url: readAs(`notify.${at}`, variable, 'http'),
    })),
  }
  for (const [at, { url, token }] of loaded.peers.entries()) {
    const { username = '', password = '' } = URL.parse(url) ?? {}
    if (token === undefined || username + password === '') continue
    const text =
      'has a user or password in its URL and a token, of which one is sent; leave one out'
    found.push(createFault(['peers', `${at}`], text, content?.findLine))
  }
  if (found.length > 0) throw new BotConfigError(file, found)
  return loaded
}

function findHeldFault(value: string, form: Form): string | undefined {
  if (form === 'http') return findHeldUrlFault(value)
  const isForm = form === 'token' || /^postgres(ql)?:$/.test(URL.parse(value)?.protocol ?? '')
  return isForm ? undefined : `holds no ${form} URL; correct it`
}

function createFault(path: readonly string[], text: string, findLine?: FindLine): Fault {
  return { path: path.join('.'), line: findLine?.(path), text }
}

/** Unset variables that a file with other faults names, so that one message lists all faults. */
function listUnset(
  content: unknown,
  findLine: FindLine | undefined,
  env: NodeJS.ProcessEnv,
): Fault[] {
  return listVariables(content).flatMap(({ name, path }) => {
    if (!/^[A-Z_][A-Z0-9_]*$/.test(name) || (env[name] ?? '').trim() !== '') return []
    return [createFault(path, `the environment variable ${name} is not set; set it`, findLine)]
  })
}

async function read(file: string, path: string, cwd: string, env: NodeJS.ProcessEnv) {
  const fill = (value: unknown, findLine?: FindLine) => fillNetwork(value, cwd, env, findLine)
  if (TEXT_FORMS.includes(extname(path).toLowerCase())) {
    return readSettings(file, botConfigSchema, fill)
  }
  try {
    // c12 takes a file that is not there for an empty one.
    await stat(path)
    const sources = { rcFile: false, globalRc: false, dotenv: false, packageJson: false } as const
    const { config } = await loadModule({ cwd, configFile: path, extend: false, ...sources })
    const filled = await fill(config)
    if (filled.faults !== undefined) return { ...filled, content: undefined }
    return { ...checkSettings(filled.value, botConfigSchema), content: undefined }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const reason = code ?? message.split('\n')[0]
    const text = `cannot be read (${reason}); name another file`
    throw new BotConfigError(file, [{ path: '', line: undefined, text }], { cause })
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
