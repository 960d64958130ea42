import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, type Hex, padHex, parseEther, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { governorAbi } from '../../abi/index.ts'
import { connect } from '../../client/connect.ts'
import { readProposals, readStatus } from '../../client/readProposals.ts'
import { readVotes } from '../../client/readVotes.ts'
import { signSnapshotVote } from '../../client/snapshotVote.ts'
import { createQueryClient } from '../../query/index.ts'
import { createHubClient } from '../../snapshot/index.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { askSubgraph } from '../../stack/local/startGraphNode.ts'
import { startStack } from '../../stack/local/startStack.ts'
import { spawnGimbal } from '../cli/support/runGimbal.ts'

/** Test keys: the numbers from 1,001 on. */
const keyOfVoter = (index: number): Hex => padHex(toHex(1_001 + index), { size: 32 })
const voters = Array.from({ length: 45 }, (_, index) => privateKeyToAccount(keyOfVoter(index)))
const [proposer] = localAccounts.voters
const governanceFile = new URL('../../stack/local/governance.json', import.meta.url)

let stack: Stack
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-snapshot-'))
  // Postgres may run as another user.
  chmodSync(folder, 0o755)
  const config = JSON.parse(await readFile(governanceFile, 'utf8'))
  config.token.holders = [
    { account: proposer.address, tokens: '10000' },
    ...voters.map(({ address: account }) => ({ account, tokens: '1000' })),
  ]
  const configFile = join(folder, 'governance.json')
  writeFileSync(configFile, JSON.stringify(config))
  stack = await startStack({ folder: join(folder, 'stack'), configFile })
}, 600_000)

afterAll(async () => {
  await stack?.stop()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

const keyOf = (account: (typeof localAccounts.voters)[number]): Hex =>
  toHex(account.getHdKey().privateKey as Uint8Array)

function start(args: readonly string[], key: Hex) {
  const child = spawnGimbal([...args, '--dir', stack.folder, '--json'], { GIMBAL_KEY: key })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const ended = once(child, 'close').then(([status]) => ({ status, stdout, stderr }))
  return { child, ended }
}

describe('votes on Snapshot', { timeout: 600_000 }, () => {
  test('default: 45 votes on Snapshot, one on chain, one by signature, a relay that is killed and repeated: each voter counts once', async () => {
    const client = await connect(stack.urls.rpc, stack.chainId)
    const { governor } = stack.addresses.governance
    const draft = 'governance/examples/calm-bands.yaml'
    const proposed = await start(['propose', draft, '--via', 'both', '--yes'], keyOf(proposer))
      .ended
    expect(proposed.status).toBe(0)
    const { proposalId, snapshotProposalId } = JSON.parse(proposed.stdout)
    const chain = createChainClient(stack.urls.rpc)
    await chain.increaseTime({ seconds: 14 })
    await chain.mine({ blocks: 1 })

    const { hub: hubUrl = '', sequencer: sequencerUrl = '' } = stack.urls
    const hub = createHubClient({ hubUrl, sequencerUrl, ipfsUrl: new URL(hubUrl).origin })
    for (const voter of voters) {
      await hub.post(await signSnapshotVote(client, governor, voter, snapshotProposalId, 1))
    }
    await chain.increaseTime({ seconds: 3 })
    await chain.mine({ blocks: 1 })

    const relay = ['relay', '--proposal', proposalId, '--yes']
    const payer = keyOf(localAccounts.operator)
    // Two of them vote again: one on chain, one by a ballot that somebody brings. Each counts once.
    const [first, second] = voters.map((_, index) => keyOfVoter(index)) as [Hex, Hex]
    const ballots = join(folder, 'ballots.ndjson')
    const vote = ['vote', proposalId, '--choice', 'against']
    const poor = await start([...vote, '--yes'], first).ended
    expect([poor.status, poor.stderr]).toEqual([
      1,
      expect.stringMatching(/insufficient|funds|balance/i),
    ])
    await chain.setBalance({ address: voters[0]?.address as Address, value: parseEther('1') })
    expect((await start([...vote, '--yes'], first).ended).status).toBe(0)
    const signed = await start([...vote, '--via', 'signature'], second).ended
    writeFileSync(ballots, signed.stdout)
    expect((await start(['relay', ballots, '--yes'], payer).ended).status).toBe(0)
    const before = JSON.parse((await start(['tally', proposalId], payer).ended).stdout)
    expect(before).toMatchObject({ forVotes: '0', againstVotes: `${parseEther('2000')}` })
    expect(before.onSnapshot).toMatchObject({ voteCount: 45, forVotes: `${parseEther('45000')}` })
    const killed = start(relay, payer)
    const [made] = await readProposals(client, governor, 0n)
    if (made === undefined) throw new Error('the proposal is gone')
    await expect
      .poll(async () => (await readStatus(client, governor, made)).forVotes, {
        timeout: 180_000,
        interval: 5,
      })
      .toBeGreaterThan(0n)
    killed.child.kill('SIGKILL')
    await killed.ended
    const half = (await readStatus(client, governor, made)).forVotes
    const repeated = await start(relay, payer).ended
    expect(repeated.status).toBe(0)
    const { outcomes } = JSON.parse(repeated.stdout)
    expect(outcomes.length).toBe(45)
    const { forVotes } = await readStatus(client, governor, made)
    expect(forVotes).toBe(parseEther('43000'))
    expect(half).toBeLessThan(forVotes)
    expect((await readVotes(client, governor, made.blockNumber, made.id)).length).toBe(45)
    const counted = await client.getContractEvents({
      address: governor,
      fromBlock: 0n,
      strict: true,
      abi: governorAbi,
      eventName: 'SnapshotVoteCounted',
    })
    expect(counted.length).toBe(43)

    await chain.increaseTime({ seconds: 200 })
    await chain.mine({ blocks: 1 })
    expect((await start(['queue', proposalId, '--yes'], payer).ended).status).toBe(0)
    await chain.increaseTime({ seconds: 61 })
    await chain.mine({ blocks: 1 })
    expect((await start(['execute', proposalId, '--yes'], payer).ended).status).toBe(0)
    const { number } = await chain.getBlock()
    const { graphql = '' } = stack.urls
    await expect.poll(() => askSubgraph(graphql), { timeout: 180_000 }).toBe(Number(number))
    const shown = await start(['proposals', 'show', proposalId], payer).ended
    expect(JSON.parse(shown.stdout)).toMatchObject({ state: 'executed', warnings: [] })
    const index = createQueryClient({ url: graphql })
    const { markets, proposals, votes } = await index.query(
      `{ markets { bounds { max { bandPips } cooldownSec } freshness { maxAgeSec } }
         proposals { state forVotes snapshotProposalId } votes(first: 100) { way isCounted } }`,
      {},
      z.object({
        markets: z.array(z.unknown()),
        proposals: z.array(z.unknown()),
        votes: z.array(z.object({ way: z.string(), isCounted: z.boolean() })),
      }),
    )
    expect(markets).toMatchObject([{ bounds: { max: { bandPips: '200000' } } }])
    expect(proposals).toMatchObject([{ state: 'EXECUTED', forVotes: `${parseEther('43000')}` }])
    const ways = Object.groupBy(
      votes.filter(({ isCounted }) => isCounted),
      ({ way }) => way,
    )
    expect([ways.SNAPSHOT?.length, ways.CHAIN?.length, ways.SIGNATURE?.length]).toEqual([43, 1, 1])
  })
})
