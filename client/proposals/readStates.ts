import type { Hex } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import { type ProposalState, proposalStates } from '../../governance/index.ts'
import type { Reader } from '../reader.ts'

/** The states of proposals at a block, by id. */
export interface StatesRead {
  blockNumber: bigint
  blockHash: Hex
  states: ReadonlyMap<bigint, ProposalState>
}

const final: readonly ProposalState[] = ['canceled', 'defeated', 'expired', 'executed']

/** Whether nothing can change a proposal's state any more. */
export const isFinal = (state: ProposalState): boolean => final.includes(state)

/**
 * The state of each proposal, in one go. Those that are final in an earlier answer are not asked for again, while the
 * chain has not taken another way since.
 */
export async function readStates(
  { client, network }: Reader,
  ids: readonly bigint[],
  before: StatesRead | undefined,
): Promise<StatesRead> {
  const { number: blockNumber, hash: blockHash } = await client.getBlock()
  const known = await keepFinal(client, before, blockNumber)
  const entries = ids.map(async (id): Promise<[bigint, ProposalState]> => {
    const state = known.get(id) ?? (await readState(id))
    return [id, state]
  })
  return { blockNumber, blockHash, states: new Map(await Promise.all(entries)) }

  async function readState(id: bigint): Promise<ProposalState> {
    const state = await client.readContract({
      address: network.addresses.governor,
      abi: governorAbi,
      functionName: 'state',
      args: [id],
      // A quiet chain's last block may be long ago.
      blockTag: 'pending',
    })
    return proposalStates[state] as ProposalState
  }
}

async function keepFinal(
  client: Reader['client'],
  before: StatesRead | undefined,
  headNumber: bigint,
): Promise<Map<bigint, ProposalState>> {
  if (before === undefined || before.blockNumber > headNumber) return new Map()
  const { hash } = await client.getBlock({ blockNumber: before.blockNumber })
  if (hash !== before.blockHash) return new Map()
  return new Map([...before.states].filter(([, state]) => isFinal(state)))
}
