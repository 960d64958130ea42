// What a replica and a prover have in common.

import { basename } from 'node:path'
import type { StartCheck } from '../../bot/checkStart.ts'
import type { BotConfig } from '../../bot/config.ts'
import { listVariables } from '../../bot/listVariables.ts'
import type { LoadedConfig } from '../../bot/loadConfig.ts'
import { formatMarket } from '../../governance/index.ts'
import { attempt, mend, pass } from './check.ts'
import { checkBalance, checkRelay } from './checkEndpoints.ts'
import { checkPostgresJournal } from './checkPostgresJournal.ts'
import { checkSqliteJournal } from './checkSqliteJournal.ts'
import type { OpenedKey } from './openKey.ts'

/** A configuration as both have it. */
interface Loaded extends Pick<LoadedConfig, 'relayUrl' | 'journal'> {
  config: Pick<BotConfig, 'chain' | 'http' | 'submit'>
}

/** The names of the environment variables that are read, each once. */
export function listNames(config: object): string[] {
  return [...new Set(listVariables(config).map(({ name }) => name))]
}

/** What the file is of, in words, and which variables are set. */
export function describeConfig(
  file: string,
  config: Pick<BotConfig, 'name' | 'chain' | 'markets'>,
  does: string,
  env: NodeJS.ProcessEnv,
): StartCheck[] {
  const { name, chain, markets } = config
  // A variable that is not set is reported by the check that needs it.
  const variables = listNames(config).filter((variable) => env[variable])
  const of = `${name} on chain ${chain.id} for ${markets.map(formatMarket).join(', ')}`
  return [
    pass('file', `${basename(file)}: ${of}; ${does}`),
    pass(
      'variables',
      variables.length === 0 ? 'no variable is used' : `set: ${variables.join(', ')}`,
    ),
  ]
}

export async function describeKeys(
  ...keys: (Promise<OpenedKey> | undefined)[]
): Promise<StartCheck[]> {
  const opened = await Promise.all(keys)
  return opened.flatMap((key) => (key === undefined ? [] : [key.check]))
}

export async function checkJournal(
  { config, journal }: Loaded,
  payer: Promise<OpenedKey> | undefined,
  running: Promise<boolean>,
): Promise<StartCheck[]> {
  if (payer === undefined) return [pass('journal', 'is not opened, as nothing is sent')]
  return attempt('journal', async () => {
    const isReplicaRunning = await running
    const account = (await payer).account?.address
    const { check, isInUse } =
      'file' in journal
        ? await checkSqliteJournal(journal.file, isReplicaRunning)
        : await checkPostgresJournal(journal.url, {
            chainId: config.chain.id,
            account,
            isReplicaRunning,
          })
    // A running replica holds its journal; without the account the holder of the lock is not known.
    const isOther = isReplicaRunning && !isInUse && ('file' in journal || account !== undefined)
    if (!isOther || !check.isOk) return check
    const what = `port ${config.http.port} answers, but its replica has another journal`
    return [check, mend('http', `${what}; end that one, or give another port`)]
  })
}

export async function checkRelayOf({ config, relayUrl }: Loaded): Promise<StartCheck[]> {
  if (relayUrl === undefined) return []
  return attempt('relay', () => checkRelay(relayUrl, config.chain.id, config.chain.timeoutMs))
}

export async function checkBalanceOf(
  { config }: Loaded,
  payer: Promise<OpenedKey> | undefined,
  urls: readonly string[],
): Promise<StartCheck[]> {
  const account = (await payer)?.account
  const { submit, chain } = config
  if (account === undefined || submit === undefined) return []
  return attempt('balance', () => checkBalance(urls, account, submit.lowBalance, chain.timeoutMs))
}
