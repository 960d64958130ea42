import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeFunctionData, type Hex, padHex, parseAbi, parseEther, toHex } from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../client/connect.ts'
import { sendCall } from '../../client/sendCall.ts'
import { signSnapshotProposal } from '../../client/snapshotProposal.ts'
import { createHubClient, createVote, type Envelope, signMessage } from '../../snapshot/index.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { startStack } from '../../stack/local/startStack.ts'
import { spawnGimbal } from '../cli/support/runGimbal.ts'
import { signAlias } from '../stack/hub/support/signMessages.ts'
import { collectRun } from './support/collectRun.ts'
import { fundVoters } from './support/fundVoters.ts'
import { type Ballot, oddKinds, signPlain } from './support/oddVotes.ts'
import { writeLongVote } from './support/writeLongVote.ts'

const VOTES = parseEther('1000')
const PLAIN = 160
const [proposer] = localAccounts.voters
/** Test keys: the numbers from 7,001 on. */
const accountAt = (index: number) => privateKeyToAccount(padHex(toHex(7_001 + index), { size: 32 }))
const alias = accountAt(1_000)

/** A way to sign that the hub takes and the Governor does not count, and what is said of it. */
interface AcceptedKind {
  sign: (voter: PrivateKeyAccount, ballot: Ballot) => Promise<Envelope>
  reason: RegExp
}

/** Those of the odd kinds that the hub takes as they are. */
const listed: AcceptedKind[] = oddKinds
  .filter(({ reason }) => /a text|older client|A-F|alias|Gimbal\.eth/.test(reason.source))
  .map(({ sign, reason }) => ({
    reason,
    sign: async (voter, ballot) => (await sign(voter, ballot, alias)).envelope,
  }))

const ahead: AcceptedKind = {
  reason: /dated outside the vote/,
  sign: (voter, { timestamp, ...rest }) => {
    const fields = { from: voter.address, choice: 1, timestamp: timestamp + 90, ...rest }
    return signMessage(voter, createVote(fields))
  },
}
/** Six votes of each kind that is listed, four that are dated ahead. */
const oddVotes = [
  ...listed.flatMap((kind) => Array<AcceptedKind>(6).fill(kind)),
  ...Array<AcceptedKind>(4).fill(ahead),
]
const voters = Array.from({ length: PLAIN + oddVotes.length }, (_, index) => accountAt(index))

let stack: Stack
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-odd-hub-'))
  chmodSync(folder, 0o755)
  const configFile = writeLongVote(folder)
  stack = await startStack({ folder: join(folder, 'stack'), configFile, index: false })
  const addresses = voters.map(({ address }) => address)
  await fundVoters(stack, proposer.address, addresses, VOTES)
}, 300_000)
afterAll(async () => {
  await stack?.stop()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

/** A proposal of the Governor and of the hub, with its vote open. */
async function openVote(hub: ReturnType<typeof createHubClient>) {
  const client = await connect(stack.urls.rpc, stack.chainId)
  const { governor } = stack.addresses.governance
  const abi = parseAbi(['function setVotingDelay(uint48)'])
  const calldata = encodeFunctionData({ abi, functionName: 'setVotingDelay', args: [13] })
  const proposal = {
    targets: [governor],
    values: [0n],
    calldatas: [calldata],
    description: '# Another delay\n\nIt is for the better.',
  }
  const signed = await signSnapshotProposal(client, governor, proposer, 'Another delay', proposal)
  await hub.post(signed.envelope)
  await sendCall(client, stack.urls.rpc, proposer, signed.call)
  const chain = createChainClient(stack.urls.rpc)
  await chain.increaseTime({ seconds: 14 })
  await chain.mine({ blocks: 1 })
  const { timestamp } = await chain.getBlock()
  const { proposalId, snapshotProposalId, fields } = signed
  const { space } = fields
  const ballot: Ballot = { space, proposal: snapshotProposalId, timestamp: Number(timestamp) }
  return { proposalId, ballot }
}

const payerKey: Hex = toHex(localAccounts.operator.getHdKey().privateKey as Uint8Array)
const run = (...args: readonly string[]) =>
  collectRun(spawnGimbal([...args, '--dir', stack.folder], { GIMBAL_KEY: payerKey }))

describe("odd votes at the stack's own hub", { timeout: 300_000 }, () => {
  test('default: of 200 votes that the hub takes 40 are odd; 160 arrive, and the others are named', async () => {
    expect([listed.length, oddVotes.length]).toEqual([6, 40])
    const { hub: hubUrl = '', sequencer: sequencerUrl = '' } = stack.urls
    const hub = createHubClient({ hubUrl, sequencerUrl, ipfsUrl: new URL(hubUrl).origin })
    const { proposalId, ballot } = await openVote(hub)
    const reasons = new Map<string, RegExp>()
    const signed: Promise<Envelope>[] = voters.slice(0, PLAIN).map(async (voter, index) => {
      // Every eighth has to come from IPFS.
      return (await signPlain(voter, ballot, index % 8 === 0 ? '{ }' : '{}')).envelope
    })
    for (const [index, { sign, reason }] of oddVotes.entries()) {
      const voter = accountAt(PLAIN + index)
      if (reason.source.includes('alias')) {
        await hub.post(await signAlias(alias.address, voter, { timestamp: ballot.timestamp }))
      }
      signed.splice(3 * index, 0, sign(voter, ballot))
      reasons.set(voter.address.toLowerCase(), reason)
    }
    await Promise.all(signed.map(async (envelope) => hub.post(await envelope)))

    const relay = await run('relay', '--proposal', `${proposalId}`, '--yes', '--json')
    expect([relay.status, relay.stderr]).toEqual([0, ''])
    const { outcomes, notes } = JSON.parse(relay.stdout) as {
      outcomes: { voter: string; outcome: string; isDone: boolean; reason?: string }[]
      notes: string[]
    }
    expect(outcomes.filter(({ isDone }) => isDone)).toHaveLength(PLAIN)
    const others = outcomes.filter(({ isDone }) => !isDone)
    expect(new Set(others.map(({ voter }) => voter.toLowerCase()))).toEqual(new Set(reasons.keys()))
    for (const { voter, outcome, reason } of others) {
      expect(`${outcome} ${reason}`).toMatch(reasons.get(voter.toLowerCase()) ?? /never/)
    }
    expect(notes).toEqual(['160 of 200 votes count; 40 were left out.'])
    const tally = await run('tally', `${proposalId}`, '--json')
    expect(JSON.parse(tally.stdout).forVotes).toBe(`${VOTES * 160n}`)
  })
})
