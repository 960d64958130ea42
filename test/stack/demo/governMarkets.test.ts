import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { governorAbi, tokenAbi } from '../../../abi/index.ts'
import { connect } from '../../../client/connect.ts'
import { CallRefusedError } from '../../../client/errors.ts'
import { readProposals, readStatus } from '../../../client/readProposals.ts'
import { readVotes } from '../../../client/readVotes.ts'
import { type Document, encodeProposal, verifyProposal } from '../../../governance/index.ts'
import { createHubClient, readPlugins } from '../../../snapshot/index.ts'
import { createMarketDocuments } from '../../../stack/demo/createMarketDocument.ts'
import {
  MarketMismatchError,
  SnapshotVoteLostError,
  VotesMissingError,
} from '../../../stack/demo/errors.ts'
import { type GovernedMarket, governMarkets } from '../../../stack/demo/governMarkets.ts'
import { passUntil } from '../../../stack/demo/passUntil.ts'
import { requireMarkets } from '../../../stack/demo/requireMarkets.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { addMarketAsTimelock } from '../../../stack/local/addMarketAsTimelock.ts'
import { send } from '../../../stack/local/chainClient.ts'
import { StackChainError } from '../../../stack/local/errors.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { IndexReader } from '../../subgraph/support/indexReader.ts'
import {
  type DemoStack,
  GENESIS_AT,
  passSilence,
  SET_UP_SEC,
  startDemoStack,
} from './support/startDemoStack.ts'

const patience = 600_000
const [first, second] = localAccounts.voters
const TOKENS = 10n ** 18n

function openHub({ urls: { hub = '', sequencer = '' } }: Stack) {
  return createHubClient({ hubUrl: hub, sequencerUrl: sequencer, ipfsUrl: new URL(hub).origin })
}

async function collect<Row>(pages: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const page of pages) rows.push(...page)
  return rows
}

describe('governMarkets', { timeout: patience }, () => {
  let demo: DemoStack
  let governed: GovernedMarket
  const steps: string[] = []

  beforeAll(async () => {
    demo = await startDemoStack({ market: 'none' })
    const all = await governMarkets(demo.stack, (step) => steps.push(step))
    governed = all[0] as GovernedMarket
  }, patience)

  afterAll(() => demo?.stop())

  test('default: chain and hub agree on a vote that has added the market', async () => {
    const { stack } = demo
    const { governor, riskParameters } = stack.addresses.governance
    const { proposalId, snapshotProposalId, executedBlockNumber } = governed
    expect(governed).toMatchObject({
      title: 'Add the market weth-usd',
      forVotes: 1_000_000n * TOKENS,
      chainVotes: 600_000n * TOKENS,
      snapshotVotes: 400_000n * TOKENS,
    })
    expect(steps.length).toBe(6)

    const client = await connect(stack.urls.rpc, stack.chainId)
    const proposals = await readProposals(client, governor, 0n)
    const made = proposals.find(({ id }) => id === proposalId)
    if (made === undefined) throw new Error('the proposal is gone')
    const status = await readStatus(client, governor, made)
    expect(status).toMatchObject({ state: 'executed', snapshotProposalId })
    expect([status.forVotes, status.againstVotes]).toEqual([governed.forVotes, 0n])
    const { isConsistent } = verifyProposal(made, { riskParameters })
    expect(isConsistent).toBe(true)
    const cast = await readVotes(client, governor, 0n, proposalId)
    expect(cast.map(({ address, votes }) => [address, votes])).toEqual([
      [first.address, governed.chainVotes],
      [second.address, governed.snapshotVotes],
    ])
    await requireMarkets(client, stack)
    const added = await client.getContractEvents({
      address: governor,
      abi: governorAbi,
      eventName: 'ProposalExecuted',
      fromBlock: executedBlockNumber,
      toBlock: executedBlockNumber,
    })
    expect(added.length).toBe(1)

    const hub = openHub(stack)
    const proposal = await hub.fetchProposal(snapshotProposalId)
    expect(proposal).toMatchObject({
      author: first.address,
      state: 'closed',
      title: governed.title,
    })
    expect(readPlugins(proposal?.plugins)).toEqual({
      chainId: stack.chainId,
      governor,
      proposalId,
    })
    const votes = await collect(hub.fetchVotes(snapshotProposalId))
    expect(votes).toMatchObject([{ voter: second.address, choice: 1, vp: 400_000 }])
    expect(BigInt(votes[0]?.vp ?? 0) * TOKENS).toBe(governed.snapshotVotes)
  })

  test('behavior: the set-up and the vote leave the chain before the first minute of the day', async () => {
    const { timestamp } = await demo.client.getBlock()
    expect(timestamp - GENESIS_AT).toBeLessThan(SET_UP_SEC / 2n)
  })

  test('behavior: the index observes a market that was added after its pool was opened', async () => {
    const { stack, client } = demo
    await passSilence(client)
    const reader = new IndexReader(stack.urls.graphql ?? '')
    await reader.waitFor(await client.getBlock())
    const { pool } = stack.addresses.venue
    const sources = await reader.readAll('sourceVersions')
    expect(sources).toMatchObject([{ pool: pool.toLowerCase() }])
    const observations = await reader.readAll('observations')
    // The market's first segment is the first with a block, at 20:00; fifteen of them make an observation.
    const from = GENESIS_AT + SET_UP_SEC + 1_800n
    const ends = observations.map(({ endAt }) => BigInt(endAt as string))
    expect(ends).toEqual(ends.map((_, index) => from + 120n * BigInt(index)))
    expect(ends.length).toBeGreaterThan(10)
    for (const { market, depthUsd6, nativePriceUsd6 } of observations) {
      expect(market).toBe(LOCAL_MARKET_ID)
      expect(BigInt(depthUsd6 as string)).toBeGreaterThan(10n ** 12n)
      expect(BigInt(nativePriceUsd6 as string)).toBeGreaterThan(1_500_000_000n)
    }
  })

  test('error: the same proposal again is refused before anything is posted', async () => {
    const { stack } = demo
    const again = await governMarkets(stack).catch((error) => error)
    expect(again).toBeInstanceOf(CallRefusedError)
    expect(again.message).toMatch(/proposeWithSnapshot is refused: the proposal is executed/)
    expect((await collect(openHub(stack).fetchProposals('gimbal.eth'))).length).toBe(1)
  })
})

