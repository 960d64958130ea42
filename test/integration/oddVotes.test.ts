import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeFunctionData, type Hex, padHex, parseAbi, parseEther, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signBallot } from '../../client/ballot.ts'
import { connect } from '../../client/connect.ts'
import { sendCall } from '../../client/sendCall.ts'
import { signSnapshotProposal } from '../../client/snapshotProposal.ts'
import { createVote, signMessage } from '../../snapshot/index.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { startStack } from '../../stack/local/startStack.ts'
import { spawnGimbal } from '../cli/support/runGimbal.ts'
import { collectRun } from './support/collectRun.ts'
import { fundVoters } from './support/fundVoters.ts'
import { type Ballot, oddKinds, oddRows, signPlain } from './support/oddVotes.ts'
import { type StubHub, startStubHub } from './support/startStubHub.ts'
import { writeLongVote } from './support/writeLongVote.ts'

const VOTES = parseEther('1000')
const PER_KIND = 4
const PLAIN = 160
const [proposer] = localAccounts.voters
/** Test keys: the numbers from 5,001 on. */
const accountAt = (index: number) => privateKeyToAccount(padHex(toHex(5_001 + index), { size: 32 }))
const voters = Array.from({ length: PLAIN + PER_KIND * oddKinds.length }, (_, i) => accountAt(i))
const alias = accountAt(1_000)
const poor = accountAt(1_001)
const keyOf = (account: (typeof localAccounts.voters)[number]): Hex =>
  toHex(account.getHdKey().privateKey as Uint8Array)

let stack: Stack
let hub: StubHub
let folder: string
let proposalId: bigint
let ballot: Ballot

/** Runs `gimbal`, with the stub in place of Snapshot. */
async function run(...args: readonly string[]) {
  const own = [...args, '--network', 'test', '--config', join(folder, 'gimbal.yaml')]
  return collectRun(spawnGimbal(own, { GIMBAL_KEY: keyOf(localAccounts.operator) }))
}

/** A proposal of the Governor that names one of the stub's hub, with its vote open. */
async function openVote(): Promise<void> {
  const client = await connect(stack.urls.rpc, stack.chainId)
  const { governor } = stack.addresses.governance
  const calldata = encodeFunctionData({
    abi: parseAbi(['function setVotingDelay(uint48)']),
    functionName: 'setVotingDelay',
    args: [13],
  })
  const proposal = {
    targets: [governor],
    values: [0n],
    calldatas: [calldata],
    description: '# Another delay\n\nIt is for the better.',
  }
  const signed = await signSnapshotProposal(client, governor, proposer, 'Another delay', proposal)
  await sendCall(client, stack.urls.rpc, proposer, signed.call)
  proposalId = signed.proposalId
  const { message } = signed.envelope.data
  const { from: author, timestamp: created, space, ...fields } = message
  hub.state.proposal = {
    ...fields,
    id: signed.snapshotProposalId,
    ipfs: '',
    author,
    created,
    space: { id: space },
    plugins: JSON.parse(String(message.plugins)),
    flagged: false,
    state: 'active',
    scores: [],
  }
  hub.state.message = {
    id: signed.snapshotProposalId,
    ipfs: 'bafyproposal',
    address: author,
    timestamp: created,
    space,
    type: 'proposal',
    sig: signed.envelope.sig,
    receipt: '',
  }
  const chain = createChainClient(stack.urls.rpc)
  await chain.increaseTime({ seconds: 14 })
  await chain.mine({ blocks: 1 })
  const { timestamp } = await chain.getBlock()
  ballot = {
    space: String(space),
    proposal: signed.snapshotProposalId,
    timestamp: Number(timestamp),
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-odd-'))
  chmodSync(folder, 0o755)
  const configFile = writeLongVote(folder)
  stack = await startStack({ folder: join(folder, 'stack'), configFile, index: false })
  hub = await startStubHub()
  const { riskParameters, governor, token, timelock, startBlock } = stack.addresses.governance
  const network = {
    chainId: stack.chainId,
    rpcUrl: stack.urls.rpc,
    ...hub.urls,
    startBlock: Number(startBlock),
    addresses: { riskParameters, governor, token, timelock },
  }
  writeFileSync(join(folder, 'gimbal.yaml'), JSON.stringify({ networks: { test: network } }))
  const addresses = voters.map(({ address }) => address)
  await fundVoters(stack, proposer.address, addresses, VOTES)
  await openVote()
}, 300_000)

