import { keccak256, toHex } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import { readMarkets } from '../../client/readMarkets.ts'
import {
  completeDraft,
  describeForProposer,
  encodeProposal,
  formatDocument,
  hashDocument,
  readDraft,
} from '../../governance/index.ts'
import { defineCommand } from '../defineCommand.ts'
import { exitCodes } from '../exitCodes.ts'
import { readArgumentFile } from '../governance/readArgumentFile.ts'
import {
  describeSending,
  governanceArgs,
  openSession,
  openSigner,
  report,
  signingArgs,
  trySend,
} from '../governance/session.ts'

/** `gimbal propose`: a draft becomes a proposal of the Governor. */
export const proposeCommand = defineCommand({
  meta: { name: 'propose', description: 'Complete a draft, show it, and propose it (--yes)' },
  args: {
    draft: {
      type: 'positional',
      required: false,
      description: 'A draft, YAML or JSON; - reads it',
    },
    ...governanceArgs,
    ...signingArgs,
  },
  async run({ draft, json, ...flags }) {
    const text = await readArgumentFile('draft', draft)
    const session = await openSession(flags)
    const { network, client } = session
    const { governor, riskParameters } = network.addresses
    const { markets, model } = await readMarkets(client, riskParameters, network.startBlock)
    const document = completeDraft(readDraft(text), markets, model)
    const account = await openSigner(flags)
    const { targets, values, calldatas, description } = encodeProposal(document, { riskParameters })
    const signed = describeForProposer(description, account.address)
    const args = [targets, values, calldatas, signed]
    const proposalId = await client.readContract({
      ...{ address: governor, abi: governorAbi, functionName: 'getProposalId' },
      args: [targets, values, calldatas, keccak256(toHex(signed))],
    })
    const call = { address: governor, abi: governorAbi, functionName: 'propose', args }
    const transactionHash = await trySend(session, account, call, flags)
    const documentHash = hashDocument(document)
    await report(
      json,
      [
        formatDocument(document),
        `Document ${documentHash}`,
        `Proposal ${proposalId}`,
        describeSending(transactionHash),
      ],
      { proposalId, documentHash, document: formatDocument(document), transactionHash },
    )
    return exitCodes.ok
  },
})