describe('governMarkets, where something is amiss', { timeout: patience }, () => {
  let demo: DemoStack
  let id: `0x${string}`

  beforeAll(async () => {
    demo = await startDemoStack({ market: 'none', index: false })
  }, patience)
  beforeEach(async () => {
    id = await demo.client.snapshot()
  })
  afterEach(() => demo.client.revert({ id }))
  afterAll(() => demo?.stop())

  const fail = (stack: Stack) => governMarkets(stack).catch((error) => error)

  test('error: a stack without Snapshot, and one whose chain is silent', async () => {
    const { stack } = demo
    const { hub: _, ...urls } = stack.urls
    await expect(fail({ ...stack, urls })).resolves.toBeInstanceOf(StackChainError)
    const silent = { ...stack, urls: { ...stack.urls, rpc: 'http://127.0.0.1:9' } }
    expect((await fail(silent)).message).toMatch(/the node at 127.0.0.1:9 does not answer/)
  })

  test('error: a voter who has given his votes away', async () => {
    const { stack, client } = demo
    const { token } = stack.addresses.governance
    const delegate = { address: token, abi: tokenAbi, functionName: 'delegate' }
    await send(client, second, { ...delegate, args: [first.address] })
    const error = await fail(stack)
    expect(error).toBeInstanceOf(VotesMissingError)
    expect(error.voter).toBe(second.address)
  })

  test('error: a vote that the hub forgets', async () => {
    const forgets = await runWithHub(demo.stack, async () => '{"data":{"rows":[]}}')
    expect(forgets).toBeInstanceOf(SnapshotVoteLostError)
    expect(forgets.message).toMatch(/the hub does not have it/)
  })

  test('error: a vote that does not count any more', async () => {
    const { stack, client } = demo
    const { governor } = stack.addresses.governance
    // The hub remembers what the chain has taken back: at the same second the proposal would be the same.
    await passUntil(client, (await client.getBlock()).timestamp + 60n)
    const overtaken = await runWithHub(stack, async () => {
      const [made] = await readProposals(client as never, governor, 0n)
      const castVote = { address: governor, abi: governorAbi, functionName: 'castVote' }
      await send(client, second, { ...castVote, args: [made?.id, 1] }).catch(() => {})
      return undefined
    })
    expect(overtaken).toBeInstanceOf(SnapshotVoteLostError)
    expect(overtaken.message).toMatch(/voted on chain, which is final/)
  })

  /** With a hub before the stack's own that does something, or answers itself, when it is asked for votes. */
  async function runWithHub(stack: Stack, onVotes: () => Promise<string | undefined>) {
    const { hub: own = '' } = stack.urls
    const server = createServer(async (request, response) => {
      const body = (await request.toArray()).join('')
      const headers = { 'content-type': 'application/json' }
      const answer = /\bvotes\b/.test(body) ? await onVotes() : undefined
      response.writeHead(200, headers)
      response.end(answer ?? (await (await fetch(own, { method: 'POST', headers, body })).text()))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
      return await fail({ ...stack, urls: { ...stack.urls, hub } })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }

  test('error: a market that is not there, or has other bounds', async () => {
    const { stack, client } = demo
    const { governance, venue, vault } = stack.addresses
    const reader = await connect(stack.urls.rpc, stack.chainId)
    const check = () => requireMarkets(reader, stack).catch((error) => error)
    const missing = await check()
    expect(missing).toBeInstanceOf(MarketMismatchError)
    expect(missing.message).toMatch(/weth-usd is not there/)
    const market = createLocalMarket(venue, vault)
    const bounds = { ...market.bounds, cooldownSec: 1n }
    await addMarketAsTimelock(client, governance, { ...market, bounds })
    expect((await check()).message).toMatch(/what it has for bounds is not what was voted for/)
  })

  test('behavior: the text fits into a Snapshot proposal and gives the figures of the market', () => {
    const [document] = createMarketDocuments(demo.stack) as [Document]
    const { description } = encodeProposal(document, demo.stack.addresses.governance)
    expect(description.length).toBeLessThan(10_000)
    expect(document.changes[0]?.rationale).toMatch(
      /at most 0.02 % of aggressiveness, 1 % of band and \$200,000 of trade an epoch, and 10 such steps a day/,
    )
  })
})