afterAll(async () => {
  await hub?.close()
  await stack?.stop()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

interface Told {
  voter: string
  reason: string
}

describe('votes of which many are odd', { timeout: 300_000 }, () => {
  test('P-58 of 200 votes 40 are odd in ten ways; 160 arrive, and the others are named', async () => {
    const reasons = new Map<string, RegExp>()
    for (const voter of voters.slice(0, PLAIN)) hub.votes.push(await signPlain(voter, ballot))
    for (const [kind, { sign, reason }] of oddKinds.entries()) {
      for (let index = 0; index < PER_KIND; index += 1) {
        const voter = voters[PLAIN + PER_KIND * kind + index] ?? alias
        hub.votes.splice(20 * kind + index, 0, await sign(voter, ballot, alias))
        reasons.set(voter.address.toLowerCase(), reason)
      }
    }
    const check = (told: readonly Told[]) => {
      expect(told).toHaveLength(reasons.size)
      for (const { voter, reason } of told) {
        expect(reason).toMatch(reasons.get(voter.toLowerCase()) ?? /never/)
      }
    }
    const tally = await run('tally', `${proposalId}`, '--json')
    expect([tally.status, tally.stderr]).toEqual([0, ''])
    const counted = JSON.parse(tally.stdout)
    expect(counted.onSnapshot).toMatchObject({ voteCount: PLAIN, forVotes: `${VOTES * 160n}` })
    check(counted.leftOut)

    const relay = await run('relay', '--proposal', `${proposalId}`, '--yes', '--json')
    expect([relay.status, relay.stderr]).toEqual([0, ''])
    const { outcomes, notes } = JSON.parse(relay.stdout)
    const isDone = ({ isDone }: { isDone: boolean }) => isDone
    expect(outcomes.filter(isDone)).toHaveLength(PLAIN)
    check(outcomes.filter((outcome: { isDone: boolean }) => !isDone(outcome)))
    expect(notes).toEqual(['160 of 200 votes count; 40 were left out.'])
    const after = JSON.parse((await run('tally', `${proposalId}`, '--json')).stdout)
    expect(after.forVotes).toBe(`${VOTES * 160n}`)
    expect((await run('relay', '--proposal', `${proposalId}`, '--yes')).status).toBe(0)
  })

  test('behavior: rows that are no votes, votes without weight, choices that there are not, doubled rows', async () => {
    const [first, second, third] = voters as [typeof poor, typeof poor, typeof poor]
    hub.votes.length = 0
    for (const row of oddRows) hub.votes.push({ ...(await signPlain(alias, ballot)), row })
    hub.votes.push(await signPlain(poor, ballot))
    const doubled = await signPlain(first, ballot)
    hub.votes.push(doubled, doubled)
    const choices = [4, 0, [1], { 1: 1 }, null, 1.5, '1 ', '1']
    for (const choice of choices) {
      hub.votes.push({ ...(await signPlain(second, ballot)), row: { choice, id: idOf(choice) } })
    }
    hub.votes.push({ ...(await signPlain(third, ballot)), row: { metadata: [[null]] } })
    const { status, stdout } = await run('tally', `${proposalId}`, '--json')
    expect(status).toBe(0)
    const { onSnapshot, leftOut } = JSON.parse(stdout)
    expect(onSnapshot).toMatchObject({ voteCount: 2, forVotes: `${VOTES * 2n}` })
    const told = leftOut.map(({ voter, reason }: Told) => `${voter} ${reason}`).join('\n')
    expect(told).toMatch(/the hub's row is invalid at created/)
    expect(told).toMatch(/^vitalik.eth the hub's row is invalid at voter/m)
    expect(told).toMatch(/the hub's row is invalid at id/)
    expect(told).toMatch(/the hub's row is invalid at ipfs/)
    expect(told).toContain(`${poor.address} the voter had no votes when the vote began`)
    expect(leftOut).toHaveLength(oddRows.length + 1 + choices.length)
  })

  test('behavior: a difference that Snapshot shows is DANGER, and a vote there needs --anyway', async () => {
    const { proposal } = hub.state
    hub.state.proposal = {
      ...proposal,
      choices: ['Against', 'For', 'Abstain'],
      body: '# Another delay\n\nIt is \u001b[8mfor the worse.',
      end: Number(proposal?.end) + 1,
      privacy: 'shutter',
    }
    const tally = await run('tally', `${proposalId}`)
    expect(tally.status).toBe(0)
    expect(tally.stdout).toMatch(
      /^DANGER: Snapshot shows other choices .* shows "\["Against","For","Abstain"\]", bound is "\["For","Against","Abstain"\]"; a vote for choice 1 counts For/,
    )
    expect(tally.stdout).toContain('\\x1b[8mfor the worse.')
    expect(tally.stdout).toMatch(/^DANGER: Snapshot shows another end /m)
    expect(tally.stdout).toMatch(
      /^DANGER: Snapshot shows another privacy .* shows "shutter", bound is ""; .* count nowhere$/m,
    )
    expect((await run('relay', '--proposal', `${proposalId}`)).stdout).toMatch(/^DANGER/)
    const shown = await run('proposals', 'show', `${proposalId}`)
    expect(shown.stdout).toMatch(/!! DANGER: Snapshot shows other\s+choices/)
    const vote = ['vote', `${proposalId}`, '--choice', 'for', '--via', 'snapshot']
    const refused = await run(...vote)
    expect([refused.status, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toMatch(/^gimbal: DANGER: Snapshot shows other choices/)
    const insisted = await run(...vote, '--anyway', '--allow-zero')
    expect([insisted.status, JSON.parse(insisted.stdout).data.message.choice]).toEqual([0, 1])
    hub.state.proposal = proposal
  })

  test('behavior: of a deleted proposal the votes come from messages and IPFS', async () => {
    const { proposal } = hub.state
    const [, , , voter] = voters as unknown as (typeof poor)[]
    hub.votes.length = 0
    hub.votes.push(await signPlain(voter ?? poor, ballot))
    hub.votes.push(await signPlain(alias, { ...ballot, proposal: `0x${'ab'.repeat(32)}` }))
    hub.state.proposal = null
    const { status, stdout } = await run('tally', `${proposalId}`, '--json')
    expect(status).toBe(0)
    const { onSnapshot, leftOut, notes } = JSON.parse(stdout)
    expect([onSnapshot.voteCount, leftOut]).toEqual([1, []])
    expect(notes).toEqual([expect.stringContaining('Snapshot does not have the proposal any more')])
    const relay = await run('relay', '--proposal', `${proposalId}`, '--yes')
    expect([relay.status, relay.stdout]).toEqual([0, expect.stringContaining('voted already')])
    const { message } = hub.state
    hub.state.message = null
    expect((await run('tally', `${proposalId}`)).stdout).toContain('it was not posted there')
    hub.state.message = message
    hub.state.proposal = { ...proposal, flagged: true }
    expect((await run('tally', `${proposalId}`)).stdout).toContain('flagged the proposal')
    hub.state.proposal = proposal
  })

  test('behavior: the votes of a file that count are sent, and the others are listed', async () => {
    const client = await connect(stack.urls.rpc, stack.chainId)
    const { governor } = stack.addresses.governance
    const [first, second] = voters.slice(PLAIN) as [typeof poor, typeof poor]
    const signBallotOf = async (voter: typeof poor) => {
      const ballot = await signBallot(
        client,
        { chainId: stack.chainId, governor },
        voter,
        proposalId,
        1,
      )
      return { ...ballot, proposalId: `${ballot.proposalId}`, nonce: `${ballot.nonce}` }
    }
    const long = createVote({
      from: second.address,
      choice: 1,
      reason: 'x'.repeat(90_000),
      ...ballot,
    })
    const lines = [
      await signBallotOf(poor),
      { ...(await signBallotOf(first)), chainId: 1 },
      await signBallotOf(first),
      'nothing',
      (await signPlain(poor, ballot)).envelope,
      await signMessage(second, long),
    ]
    const file = join(folder, 'votes.ndjson')
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'))
    const { status, stdout } = await run('relay', file, '--yes', '--json')
    expect(status).toBe(0)
    const { outcomes } = JSON.parse(stdout)
    const none = expect.stringMatching(/had no votes when the vote began|^no votes at the start/)
    expect(outcomes).toMatchObject([
      { voter: poor.address, outcome: 'left out', reason: none },
      { voter: first.address, outcome: 'refused', reason: expect.stringContaining('on chain 1') },
      { voter: first.address, outcome: 'cast', isDone: true },
      { voter: poor.address, outcome: 'left out', reason: none },
      { voter: second.address, outcome: 'cast', isDone: true },
      { voter: 'line 4', outcome: 'left out', reason: expect.stringContaining('is no ballot') },
    ])
    writeFileSync(file, JSON.stringify(lines[0]))
    expect((await run('relay', file, '--yes')).status).toBe(1)
  })

  test('behavior: with the hub down, tally shows the votes on the chain', async () => {
    await hub.close()
    const { status, stdout } = await run('tally', `${proposalId}`)
    expect(status).toBe(0)
    expect(stdout).toMatch(/^for {8}162,000$/m)
    expect(stdout).toMatch(/^The votes on Snapshot are not counted: .* does not answer/m)
  })
})

/** An id of 32 bytes for a value. */
function idOf(value: unknown): Hex {
  return padHex(toHex(JSON.stringify(value)), { size: 32 })
}
