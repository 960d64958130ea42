import { isAddress } from 'viem'
import {
  createDelegateCall,
  describeDelegation,
  isDelegateOf,
} from '../../client/describeDelegation.ts'
import { readHolding } from '../../client/readHolding.ts'
import { printText } from '../io/print.ts'
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
    account: { type: 'positional', required: false, description: 'Account that gets the votes' },
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
    const { token } = session.network.addresses
    const holding = await readHolding(session.client, token, account.address)
    const { delegate, tokens } = holding
    const done = { delegator: account.address, delegatee, delegateBefore: delegate, tokens }
    if (isDelegateOf(holding, delegatee)) {
      const line = `${describeDelegation(holding, delegatee)}; nothing is left to do`
      await report(json, [line], { ...done, isChanged: false })
      return exitCodes.ok
    }
    // Before anything is signed.
    if (!json) await printText(describeDelegation(holding, delegatee))
    const call = createDelegateCall(token, delegatee)
    const transactionHash = await trySend(session, account, call, flags)
    await report(
      json,
      [`${account.address} delegates to ${delegatee}`, describeSending(transactionHash)],
      { ...done, isChanged: true, transactionHash },
    )
    return exitCodes.ok
  },
})
