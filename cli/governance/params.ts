import { stringify } from 'yaml'
import { riskParametersAbi } from '../../abi/index.ts'
import { readContractLogs } from '../../client/logs/readContractLogs.ts'
import { readMarkets } from '../../client/readMarkets.ts'
import { loadCore, parameterFields } from '../../core/index.ts'
import {
  completeDraft,
  diffProposal,
  formatChanges,
  formatMarket,
  formatMarketConfig,
  formatParameter,
  parseMarket,
  readDraft,
} from '../../governance/index.ts'
import { createChainReader } from '../../verify/readChain.ts'
import { formatTime } from '../io/formatTime.ts'
import { readArgumentFile } from '../io/readArgumentFile.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { listHistory } from './listHistory.ts'
import { governanceArgs, openSession, report, type Session } from './session.ts'
import { readOccasions } from './showProposal.ts'

const statuses = ['unknown', 'active', 'stale', 'halted', 'fallback'] as const
const actions = ['list', 'get', 'history', 'diff'] as const

/** `gimbal params`: what is in force, what it was, and what a draft would make of it. */
export const paramsCommand = defineCommand({
  meta: {
    name: 'params',
    description: 'Parameters in force and what voters set: list, get, history, diff',
    examples: [
      'gimbal params list',
      'gimbal params get weth-usd',
      'gimbal params history weth-usd',
      'gimbal params diff docs/examples/calm-bands.yaml',
    ],
  },
  args: {
    action: { type: 'positional', required: false, description: actions.join(', ') },
    subject: {
      type: 'positional',
      required: false,
      description: 'For get and history: a market. For diff: a draft; - reads it',
    },
    ...governanceArgs,
  },
  async run({ action, subject, json, ...flags }) {
    switch (chooseOne('action', action, actions)) {
      case 'list':
        if (subject !== undefined) throw new UsageError(`unexpected argument ${subject}; remove it`)
        return listMarkets(await openSession(flags), json)
      case 'get':
        return getMarket(readMarketId(subject), await openSession(flags), json)
      case 'history':
        return showHistory(readMarketId(subject), await openSession(flags), json)
      case 'diff': {
        const text = await readArgumentFile('draft', subject)
        return diffDraft(text, await openSession(flags), json)
      }
    }
  },
})

function readMarketId(text: string | undefined) {
  const id = text === undefined ? undefined : parseMarket(text)
  if (id !== undefined) return id
  throw new UsageError(
    `the market is ${text ?? 'missing'}; give its name, or its id as 0x and 64 hex digits`,
  )
}

async function readInForce({ client, network }: Session, id: `0x${string}`) {
  const { riskParameters: address } = network.addresses
  const [values, status, ageSec] = await client.readContract({
    address,
    abi: riskParametersAbi,
    functionName: 'parameters',
    args: [id],
  })
  return {
    status: statuses[status] ?? 'unknown',
    // The type's largest stands for: no evidence yet.
    ageSec: ageSec === 2 ** 40 - 1 ? undefined : ageSec,
    values: Object.fromEntries(parameterFields.map((field) => [field, BigInt(values[field])])),
  }
}

async function listMarkets(session: Session, json: boolean | undefined): Promise<ExitCode> {
  const { network, client } = session
  const { markets } = await readMarkets(
    client,
    network.addresses.riskParameters,
    network.startBlock,
  )
  const rows = await Promise.all(
    [...markets.keys()].map(async (id) => ({
      market: formatMarket(id),
      id,
      ...(await readInForce(session, id)),
    })),
  )
  const lines = rows.map(({ market, status, ageSec, values }) => {
    const age = ageSec === undefined ? 'no evidence yet' : `${ageSec} s old`
    const band = formatParameter('bandPips', values.bandPips ?? 0n)
    return `${market}  ${status}, ${age}, band ${band}`
  })
  await report(json, lines.length === 0 ? ['no markets yet'] : lines, { markets: rows })
  return exitCodes.ok
}

async function getMarket(
  id: `0x${string}`,
  session: Session,
  json: boolean | undefined,
): Promise<ExitCode> {
  const { network, client } = session
  const { markets } = await readMarkets(
    client,
    network.addresses.riskParameters,
    network.startBlock,
  )
  const config = markets.get(id)
  if (config === undefined) {
    const known = [...markets.keys()].map(formatMarket).join(', ') || 'none'
    throw new UsageError(`there is no market ${formatMarket(id)}; give one of ${known}`)
  }
  const { status, ageSec, values } = await readInForce(session, id)
  const inForce = Object.fromEntries(
    parameterFields.map((field) => [field, formatParameter(field, values[field] ?? 0n)]),
  )
  const voted = formatMarketConfig(config)
  const text = stringify({ market: formatMarket(id), status, inForce, voted }, { lineWidth: 0 })
  await report(json, [text.trimEnd()], { market: id, status, ageSec, values, config })
  return exitCodes.ok
}

async function showHistory(
  id: `0x${string}`,
  { network }: Session,
  json: boolean | undefined,
): Promise<ExitCode> {
  const reader = createChainReader(network.rpcUrl)
  const { number } = await reader.getBlock()
  const { riskParameters } = network.addresses
  const logs = await readContractLogs(reader, {
    address: riskParameters,
    fromBlock: network.startBlock,
    toBlock: number,
  })
  const entries = await listHistory(reader, logs, id)
  if (entries.length === 0) throw new UsageError(`there is no market ${formatMarket(id)}`)
  const lines = entries.map(({ at, event, text }) => `${formatTime(at)}  ${event}  ${text}`)
  await report(json, lines, { market: id, entries })
  return exitCodes.ok
}

async function diffDraft(
  text: string,
  session: Session,
  json: boolean | undefined,
): Promise<ExitCode> {
  const { network, client } = session
  const { riskParameters } = network.addresses
  const { markets, model } = await readMarkets(client, riskParameters, network.startBlock)
  const document = completeDraft(readDraft(text), markets, model)
  const occasions = await readOccasions(session, [...markets.keys()])
  const diff = diffProposal(document, markets, { core: await loadCore(), model, ...occasions })
  await report(json, [document.title, '', formatChanges(diff)], { title: document.title, diff })
  return exitCodes.ok
}
