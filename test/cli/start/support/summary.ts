import type { Summary } from '../../../../cli/start/frame.ts'
import { at, calmFrame, shockFrame } from './frames.ts'

const TOKEN = 10n ** 18n
const ports = [9101, 9102, 9103]

/** A run in which everything went well. */
export const goodSummary: Summary = {
  isPassed: true,
  market: 'weth-usd',
  disagreements: 0,
  elapsedSec: 94.2,
  problems: [],
  scenario: {
    name: 'Uniswap v3 USDC/WETH 0.05 % on Polygon',
    from: at('20:00'),
    to: at('22:20'),
    minutes: 140,
    blocks: 700,
    trades: 512,
    sharedMinutes: 131,
  },
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
    medianBlocksTaken: 2,
    wasted: 0,
    byReplica: { 'replica 1': 5, 'replica 2': 6, 'replica 3': 3 },
    reasons: { 'evidence-awaited': 1, tightening: 9, loosening: 3, heartbeat: 1 },
  },
  values: {
    storedEqualsCore: true,
    epochSec: 600n,
    peakBaseFeePerGas: 9_558_000_000_000n,
    first: calmFrame.values,
    tightest: shockFrame.target ?? shockFrame.values,
    last: shockFrame.values,
  },
  vaults: [
    {
      name: 'Gimbal',
      rebalances: 2,
      rebalancesInShock: 0,
      tradeCostUsd6: 812_000_000n,
      gasCostUsd6: 54_000_000n,
      shockCostUsd6: 0n,
      meanDriftPips: 9_100n,
      maxDriftPips: 18_400n,
      navUsd6: 9_871_204_000_000n,
      brokenPromises: [],
    },
    {
      name: 'fixed 1 %',
      rebalances: 11,
      rebalancesInShock: 6,
      tradeCostUsd6: 2_940_000_000n,
      gasCostUsd6: 16_312_000_000n,
      shockCostUsd6: 17_031_000_000n,
      meanDriftPips: 4_100n,
      maxDriftPips: 12_400n,
      navUsd6: 9_852_011_000_000n,
      brokenPromises: [],
    },
  ],
  urls: {
    rpc: 'http://127.0.0.1:8545',
    graphql: 'http://127.0.0.1:8000/subgraphs/name/gimbal',
    metrics: ports.map((port) => `http://127.0.0.1:${port}/metrics`),
    ready: ports.map((port) => `http://127.0.0.1:${port}/ready`),
  },
}
