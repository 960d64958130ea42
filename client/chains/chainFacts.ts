import type { Address } from 'viem'
import { HISTORY_BLOCKS } from './formatSpan.ts'

/** How a chain's base fee follows its congestion, as a policy has it. */
export interface FeeRule {
  /** Share of the gas limit that leaves the base fee as it is, 1e6 = 100 %. */
  gasTargetPips: bigint
  /** 0: the chain has no such rule. */
  baseFeeDenominator: bigint
}

/** How a chain counts blocks and prices gas. docs/networks.md has the same figures, each with its source. */
export interface ChainFacts {
  chainId: number
  name: string
  /** Between two blocks. */
  blockTimeMs: number
  feeRule: FeeRule
  /** Whether each header has the rule that is in force (OP Stack, since Holocene): `feeRule` is then what it was last seen to be. */
  isFeeRuleInHeader: boolean
  /** Whether a block's gas limit is a measure of the chain's capacity. */
  hasGasLimit: boolean
  /** A second modulo 120 at which a block begins; undefined where blocks keep to no second. */
  segmentOffsetSec: bigint | undefined
  /** Who tells a rollup's data fee; undefined where there is none, or it is counted as gas. */
  gasPriceOracle: Address | undefined
  /** Blocks whose hashes the chain keeps for contracts. */
  historyBlocks: number
  /** Who says which block it is: `block.number`, or ArbSys at 0x64, where `block.number` is the parent chain's. */
  blockSource: 'plain' | 'ArbSys'
}

/** OP Stack's GasPriceOracle, on every such chain. */
const opStackOracle: Address = '0x420000000000000000000000000000000000000F'
const ethereumRule: FeeRule = { gasTargetPips: 500_000n, baseFeeDenominator: 8n } // half, 1/8 a full block
const optimismRule: FeeRule = { gasTargetPips: 500_000n, baseFeeDenominator: 250n } // half, 1/250
const baseRule: FeeRule = { gasTargetPips: 200_000n, baseFeeDenominator: 100n } // a fifth, 1/25

const plain = {
  isFeeRuleInHeader: false,
  hasGasLimit: true,
  gasPriceOracle: undefined,
  historyBlocks: HISTORY_BLOCKS,
  blockSource: 'plain',
} as const

const opStack = {
  isFeeRuleInHeader: true,
  hasGasLimit: true,
  gasPriceOracle: opStackOracle,
  historyBlocks: HISTORY_BLOCKS,
  blockSource: 'plain',
} as const

/** The chains of docs/networks.md. */
export const knownChains: readonly ChainFacts[] = [
  {
    ...plain,
    chainId: 1,
    name: 'Ethereum',
    blockTimeMs: 12_000,
    feeRule: ethereumRule,
    segmentOffsetSec: 11n,
  },
  {
    ...plain,
    chainId: 11_155_111,
    name: 'Sepolia',
    blockTimeMs: 12_000,
    feeRule: ethereumRule,
    segmentOffsetSec: 0n,
  },
  {
    ...plain,
    chainId: 137,
    name: 'Polygon PoS',
    blockTimeMs: 2_000,
    feeRule: { gasTargetPips: 650_000n, baseFeeDenominator: 64n },
    segmentOffsetSec: undefined,
  },
  {
    chainId: 42_161,
    name: 'Arbitrum One',
    blockTimeMs: 250,
    feeRule: { gasTargetPips: 1_000_000n, baseFeeDenominator: 0n },
    isFeeRuleInHeader: false,
    hasGasLimit: false,
    segmentOffsetSec: undefined,
    gasPriceOracle: undefined,
    historyBlocks: 393_168, // as many as come in the time of 8,191 of Ethereum's
    blockSource: 'ArbSys',
  },
  {
    ...opStack,
    chainId: 10,
    name: 'OP Mainnet',
    blockTimeMs: 2_000,
    feeRule: optimismRule,
    segmentOffsetSec: 1n,
  },
  {
    ...opStack,
    chainId: 11_155_420,
    name: 'OP Sepolia',
    blockTimeMs: 2_000,
    feeRule: optimismRule,
    segmentOffsetSec: 0n,
  },
  {
    ...opStack,
    chainId: 8_453,
    name: 'Base',
    blockTimeMs: 200,
    feeRule: baseRule,
    segmentOffsetSec: 0n,
  },
  {
    ...opStack,
    chainId: 84_532,
    name: 'Base Sepolia',
    blockTimeMs: 200,
    feeRule: baseRule,
    segmentOffsetSec: 0n,
  },
]

/** What is known of a chain; undefined for one that is not in docs/networks.md. */
export function findChainFacts(chainId: number): ChainFacts | undefined {
  return knownChains.find((chain) => chain.chainId === chainId)
}
