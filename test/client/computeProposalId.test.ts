import { encodeAbiParameters, encodeEventTopics } from 'viem'
import { describe, expect, test } from 'vitest'
import { governorAbi } from '../../abi/index.ts'
import { computeProposalId } from '../../client/computeProposalId.ts'
import { ForgedProposalError } from '../../client/errors.ts'
import { parseProposals } from '../../client/readProposals.ts'

const target = `0x${'11'.repeat(20)}` as const
const proposal = {
  targets: [target],
  values: [0n],
  calldatas: ['0x1234'],
  description: 'Calm',
} as const

/** ProposalCreated as a node tells it. */
function createLog(id: bigint, description: string) {
  const created = governorAbi.find((item) => 'name' in item && item.name === 'ProposalCreated')
  const { targets, values, calldatas } = proposal
  const args = [id, target, targets, values, [''], calldatas, 1n, 2n, description]
  return {
    address: target,
    topics: encodeEventTopics({ abi: governorAbi, eventName: 'ProposalCreated' }),
    data: encodeAbiParameters((created as never as { inputs: never[] }).inputs, args as never),
    blockNumber: 1n,
    logIndex: 0,
    transactionHash: `0x${'22'.repeat(32)}`,
  }
}

describe('parseProposals', () => {
  test('P-139 a proposal with another text or other calls than its id is the hash of is not shown', () => {
    const id = computeProposalId(proposal)
    expect(parseProposals([createLog(id, 'Calm') as never], 0n)).toMatchObject([{ id }])
    const forged = () => parseProposals([createLog(id, 'Harmless') as never], 0n)
    expect(forged).toThrow(ForgedProposalError)
    expect(forged).toThrow('of which that id is not the hash; ask another node')
  })
})
