import { type Hex, isHex, size, stringToHex } from 'viem'
import { readProposalId } from '../governance/readProposalId.ts'
import { openSession } from '../governance/session.ts'
import { networkArgs } from '../network/networkArgs.ts'
import { readNetwork } from '../network/readNetwork.ts'
import { suggest } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { verifyProposalOnChain } from './verifyProposalOnChain.ts'

/** `gimbal verify`: recheck what the contract took, without believing anybody. */
export const verifyCommand = defineCommand({
  meta: {
    name: 'verify',
    description:
      'Recompute updates from raw headers and logs: latest, an id, or --all. Exit 4: differs',
    examples: [
      'gimbal verify latest',
      'gimbal verify --all --market weth-usd',
      'gimbal verify proposal 1a2b',
    ],
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
      return verifyProposalOnChain(readProposalId(proposal), await openSession(network), json)
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
  const got = `got ${all ? '--all and ' : ''}${update ?? 'no update'}`
  const advice = 'give latest, proposal with its id, an id of 12 bytes in hex, or --all alone'
  throw new UsageError(`${got}; ${suggest(update ?? '', ['latest', 'proposal'], advice)}`)
}

function readMarketId(text: string | undefined): Hex | undefined {
  if (text === undefined) return undefined
  if (isHex(text) && size(text) === 32) return text
  if (/^[a-z0-9-]{1,31}$/.test(text)) return stringToHex(text, { size: 32 })
  throw new UsageError(`--market is ${text}; give a name such as weth-usd, or 32 bytes in hex`)
}
