import { governanceArgs, openSession, report } from '../governance/session.ts'
import { getColumns } from '../io/terminal.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { formatBridge } from './formatBridge.ts'
import { readChains } from './readChains.ts'

/** `gimbal chains`: what is under way between the chains of a network. */
export const chainsCommand = defineCommand({
  meta: {
    name: 'chains',
    description:
      'What the chains of a network have of each other: values, votes and messages under way: status',
    examples: ['gimbal chains status', 'gimbal chains status --network mainnet --json'],
  },
  args: {
    action: { type: 'positional', required: false, description: 'status' },
    ...governanceArgs,
  },
  async run({ action, json, ...flags }) {
    chooseOne('action', action, ['status'])
    const session = await openSession(flags)
    const now = await readChains(session)
    const lines = formatBridge(session.network, now, getColumns(process.stdout))
    await report(json, lines, now === undefined ? { chains: [] } : toJson(now))
    return exitCodes.ok
  },
})

/** A map is no object of JSON, and an error says more as its message. */
function toJson(now: NonNullable<Awaited<ReturnType<typeof readChains>>>): Record<string, unknown> {
  return {
    chains: now.chains.map(({ name, chainId, isHome, blockNumber, blockAt, failure }) => ({
      name,
      chainId,
      isHome,
      blockNumber: blockNumber ?? null,
      blockAt: blockAt ?? null,
      failure: failure instanceof Error ? failure.message : null,
    })),
    markets: now.markets.map(({ id, home, away }) => ({
      id,
      home: { status: home.status, ageSec: home.ageSec ?? null, values: home.values },
      away: [...away].map(([chainId, market]) => ({ chainId, market: market ?? null })),
    })),
    records: now.records,
    messages: now.messages,
    olderCount: now.olderCount,
  }
}
