import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeFunctionData, keccak256, toHex } from 'viem'
import { observationFields } from '../../../core/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { createChainClient } from '../../../stack/local/chainClient.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { POSITION_ID } from '../../../stack/local/openPool.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import { replayRecording } from '../../../stack/replay/replayRecording.ts'
import { findPoolStart } from '../../../stack/replay/selectBlocks.ts'
import { type Report, toReportArgs } from '../../../verify/report.ts'
import { shippedRecording } from '../../stack/support/shippedRecording.ts'
import { type Entity, IndexReader } from '../../subgraph/support/indexReader.ts'
import { Actor, sortByAddress } from './actor.ts'

/** 2022-05-12 05:40 UTC: a complete hour before the hour of the shock. */
export const FROM_AT = 1_652_334_000n
/** 07:02, when gas begins to rise. */
export const SHOCK_AT = FROM_AT + 82n * 60n
/** 07:24. */
const TO_AT = FROM_AT + 104n * 60n
const EPOCH_SEC = 600n
const DEPOSIT_QUOTE = 10_000_000_000_000n // $10,000,000
const FOR = 1

/** A stack that is about to see the recorded hours, in a folder of its own that Postgres can reach. */
export async function startRecordedStack(): Promise<{ stack: Stack; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-integration-'))
  chmodSync(folder, 0o755)
  const stack = await startStack({
    folder,
    genesisAt: FROM_AT - 2_400n,
    pool: findPoolStart(shippedRecording, FROM_AT),
  })
  return { stack, folder }
}

/**
 * The recorded hours, and then everything that can happen to a market, its portfolio and its governance, each in a
 * block of its own.
 */
export async function playRecordedHours(stack: Stack): Promise<Actor> {
  const actor = new Actor(createChainClient(stack.urls.rpc), stack.addresses)
  await bringFirstEvidence(actor)
  // The pool's memory reaches back over the vault's window by then.
  await actor.at(FROM_AT - 60n)
  await actor.deposit(DEPOSIT_QUOTE)
  await replayRecording({
    url: stack.urls.rpc,
    pool: { ...stack.addresses.venue, positionId: POSITION_ID },
    recording: shippedRecording,
    from: FROM_AT,
    to: TO_AT,
    speed: Number.POSITIVE_INFINITY,
  })
  await actor.mineAt(TO_AT)
  const reader = new IndexReader(stack.urls.graphql ?? '')
  await reader.waitFor(await actor.client.getBlock())
  const [latest] = (await reader.readAll('observations')).slice(-1)
  const evidence = await pushUntilConfirmed(actor, await readReport(actor, latest as Entity))
  await tradePortfolio(actor)
  await pushBatch(actor, evidence)
  await changeEverything(actor)
  await decideByVote(actor)
  // A silence that closes enough segments under the new source at one block, then one more.
  await actor.pass(40 * 60)
  await actor.swap(1_000_000_000n, true)
  await actor.pass(130)
  await actor.client.mine({ blocks: 1 })
  return actor
}

/** Before anything was measured the reporters say what they know. */
async function bringFirstEvidence(actor: Actor): Promise<void> {
  await actor.mineAt(FROM_AT - 300n)
  const { number: blockNumber, hash: blockHash, timestamp } = await actor.client.getBlock()
  await actor.pass(5)
  await actor.push({
    marketId: LOCAL_MARKET_ID,
    config: await actor.readConfig(),
    observedAt: timestamp,
    blockNumber,
    blockHash,
    observation: {
      baseFeePerGas: 50_000_000_000n,
      gasUsedRatioPips: 500_000n,
      nativePriceUsd6: 1_800_000_000n,
      depthUsd6: 60_000_000_000_000n,
      depthRefUsd6: 60_000_000_000_000n,
      varianceWad: 30_000_000_000_000_000n,
      navUsd6: DEPOSIT_QUOTE,
      dataFeeWei: 0n,
      curvaturePips: 0n,
      horizonSec: 0n,
    },
  })
}

async function readReport(actor: Actor, stored: Entity): Promise<Report> {
  const number = (name: string) => BigInt(stored[name] as string)
  const figures = observationFields.map((field) => [field, number(field)])
  return {
    marketId: LOCAL_MARKET_ID,
    config: await actor.readConfig(),
    observedAt: number('observedAt'),
    blockNumber: number('blockNumber'),
    blockHash: stored.blockHash as Report['blockHash'],
    observation: Object.fromEntries(figures),
  }
}

