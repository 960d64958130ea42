import { type Hex, isHex, size, stringToHex } from 'viem'
import { openSession } from '../governance/session.ts'
import { networkArgs } from '../network/networkArgs.ts'
import { readNetwork } from '../network/readNetwork.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { verifyProposalOnChain } from './verifyProposalOnChain.ts'

/** `gimbal verify`: recheck what the contract took, without believing anybody. */
export const verifyCommand = defineCommand({
  meta: {
    name: 'verify',
    description:
      'Recompute updates from raw headers and logs: latest, an id, or --all. Exit 4: differs',
  },
  args: {
    update: {
      type: 'positional',
      required: false,
      description: 'latest, an id as the index tells it, or proposal',
    },
    proposal: {
      type: 'positional',
      required: false,
      description: 'After proposal: its id',
    },
    all: { type: 'boolean', description: 'Every update' },
    market: { type: 'string', valueHint: 'MARKET', description: 'Only of this market: name or id' },
    ...networkArgs,
    json: { type: 'boolean', description: 'One JSON object' },
  },
  async run({ update, proposal, all = false, market, json = false, ...network }) {
    if (update === 'proposal' && !all) {
      return verifyProposalOnChain(proposal, await openSession(network), json)
    }
    if (proposal !== undefined) throw new UsageError(`unexpected argument ${proposal}; remove it`)
    const which = readWhich(update, all)
    const options = { network: await readNetwork(network), which, json }
    const { verifyUpdates } = await import('./verifyUpdates.ts')
    return verifyUpdates({ ...options, marketId: readMarketId(market) })
  },
})

function readWhich(update: string | undefined, all: boolean): 'latest' | 'all' | Hex {
  if (all && update === undefined) return 'all'
  if (!all && update === 'latest') return 'latest'
  if (!all && isHex(update) && size(update) === 12) return update
  throw new UsageError(
    `got ${all ? '--all and ' : ''}${update ?? 'no update'}; give latest, an id of 12 bytes in hex, or --all alone`,
  )
}

function readMarketId(text: string | undefined): Hex | undefined {
  if (text === undefined) return undefined
  if (isHex(text) && size(text) === 32) return text
  if (/^[a-z0-9-]{1,31}$/.test(text)) return stringToHex(text, { size: 32 })
  throw new UsageError(`--market is ${text}; give a name such as weth-usd, or 32 bytes in hex`)
}
