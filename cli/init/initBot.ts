import { writeFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import type { Hex, PublicClient } from 'viem'
import { parse } from 'yaml'
import { listVariables } from '../../bot/listVariables.ts'
import { connect } from '../../client/connect.ts'
import { classifyEvidence, type MarketEvidence } from '../../client/evidence/classifyEvidence.ts'
import { readReporterKinds } from '../../client/evidence/readReporterKinds.ts'
import { type Governed, readMarkets } from '../../client/readMarkets.ts'
import type { MarketConfig } from '../../governance/index.ts'
import { printText } from '../io/print.ts'
import type { Network } from '../network/readNetwork.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { typeCommand } from '../program/typedCommand.ts'
import { InitError } from './errors.ts'
import { formatProver } from './formatProver.ts'
import { formatReplica } from './formatReplica.ts'

export interface InitOptions {
  kind: 'replica' | 'prover'
  network: Network
  name: string
  /** The file to write; it must not exist. */
  out: string
  keystore: string | undefined
}

/** What a market takes for which a bot of a kind can work. Without any, a start gate says what is missing. */
const takenEvidence: Readonly<Record<InitOptions['kind'], readonly MarketEvidence[]>> = {
  replica: ['signed', 'either', 'both', 'none'],
  prover: ['proven', 'either'],
}

/**
 * Writes a bot's configuration for the markets that a network has (those that take signed evidence, or for a prover proven evidence), and says what is to be set before it can run.
 *
 * @throws InitError if there is no such market yet, or the file exists or cannot be written.
 */
export async function initBot(options: InitOptions): Promise<ExitCode> {
  const { kind, network, name, out, keystore } = options
  if (!/^[a-z0-9-]{1,31}$/.test(name)) {
    throw new UsageError(`--name is ${name}; give 1 to 31 of a-z, 0-9 and -`)
  }
  const client = await connect(network.rpcUrl, network.chainId)
  const { riskParameters } = network.addresses
  const governed = await readMarkets(client, riskParameters, network.startBlock)
  const { markets } = governed
  if (markets.size === 0) {
    throw new InitError(
      `the network ${network.name} has no market yet; propose one first (governance/examples/market.yaml)`,
    )
  }
  const { blockNumber } = governed
  const taken = takenEvidence[kind]
  const chosen = await chooseMarkets(client, { markets, blockNumber, taken })
  if (chosen.size === 0) {
    const advice =
      kind === 'prover'
        ? 'takes evidence that nobody signs; have voters name a proven reporter (docs/evidence.md)'
        : 'takes signed evidence; `gimbal init prover` is for those that are measured by a contract'
    throw new InitError(`no market of the network ${network.name} ${advice}`)
  }
  // The bot looks for it from its configuration's folder.
  const near = keystore && relative(dirname(resolve(out)), resolve(keystore))
  const format = kind === 'prover' ? formatProver : formatReplica
  const text = format({ name, network, markets: chosen, keystore: near })
  await writeNew(out, text)
  const variables = new Set(listVariables(parse(text)).map((variable) => variable.name))
  const lines = [
    `Written to ${out}. Set these environment variables:`,
    ...[...variables].map((variable) => `  ${variable}`),
    ...(keystore === undefined ? [] : ["  GIMBAL_KEYSTORE_PASSWORD  # the keystore's"]),
    'then',
    `  ${typeCommand('doctor', '--config', out)}`,
    `  ${typeCommand('bot', 'run', '--config', out)}`,
  ]
  await printText(lines.join('\n'))
  return exitCodes.ok
}

/** The markets that a bot can do something for. */
async function chooseMarkets(
  client: PublicClient,
  {
    markets,
    blockNumber,
    taken,
  }: Pick<Governed, 'markets' | 'blockNumber'> & { taken: readonly MarketEvidence[] },
): Promise<Map<Hex, MarketConfig>> {
  const evidence = await Promise.all(
    [...markets].map(async ([, { reporters, threshold }]) => {
      return classifyEvidence(await readReporterKinds(client, reporters, blockNumber), threshold)
    }),
  )
  return new Map([...markets].filter((_, at) => taken.includes(evidence[at] ?? 'none')))
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' })
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new InitError(
      code === 'EEXIST'
        ? `${file} exists already and was not changed; name another file by --out, or move it away`
        : `cannot write ${file} (${code ?? message}); name another file by --out`,
      { cause },
    )
  }
}