/** The same evidence epoch after epoch: the value comes nearer by steps, and then it stays. */
async function pushUntilConfirmed(actor: Actor, first: Report): Promise<Report> {
  let report = first
  const getValues = () =>
    actor.read<{ values: object }>('riskParameters', 'marketState', [LOCAL_MARKET_ID])
  for (;;) {
    const before = await getValues()
    await actor.pass(5)
    await actor.push(report)
    const after = await getValues()
    report = await takeUpInNextEpoch(actor, report)
    if (Object.entries(after.values).toString() === Object.entries(before.values).toString()) {
      return report
    }
  }
}

async function takeUpInNextEpoch(actor: Actor, report: Report): Promise<Report> {
  const { timestamp } = await actor.client.getBlock()
  const observedAt = (timestamp / EPOCH_SEC + 1n) * EPOCH_SEC + 5n
  await actor.mineAt(observedAt)
  const { number, hash } = await actor.client.getBlock()
  return { ...report, observedAt, blockNumber: number, blockHash: hash }
}

async function tradePortfolio(actor: Actor): Promise<void> {
  const { trader, operator } = localAccounts
  await actor.pass(12)
  await actor.vault(operator, 'rebalance')
  await actor.pass(12)
  await actor.vault(trader, 'withdraw', 1_234_567_890n, operator.address, trader.address)
  await actor.pass(12)
  await actor.vault(trader, 'redeemInKind', 10n ** 12n, operator.address, trader.address)
}

/** A report of an unknown market, one that was accepted before, and one that is accepted. */
async function pushBatch(actor: Actor, report: Report): Promise<void> {
  const unknown = { ...report, marketId: `0x${'ab'.repeat(32)}` as const }
  const old = { ...report, observedAt: report.observedAt - EPOCH_SEC }
  const reports = [unknown, old, report]
  const signatures = await Promise.all(reports.map((item) => actor.sign(item)))
  await actor.pass(5)
  await actor.risk(localAccounts.operator, 'pushMany', reports.map(toReportArgs), signatures)
}

async function changeEverything(actor: Actor): Promise<void> {
  const { venue, vault } = actor.addresses
  const { policy, bounds, fallbackVector, source } = createLocalMarket(venue, vault)
  const steps: [name: string, ...args: unknown[]][] = [
    ['setFreshness', { maxAgeSec: 2_400, reportAgeSec: 1_300, reportAgeBlocks: 250 }],
    ['setPolicy', { ...policy, riskAversionE4: 2_000_000n, zE4: 25_000n }],
    ['setFallback', { ...fallbackVector, bandPips: 95_000n, cppiMultiplierE3: 1_500n }],
    // Above the band in force, and below that of the fallback.
    ['setBounds', { ...bounds, min: { ...bounds.min, bandPips: 90_000n }, cooldownSec: 60n }],
    [
      'setReporters',
      sortByAddress(localAccounts.reporters.slice(0, 2)).map(({ address }) => address),
      1,
    ],
    // Segments begin elsewhere from here on, and both averages start anew.
    ['setSource', { ...source, segmentOffsetSec: 11, startVarianceWad: 50_000_000_000_000_000n }],
  ]
  for (const [name, ...args] of steps) {
    await actor.pass(3)
    await actor.govern(name, ...args)
  }
  for (const name of ['useFallback', 'halt']) {
    await actor.pass(3)
    await actor.risk(localAccounts.guardian, name, LOCAL_MARKET_ID)
  }
  await actor.pass(3)
  await actor.govern('resume')
}

/** One proposal from its draft to its execution, voted for on the chain and by a signature. */
async function decideByVote(actor: Actor): Promise<void> {
  const { addresses } = actor
  const { riskParameters } = addresses.governance
  const { voters, operator } = localAccounts
  const [first, second] = voters
  const { bounds } = createLocalMarket(addresses.venue, addresses.vault)
  const args = [LOCAL_MARKET_ID, bounds]
  const data = encodeFunctionData({
    abi: actor.abis.riskParameters,
    functionName: 'setBounds',
    args,
  })
  const description = '# Narrow bands again\n\nThe congestion is over.'
  const actions = [[riskParameters], [0n], [data]]
  const hashed = [...actions, keccak256(toHex(description))]
  await actor.pass(12)
  await actor.governor(first, 'propose', ...actions, description)
  const proposalId = await actor.read<bigint>('governor', 'hashProposal', hashed)
  await actor.pass(20)
  await actor.governor(first, 'castVoteWithReason', proposalId, FOR, 'the gas is back where it was')
  await actor.pass(12)
  await actor.voteBySignature(second, proposalId, FOR)
  await actor.pass(240)
  await actor.governor(operator, 'queue', ...hashed)
  await actor.pass(90)
  await actor.governor(operator, 'execute', ...hashed)
}
