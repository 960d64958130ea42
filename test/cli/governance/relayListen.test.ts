import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Address, type Hex, keccak256, type PublicClient, padHex, toHex } from 'viem'
import { type HDAccount, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { governorAbi } from '../../../abi/index.ts'
import { type Ballot, signBallot } from '../../../client/ballot.ts'
import { connect } from '../../../client/connect.ts'
import { readMarkets } from '../../../client/readMarkets.ts'
import { sendCall } from '../../../client/sendCall.ts'
import { signSnapshotVote } from '../../../client/snapshotVote.ts'
import { completeDraft, encodeProposal, readDraft } from '../../../governance/index.ts'
import type { MessageSigner } from '../../../snapshot/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { createChainClient } from '../../../stack/local/chainClient.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import { runCommand } from '../support/runCommand.ts'
import { spawnGimbal } from '../support/runGimbal.ts'

const [proposer] = localAccounts.voters
const { operator } = localAccounts
const keyOf = (account: HDAccount): Hex => toHex(account.getHdKey().privateKey as Uint8Array)
/** Test keys: the numbers from 2,001 on. */
const voterOf = (number: number) => privateKeyToAccount(padHex(toHex(number), { size: 32 }))
const [first, second, small, stranger] = [
  voterOf(2_001),
  voterOf(2_002),
  voterOf(2_003),
  voterOf(2_004),
]

const DELAY_SEC = 3_000

let stack: Stack
let folder: string
let client: PublicClient
let governor: Address
let proposalId: bigint

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-relay-'))
  const file = new URL('../../../stack/local/governance.json', import.meta.url)
  const config = JSON.parse(readFileSync(file, 'utf8'))
  // Longer than any of these tests takes on a busy machine.
  config.governor.votingDelaySec = DELAY_SEC
  config.governor.votingPeriodSec = 2 * DELAY_SEC
  config.token.holders = [
    { account: proposer.address, tokens: '10000' },
    { account: first.address, tokens: '1000' },
    { account: second.address, tokens: '1000' },
    { account: small.address, tokens: '99' },
  ]
  const configFile = join(folder, 'governance.json')
  writeFileSync(configFile, JSON.stringify(config))
  stack = await startStack({ folder: join(folder, 'stack'), index: false, configFile })
  client = await connect(stack.urls.rpc, stack.chainId)
  governor = stack.addresses.governance.governor
  proposalId = await propose()
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

async function propose(): Promise<bigint> {
  const { riskParameters } = stack.addresses.governance
  const { markets } = await readMarkets(client, riskParameters, 1n)
  const draft = readDraft(
    'gimbal: 1\ntitle: Fresher\nchanges:\n  - change: freshness\n    market: weth-usd\n    rationale: Fresher.\n    freshness: { maxAge: 51 min }\n',
  )
  const proposal = encodeProposal(completeDraft(draft, markets, {} as never), { riskParameters })
  const { targets, values, calldatas, description } = proposal
  const args = [targets, values, calldatas, description] as const
  const call = { address: governor, abi: governorAbi, functionName: 'propose', args }
  await sendCall(client, stack.urls.rpc, proposer, call)
  return client.readContract({
    address: governor,
    abi: governorAbi,
    functionName: 'getProposalId',
    args: [targets, values, calldatas, keccak256(toHex(description))],
  })
}

/** A relay in a process of its own, its lines of JSON, and how it ends. */
async function startRelay(...args: string[]) {
  const place = ['--listen', '0', '--dir', stack.folder, '--yes', '--json']
  const child = spawnGimbal(['relay', ...place, ...args], { GIMBAL_KEY: keyOf(operator) })
  const lines: Record<string, string>[] = []
  const output = createInterface(child.stdout)
  const closed = once(child, 'close') as Promise<[number | null]>
  output.on('line', (line) => lines.push(JSON.parse(line)))
  await Promise.race([once(output, 'line'), closed])
  const { url = '' } = lines[0] ?? {}
  return {
    url,
    lines,
    async stop() {
      child.kill('SIGTERM')
      return (await closed)[0]
    },
  }
}

async function post(url: string, body: unknown) {
  const text = typeof body === 'string' ? body : toText(body)
  const response = await fetch(url, { method: 'POST', body: text })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

const toText = (body: unknown) =>
  JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? `${value}` : value))

