import { type Address, isAddress } from 'viem'
import { readDelegators } from '../../client/readDelegators.ts'
import { readHolding } from '../../client/readHolding.ts'
import { adviseVoter, type OpenVote, readOpenVotes } from '../../client/readOpenVotes.ts'
import { readProposals } from '../../client/readProposals.ts'
import { readVoting } from '../../client/readVoting.ts'
import { getColumns } from '../io/terminal.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { signingKeyHelp } from '../program/keyHelp.ts'
import { type AccountPage, formatAccount } from './formatAccount.ts'
import { resolveProposal } from './resolveProposal.ts'
import {
  governanceArgs,
  type KeyFlags,
  keyArgs,
  openSession,
  openSigner,
  report,
  type Session,
} from './session.ts'

/** `gimbal account`: what an account has, and what it can bring to a vote. */
export const accountCommand = defineCommand({
  meta: {
    name: 'account',
    description: 'Show the ether, tokens, delegate and votes of an account',
    examples: [
      'gimbal account',
      'gimbal account 0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
      'gimbal account --proposal 1a2b --json',
    ],
    keyHelp: signingKeyHelp,
  },
  args: {
    account: {
      type: 'positional',
      required: false,
      description: 'Its address, which needs no key; without it, the account of your key',
    },
    proposal: {
      type: 'string',
      valueHint: 'ID',
      description: 'Its votes on this proposal; without it, on every open one',
    },
    ...governanceArgs,
    ...keyArgs,
  },
  async run({ account: given, proposal, json, ...flags }) {
    const account = await chooseAccount(given, flags)
    const session = await openSession(flags)
    const id = proposal === undefined ? undefined : (await resolveProposal(session, proposal)).id
    const { client, network } = session
    const { token } = network.addresses
    const holding = await readHolding(client, token, account)
    const delegators = await readDelegators(client, token, network.startBlock, account)
    const votes = await listVotes(session, account, id)
    const advice = adviseVoter(holding, votes)
    const page: AccountPage = { ...holding, delegators, proposals: votes, advice }
    await report(json, formatAccount(page, getColumns(process.stdout)), { ...page })
    return exitCodes.ok
  },
})

async function chooseAccount(given: string | undefined, flags: KeyFlags): Promise<Address> {
  if (given === undefined) return (await openSigner(flags)).address
  if (!isAddress(given)) {
    throw new UsageError(`the account is ${given}; give an address with its checksum`)
  }
  const { keystore, signer, from } = flags
  const key = Object.entries({ keystore, signer, from }).find(([, value]) => value !== undefined)
  if (key === undefined) return given
  throw new UsageError(`both an account and --${key[0]} are given; give one of them`)
}

/** The votes of an account on one proposal, or on each whose vote is open or to come. */
async function listVotes(
  session: Session,
  account: Address,
  id: bigint | undefined,
): Promise<OpenVote[]> {
  const { client, network } = session
  const { governor } = network.addresses
  // The Governor is asked about the one that is named, so that one it does not have is an error.
  if (id !== undefined) await readVoting(client, governor, id)
  const proposals = await readProposals(client, governor, network.startBlock)
  const named = proposals.filter((made) => id === undefined || made.id === id)
  const votes = await readOpenVotes(session, account, named)
  return votes.filter(({ state }) => id !== undefined || state === 'active' || state === 'pending')
}
