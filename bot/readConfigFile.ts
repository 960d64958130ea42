import { stat } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { loadConfig as loadModule } from 'c12'
import type { z } from 'zod'
import type { Fault } from '../files/listFaults.ts'
import { checkSettings } from '../files/parseSettings.ts'
import { readSettings } from '../files/readSettings.ts'
import { findHeldUrlFault, findSocketUrlFault } from '../http/findUrlFault.ts'
import { readVariable, VariableError } from '../keys/index.ts'
import { BotConfigError } from './errors.ts'
import { listVariables } from './listVariables.ts'
import type { Receiver } from './notify/createNotifier.ts'
import type { PricesConfig } from './prices/pricesSettings.ts'
import type { EndpointConfig, KeyConfig } from './settings.ts'

type FindLine = (path: readonly PropertyKey[]) => number | undefined
type Form = 'http' | 'ws' | 'postgresql' | 'token'

/** Read as text, so that faults have their lines. */
const TEXT_FORMS = ['.yaml', '.yml', '.json', '']

type Fill = (
  value: unknown,
  findLine?: FindLine,
) => Promise<{ value: unknown; faults?: undefined } | { faults: Fault[] }>

interface ConfigFileOptions<Config> {
  schema: z.ZodType<Config>
  env: NodeJS.ProcessEnv
  /** Completes what the file says before it is checked, from the file's folder. */
  fill(value: unknown, folder: string, findLine?: FindLine): ReturnType<Fill>
}

/** A configuration that keeps its schema, and the reading of what it names. Faults are gathered until `finish`. */
export interface ConfigFile<Config> {
  config: Config
  /** A path in it as an absolute one: paths start at its folder. */
  locate(path: string): string
  locateKey(key: KeyConfig): KeyConfig
  /** The content of an environment variable; a fault and an empty text if there is none of this form. */
  readAs(place: string, variable: string, form: Form): string
  readUrl(place: string, endpoint: EndpointConfig): string
  readJournal(journal: JournalConfig): { file: string } | { url: string }
  readReceivers(notify: NotifyConfig): Receiver[]
  readPrices(prices: PricesConfig | undefined): LoadedPrices | undefined
  addFault(path: readonly string[], text: string): void
  /** @throws BotConfigError if there was a fault. */
  finish(): void
}

/** Where a stream is, and what its provider asks for. */
export interface LoadedPrices {
  urls: string[]
  credentials: { key: string; secret: string } | undefined
}

type JournalConfig = { file: string } | { variable: string }
type NotifyConfig = readonly (Omit<Receiver, 'url'> & { variable: string })[]

/**
 * Reads a configuration: YAML or JSON, else TOML or a module, and nothing but this file.
 *
 * @throws BotConfigError with every fault and its line; its message names places and environment variables, and holds
 *   none of their contents.
 */
export async function readConfigFile<Config>(
  file: string,
  { schema, env, fill }: ConfigFileOptions<Config>,
): Promise<ConfigFile<Config>> {
  const path = resolve(file)
  const cwd = dirname(path)
  const fillHere: Fill = (value, findLine) => fill(value, cwd, findLine)
  const { settings: config, faults, content } = await read(file, path, cwd, schema, fillHere)
  if (config === undefined) {
    const unset = listUnset(content?.value, content?.findLine, env)
    throw new BotConfigError(file, [...(faults ?? []), ...unset])
  }

  const found: Fault[] = []
  const addFault = (place: readonly string[], text: string) => {
    found.push(createFault(place, text, content?.findLine))
  }
  const readAs = (place: string, name: string, form: Form): string => {
    try {
      const value = readVariable(env, name, form === 'token' ? form : undefined)
      const reason = value === undefined ? 'is not set; set it' : findHeldFault(value, form)
      if (value !== undefined && reason === undefined) return value
      addFault(place.split('.'), `the environment variable ${name} ${reason}`)
    } catch (error) {
      if (!(error instanceof VariableError)) throw error
      addFault(place.split('.'), error.message)
    }
    return ''
  }
  return {
    config,
    locate: (name) => resolve(cwd, name),
    locateKey: (key) => ('keystore' in key ? { keystore: resolve(cwd, key.keystore) } : key),
    readAs,
    readUrl: (place, endpoint) =>
      'url' in endpoint ? endpoint.url : readAs(place, endpoint.variable, 'http'),
    readJournal: (journal) =>
      'file' in journal
        ? { file: resolve(cwd, journal.file) }
        : { url: readAs('journal', journal.variable, 'postgresql') },
    readReceivers: (notify) =>
      notify.map(({ variable, form, chat, about }, at) => {
        return { form, chat, about, url: readAs(`notify.${at}`, variable, 'http') }
      }),
    readPrices: (prices) => prices && readPrices(prices, readAs),
    addFault,
    finish() {
      if (found.length > 0) throw new BotConfigError(file, found)
    },
  }
}

function readPrices(
  { sources, credentials }: PricesConfig,
  readAs: ConfigFile<unknown>['readAs'],
): LoadedPrices {
  const urls = sources.map((source, at) =>
    'url' in source ? source.url : readAs(`prices.sources.${at}`, source.variable, 'ws'),
  )
  const read = (name: 'key' | 'secret', variable: string) =>
    readAs(`prices.credentials.${name}`, variable, 'token')
  return {
    urls,
    credentials: credentials && {
      key: read('key', credentials.key.variable),
      secret: read('secret', credentials.secret.variable),
    },
  }
}

function findHeldFault(value: string, form: Form): string | undefined {
  if (form === 'http') return findHeldUrlFault(value)
  if (form === 'ws') {
    const fault = findSocketUrlFault(value)
    return fault && `holds what ${fault}`
  }
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

async function read<Config>(
  file: string,
  path: string,
  cwd: string,
  schema: z.ZodType<Config>,
  fill: Fill,
) {
  if (TEXT_FORMS.includes(extname(path).toLowerCase())) {
    return readSettings(file, schema, fill)
  }
  try {
    // c12 takes a file that is not there for an empty one.
    await stat(path)
    const sources = { rcFile: false, globalRc: false, dotenv: false, packageJson: false } as const
    const { config } = await loadModule({ cwd, configFile: path, extend: false, ...sources })
    const filled = await fill(config)
    if (filled.faults !== undefined) return { ...filled, content: undefined }
    return { ...checkSettings(filled.value, schema), content: undefined }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const reason = code ?? message.split('\n')[0]
    const text = `cannot be read (${reason}); name another file`
    throw new BotConfigError(file, [{ path: '', line: undefined, text }], { cause })
  }
}
