import { keccak256, toHex } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { signingKeyHelp } from '../program/keyHelp.ts'
import { resolveProposal } from './resolveProposal.ts'
import {
  describeSending,
  governanceArgs,
  openSession,
  openSigner,
  report,
  signingArgs,
  trySend,
} from './session.ts'

/** A command that takes a proposal one step further: the Governor wants all of it again, and it is read from the chain. */
export function defineStepCommand(name: 'queue' | 'execute' | 'cancel', description: string) {
  return defineCommand({
    meta: {
      name,
      description,
      examples: [`gimbal ${name} 1a2b --yes`],
      keyHelp: signingKeyHelp,
    },
    args: {
      proposal: { type: 'positional', required: false, description: "The proposal's id" },
      ...governanceArgs,
      ...signingArgs,
    },
    async run({ proposal, json, ...flags }) {
      const session = await openSession(flags)
      const { network } = session
      const { governor: address } = network.addresses
      const made = await resolveProposal(session, proposal)
      const account = await openSigner(flags)
      const { id, shortId, targets, values, calldatas, description } = made
      const args = [targets, values, calldatas, keccak256(toHex(description))]
      const call = { address, abi: governorAbi, functionName: name, args }
      const transactionHash = await trySend(session, account, call, flags)
      await report(json, [`${name} proposal ${shortId}`, describeSending(transactionHash)], {
        proposalId: id,
        step: name,
        transactionHash,
      })
      return exitCodes.ok
    },
  })
}
