import type { BridgeNow, ChainNow, MarketAcross } from '../../client/bridge/readBridge.ts'
import type { BridgeMessage } from '../../client/bridge/readMessages.ts'
import type { GovernanceRecord } from '../../client/bridge/readRecords.ts'
import {
  describeEvidenceAge,
  describeMessage,
  describeNext,
  describeRemoteAge,
  describeRepeat,
  heldWords,
  listSteps,
  stateWords,
  stepWords,
} from '../../client/bridge/words.ts'
import { formatUtc } from '../../client/formatUtc.ts'
import type { Network } from '../../client/network/network.ts'
import { parameterFields, wrapText } from '../../core/index.ts'
import { formatMarket, formatParameter, nameParameter } from '../../governance/index.ts'

/** The newest messages that are listed though they have arrived. */
const MOST_DELIVERED = 5

/** What `gimbal chains status` prints, line by line. */
export function formatBridge(
  { name }: Pick<Network, 'name'>,
  now: BridgeNow | undefined,
  columns: number,
): string[] {
  const lines =
    now === undefined
      ? [`The network ${name} is on one chain: its file names no bridge, and no chain away.`]
      : [
          ...now.chains.flatMap(formatChain),
          ...now.markets.flatMap((market) => formatMarketAcross(market, now.chains)),
          ...formatRecords(now.records),
          ...formatMessages(now),
        ]
  return lines.flatMap((line) => wrap(line, columns))
}

/** A line that is too long goes on under its own beginning. */
function wrap(line: string, columns: number): string[] {
  const indent = line.length - line.trimStart().length
  if (line.length <= columns || columns <= indent + 20) return [line]
  return wrapText(line.trim(), columns - indent).map((part) => ' '.repeat(indent) + part)
}

function formatChain({ name, chainId, isHome, blockNumber, blockAt, failure }: ChainNow): string[] {
  const what = `${name} (chain ${chainId}${isHome ? ', home' : ''})`
  if (blockNumber !== undefined && blockAt !== undefined) {
    return [`${what}: block ${blockNumber}, ${formatUtc(blockAt)}`]
  }
  const why = failure instanceof Error ? failure.message : 'the network names no node of it'
  return [`${what}: NOT READ: ${why}`]
}

function formatMarketAcross(
  { id, home, away }: MarketAcross,
  chains: readonly ChainNow[],
): string[] {
  const lines = ['', formatMarket(id)]
  const homeName = chains.find(({ isHome }) => isHome)?.name ?? 'home'
  lines.push(`  ${homeName}: ${home.status}, ${describeEvidenceAge(home.ageSec)}`)
  for (const [chainId, market] of away) {
    const chain = chains.find((one) => one.chainId === chainId)?.name ?? `chain ${chainId}`
    if (market === undefined) {
      lines.push(`  ${chain}: there is no such market; voters have to set it there`)
      continue
    }
    lines.push(`  ${chain}: ${market.status}, ${describeRemoteAge(market)}`)
    const different = parameterFields.filter((field) => market.values[field] !== home.values[field])
    if (different.length === 0) lines.push('    the same values as at home')
    for (const field of different) {
      const [here, there] = [home.values[field], market.values[field]].map((value) => {
        return formatParameter(field, value)
      })
      const held = market.held.find((one) => one.field === field)
      const why =
        held === undefined || market.status !== 'active' ? '' : `; ${heldWords[held.limit]}`
      lines.push(`    ${nameParameter(field)}: ${there}, at home ${here}${why}`)
    }
  }
  return lines
}

function formatRecords(records: readonly GovernanceRecord[]): string[] {
  if (records.length === 0) return []
  return ['', 'Votes for other chains', ...records.flatMap(formatRecord)]
}

function formatRecord(record: GovernanceRecord): string[] {
  const { chain, nonce, calldatas, step } = record
  const calls = `${calldatas.length} ${calldatas.length === 1 ? 'call' : 'calls'}`
  const next = describeNext(record)
  return [
    `  ${chain.name}, vote ${nonce} (${calls}): ${stepWords[step]}`,
    ...listSteps(record).map(({ title, isDone, detail }) => {
      return `    [${isDone ? 'x' : ' '}] ${title}: ${detail}`
    }),
    ...(next === undefined ? [] : [`    ${next}`]),
  ]
}

function formatMessages({ messages, olderCount }: BridgeNow): string[] {
  if (messages.length === 0) return ['', 'No message was sent yet.']
  const delivered = messages.filter(({ state }) => state === 'delivered')
  const open = messages.filter(({ state }) => state !== 'delivered')
  const shown = delivered.slice(0, MOST_DELIVERED)
  const hidden = delivered.length - shown.length + olderCount
  return [
    '',
    `Messages: ${countStates(messages)}`,
    ...[...open, ...shown].flatMap(formatMessage),
    ...(hidden === 0 ? [] : [`  and ${hidden} older; --json has the newest 200`]),
  ]
}

/** `3 delivered, 1 failed`. */
function countStates(messages: readonly Pick<BridgeMessage, 'state'>[]): string {
  return [...Map.groupBy(messages, ({ state }) => state)]
    .map(([state, own]) => `${own.length} ${stateWords[state]}`)
    .join(', ')
}

function formatMessage(message: BridgeMessage): string[] {
  const { state, from, to, messenger, sent, received, reason } = message
  const way = `${from.name} to ${to.name} by ${messenger}`
  const came = received === undefined ? '' : `, came ${formatUtc(received.at)}`
  const repeat = describeRepeat(message)
  return [
    `  ${stateWords[state]}: ${describeMessage(message)}, ${way}, sent ${formatUtc(sent.at)}${came}`,
    ...(reason === undefined ? [] : [`    ${reason}`]),
    ...(repeat === undefined ? [] : [`    anyone can: ${repeat}`]),
  ]
}
