import { isAddress } from 'viem'
import { tokenAbi } from '../../abi/index.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { signingKeyHelp } from '../program/keyHelp.ts'
import {
  describeSending,
  governanceArgs,
  openSession,
  openSigner,
  report,
  signingArgs,
  trySend,
} from './session.ts'

/** `gimbal delegate`: who casts the votes of one's tokens. */
export const delegateCommand = defineCommand({
  meta: {
    name: 'delegate',
    description: 'Give the votes of your tokens to an account, or yourself',
    examples: ['gimbal delegate 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --yes'],
    keyHelp: signingKeyHelp,
  },
  args: {
    account: { type: 'positional', required: false, description: 'Who is to have them' },
    ...governanceArgs,
    ...signingArgs,
  },
  async run({ account: delegatee, json, ...flags }) {
    if (delegatee === undefined || !isAddress(delegatee)) {
      throw new UsageError(
        `the account is ${delegatee ?? 'missing'}; give an address with its checksum`,
      )
    }
    const session = await openSession(flags)
    const account = await openSigner(flags)
    const { token: address } = session.network.addresses
    const call = { address, abi: tokenAbi, functionName: 'delegate', args: [delegatee] }
    const transactionHash = await trySend(session, account, call, flags)
    await report(
      json,
      [`${account.address} delegates to ${delegatee}`, describeSending(transactionHash)],
      { delegator: account.address, delegatee, transactionHash },
    )
    return exitCodes.ok
  },
})
