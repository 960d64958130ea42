import type { Summary } from '../../../../cli/start/frame.ts'
import type { Distance } from '../../../../cli/start/proven/compareMarkets.ts'
import { parameterFields } from '../../../../core/index.ts'
import { at, calmFrame, shockFrame } from './frames.ts'

const TOKEN = 10n ** 18n
const ports = [9101, 9102, 9103]

function distances(factor: bigint): Distance[] {
  return parameterFields.map((field, at) => {
    const medianPips = factor * 1_000n * BigInt(at)
    return { field, medianPips, worstPips: at % 2 === 0 ? medianPips * 7n : medianPips * -11n }
  })
}

/** A run in which everything went well. */
export const goodSummary: Summary = {
  isPassed: true,
  market: 'weth-usd',
  disagreements: 0,
  elapsedSec: 94.2,
  problems: [],
  replayed: {
    name: 'ethereum-2022-05-12',
    title: 'Ethereum mainnet, 2022-05-12',
    source: 'base fees and prices of public markets',
    from: at('20:00'),
    watchedFrom: at('20:35'),
    to: at('22:20'),
    blocks: 700,
    rows: 140,
    trades: 139,
    sharedRows: 31,
  },
  riskAversionE4: 500_000n,
  governance: {
    title: 'Bounds for weth-usd: tighten at once, loosen in steps',
    proposalId: 2n ** 255n,
    snapshotProposalId: `0x${'ab'.repeat(32)}`,
    forVotes: 1_000_000n * TOKEN,
    chainVotes: 600_000n * TOKEN,
    snapshotVotes: 400_000n * TOKEN,
  },
  pushes: {
    count: 14,
    withinEpoch: 5,
    verified: 14,
    differing: 0,
    differences: [],
    medianBlocksTaken: 2,
    wasted: 0,
    byReplica: { 'replica 1': 5, 'replica 2': 6, 'replica 3': 3 },
    reasons: { 'evidence-awaited': 1, tightening: 9, loosening: 3, heartbeat: 1 },
  },
  values: {
    storedEqualsCore: true,
    shockAt: at('21:34'),
    epochSec: 600n,
    peakBaseFeePerGas: 9_558_000_000_000n,
    first: calmFrame.values,
    tightest: shockFrame.target ?? shockFrame.values,
    last: shockFrame.values,
  },
  sideBySide: {
    reporter: `0x${'5'.repeat(40)}`,
    signed: {
      market: 'weth-usd',
      pushes: 14,
      verified: 14,
      differing: 0,
      differences: [],
      wasted: 0,
      medianGas: 99_187n,
      paidUsd6: 12_345_000_000n,
    },
    proven: {
      market: 'weth-usd-proven',
      pushes: 16,
      verified: 16,
      differing: 0,
      differences: [],
      wasted: 1,
      medianGas: 170_900n,
      paidUsd6: 23_456_000_000n,
    },
    storedEqualsCore: true,
    targets: { moments: 16, distances: distances(1n) },
    inForce: { blocks: 650, distances: distances(3n) },
  },
  vaults: [
    {
      name: 'Gimbal',
      rebalances: 1,
      feeUsd6: 556_000_000n,
      impactUsd6: 219_000_000n,
      gasUsd6: 131_000_000n,
      riskUsd6: 998_000_000n,
      jUsd6: 1_904_000_000n,
      jPips: 190n,
      startUsd6: 10_000_000_000_000n,
      endUsd6: 9_617_958_000_000n,
      targetEarnedUsd6: -390_000_000_000n,
      driftEarnedUsd6: 8_733_000_000n,
      meanDriftPips: 14_200n,
      maxDriftPips: 38_300n,
      brokenPromises: [],
    },
    {
      name: 'hold',
      rebalances: 0,
      feeUsd6: 0n,
      impactUsd6: 0n,
      gasUsd6: 0n,
      riskUsd6: 2_301_000_000n,
      jUsd6: 2_301_000_000n,
      jPips: 230n,
      startUsd6: 10_000_000_000_000n,
      endUsd6: 9_605_918_000_000n,
      targetEarnedUsd6: -389_800_000_000n,
      driftEarnedUsd6: -4_282_000_000n,
      meanDriftPips: 23_500n,
      maxDriftPips: 41_600n,
      brokenPromises: [],
    },
  ],
  urls: {
    console: 'http://127.0.0.1:4462/',
    rpc: 'http://127.0.0.1:8545',
    graphql: 'http://127.0.0.1:8000/subgraphs/name/gimbal',
    metrics: ports.map((port) => `http://127.0.0.1:${port}/metrics`),
    ready: ports.map((port) => `http://127.0.0.1:${port}/ready`),
  },
}