const sign = (voter: MessageSigner, support = 1): Promise<Ballot> =>
  signBallot(client, { chainId: stack.chainId, governor }, voter, proposalId, support)

describe('gimbal relay --listen', { timeout: 120_000 }, () => {
  test('default: a ballot that is posted is cast once, however often it is brought', async () => {
    const relay = await startRelay('--min-votes', '100')
    const early = await post(relay.url, await sign(first))
    expect([early.status, early.body.error]).toEqual([
      422,
      expect.stringMatching(/the proposal is pending/),
    ])
    const chain = createChainClient(stack.urls.rpc)
    await chain.increaseTime({ seconds: DELAY_SEC + 1 })
    await chain.mine({ blocks: 1 })

    const ballot = await sign(first)
    const [one, same] = await Promise.all([post(relay.url, ballot), post(relay.url, ballot)])
    expect([one.status, one.body.outcome, one.body.voter]).toEqual([202, 'sent', first.address])
    expect(one.headers.get('access-control-allow-origin')).toBe('*')
    expect(same.body.transactionHash ?? same.body.outcome).toBeOneOf([
      one.body.transactionHash,
      'voted already',
    ])
    const hash = one.body.transactionHash as Hex
    expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success')
    const later = await post(relay.url, ballot)
    expect([later.status, later.body.voter]).toEqual([expect.toBeOneOf([200, 202]), first.address])
    const at = { address: governor, abi: governorAbi, args: [proposalId] } as const
    const [, forVotes] = await client.readContract({ ...at, functionName: 'proposalVotes' })
    expect(forVotes).toBe(1_000n * 10n ** 18n)
    expect(await relay.stop()).toBe(0)
    expect(relay.lines.map(({ outcome }) => outcome)).toContain('sent')
  })

  test('error: what the Governor would not count is refused with the reason, and nothing is sent', async () => {
    const relay = await startRelay('--min-votes', '100')
    const ballot = await sign(second)
    const snapshotVote = await signSnapshotVote(client, governor, second, `0x${'1'.repeat(64)}`, 1)
    const sentBefore = await client.getTransactionCount({ address: operator.address })
    const cases: [body: unknown, status: number, reason: RegExp][] = [
      ['no JSON', 400, /no ballot/],
      [{ ...ballot, support: 3 }, 400, /support: .*0 \(against\), 1 \(for\) or 2 \(abstain\)/],
      [snapshotVote, 400, /signed for Snapshot.*relay --proposal/],
      [{ ...ballot, support: 0 }, 422, /the signature is not/],
      [{ ...ballot, chainId: 1 }, 422, /on chain 1, not for this one/],
      [
        await signBallot(client, { chainId: stack.chainId, governor }, second, 1n, 1),
        422,
        /there is no proposal 1/,
      ],
      [await sign(small), 422, /had 99 votes.*100 and more/],
      [await sign(stranger), 422, /had no votes when the vote began/],
      [' '.repeat(20_000), 413, /allowed are/],
    ]
    for (const [body, status, reason] of cases) {
      const answer = await post(relay.url, body)
      expect([answer.status, answer.body.error]).toEqual([status, expect.stringMatching(reason)])
    }
    expect((await fetch(relay.url, { method: 'PUT' })).status).toBe(405)
    expect(await client.getTransactionCount({ address: operator.address })).toBe(sentBefore)
    const about = await (await fetch(relay.url)).json()
    expect(about).toMatchObject({ relay: 'gimbal', chainId: stack.chainId, minVotes: '100' })
    expect(await relay.stop()).toBe(0)
  })

  test('error: it does not start where it would not send, or is told two things', async () => {
    const idle = await runCommand('relay', '--listen', '0', '--dir', stack.folder)
    expect([idle.status, idle.stderr]).toEqual([2, expect.stringMatching(/add\s--yes/)])
    const both = await runCommand('relay', 'a.ndjson', '--listen', '0')
    expect([both.status, both.stderr]).toEqual([
      2,
      expect.stringMatching(/both VOTES and --listen are given/),
    ])
    const nowhere = await runCommand('relay', '--listen', 'here', '--yes')
    expect([nowhere.status, nowhere.stderr]).toEqual([
      2,
      expect.stringMatching(/give a port such as 8787/),
    ])
  })
})
