import {
  concatHex,
  encodeEventTopics,
  type Hex,
  keccak256,
  padHex,
  sliceHex,
  stringToHex,
  toHex,
  zeroAddress,
  zeroHash,
} from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { packEvidence } from '../../core/index.ts'
import {
  connect,
  deployPublished,
} from '../../test/governance-contracts/support/deployGovernance.ts'
import type { Figure } from '../figure.ts'
import { gasFigure } from './gasFigure.ts'
import { median } from './median.ts'

const EPOCH_SEC = 3_600
/** Pushes that are measured, after as many that are not: all slots have been written before. */
const ROUNDS = 8
const BATCH = 10
const PARAMETER_COUNT = 8
/** `enum BlockSource`. */
const PLAIN = 0

/** Test keys: anybody knows them. */
const reporters = [1, 2, 3, 4, 5]
  .map((i) => privateKeyToAccount(keccak256(toHex(`gimbal test reporter ${i}`))))
  .sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))

/** Gas of whole push transactions whose value moves, and of a protocol's first read. */
export async function measurePushGas(): Promise<Figure[]> {
  const chain = await connect()
  try {
    const { viem, deployer, publicClient: client, testClient } = chain
    const manager = await deployPublished(chain, 'AccessManager', [deployer.account.address])
    const risk = await viem.deployContract('RiskParameters', [
      manager.address,
      keccak256('0x01'),
      PLAIN,
    ])
    const meter = await viem.deployContract('GasMeter')
    const idOf = (name: string) => padHex(stringToHex(name), { dir: 'right', size: 32 })
    const single = idOf('one reporter')
    const joint = idOf('five reporters')
    const many = Array.from({ length: BATCH }, (_, i) => idOf(`market ${i}`))
    await risk.write.addMarket([single, createMarket(reporters.slice(0, 1), 1)])
    for (const id of [joint, ...many]) await risk.write.addMarket([id, createMarket(reporters, 3)])

    /** A report of this epoch. Calm and rough markets have to take turns, so that the value moves. */
    const sign = async (marketId: Hex, signers: readonly PrivateKeyAccount[], isCalm: boolean) => {
      const block = await client.getBlock()
      const report = {
        marketId,
        config: (await risk.read.marketState([marketId])).config,
        observedAt: Number(block.timestamp),
        blockNumber: block.number,
        blockHash: block.hash,
        evidence: packEvidence(createObservation(isCalm)),
      }
      const hash = await risk.read.reportDigest([report])
      const signatures = await Promise.all(signers.map((signer) => signer.sign({ hash })))
      return { report, signatures: concatHex(signatures.map(valueFirst)) }
    }
    const nextEpoch = async () => {
      await testClient.increaseTime({ seconds: EPOCH_SEC })
      await testClient.mine({ blocks: 1 })
    }
    const [updatedTopic] = encodeEventTopics({ abi: risk.abi, eventName: 'Updated' })
    const gasOf = async (hash: Hex, updates: number): Promise<number> => {
      const { gasUsed, logs } = await client.waitForTransactionReceipt({ hash })
      const moved = logs.filter(({ topics }) => topics[0] === updatedTopic).length
      if (moved !== updates)
        throw new Error(`${moved} of ${updates} values moved; nothing to measure`)
      return Number(gasUsed)
    }
    const one: number[] = []
    const three: number[] = []
    const batch: number[] = []
    for (let i = 0; i < 2 * ROUNDS; i++) {
      const isWarm = i >= ROUNDS
      const isCalm = i % 2 === 0
      await nextEpoch()
      const lone = await sign(single, reporters.slice(0, 1), isCalm)
      const gasOne = await gasOf(await risk.write.push([lone.report, lone.signatures]), 1)
      const shared = await sign(joint, reporters.slice(0, 3), isCalm)
      const gasThree = await gasOf(await risk.write.push([shared.report, shared.signatures]), 1)
      const items = await Promise.all(many.map((id) => sign(id, reporters.slice(0, 3), isCalm)))
      const args = [items.map((item) => item.report), items.map((item) => item.signatures)] as const
      const gasMany = await gasOf(await risk.write.pushMany(args, { gas: 10_000_000n }), BATCH)
      if (isWarm) {
        one.push(gasOne)
        three.push(gasThree)
        batch.push(gasMany / BATCH)
      }
    }
    const { result } = await client.simulateContract({
      address: meter.address,
      abi: meter.abi,
      functionName: 'readParametersGas',
      args: [risk.address, single],
    })
    return describe(median(one), median(three), median(batch), Number(result[0]))
  } finally {
    await chain.connection.close()
  }
}

function describe(one: number, three: number, item: number, read: number): Figure[] {
  const perParameter = (gas: number) => Math.round(gas / PARAMETER_COUNT)
  return [
    gasFigure('push-1-of-1', one, {
      aim: 78_000,
      beside: 'AgentHub, one: 95,218; SP-BEAM, three: 94,489',
    }),
    gasFigure('push-3-of-5', three, {
      aim: 88_000,
      beside: 'Chronicle Scribe, 15 signers: 134,342',
    }),
    gasFigure('push-many-10-per-item', Math.round(item), {
      aim: 69_000,
      beside: 'AgentHub, ten: 54,191 each, a parameter an item',
    }),
    gasFigure('push-1-of-1-per-parameter', perParameter(one), {
      beside: 'Chaos RiskOracle: 255,311; SP-BEAM, one: 56,108',
    }),
    gasFigure('push-3-of-5-per-parameter', perParameter(three), {
      beside: 'AgentHub, one: 95,218',
    }),
    gasFigure('push-many-10-per-parameter', perParameter(item), {
      beside: 'AgentHub, ten: 54,191; SP-BEAM, ten: 23,029',
    }),
    gasFigure('read-cold', read, { aim: 5_700, beside: "AgentHub's range check: 4,142 to 6,616" }),
  ]
}

/** The recovery value comes first in a row of signatures. */
function valueFirst(signature: Hex): Hex {
  return concatHex([sliceHex(signature, 64), sliceHex(signature, 0, 64)])
}

const U16 = 0xffff
const U32 = 0xffff_ffff
const U40 = 0xff_ffff_ffff

function createVector(
  aggressivenessPips: number,
  bandPips: number,
  maxTradeUsd: number,
  intervalSec: number,
  cppiMultiplierE3: number,
  guardPips: number,
  lotPips: number,
  returnPips: number,
) {
  return {
    aggressivenessPips,
    bandPips,
    maxTradeUsd,
    intervalSec,
    cppiMultiplierE3,
    guardPips,
    lotPips,
    returnPips,
  }
}

/** A market as voters would set it: tightening at once, loosening by steps and within a budget. */
function createMarket(signers: readonly PrivateKeyAccount[], threshold: number) {
  return {
    policy: {
      riskAversionE4: 50_000,
      curvaturePips: 250_000,
      curvatureCapPips: 1_000_000,
      poolFeePips: 500,
      gasUnits: 300_000,
      txBytes: 600,
      priorityFeePerGas: 1_000_000_000n,
      epochSec: EPOCH_SEC,
      slippageCapPips: 5_000,
      inclusionBlocks: 5,
      gasTargetPips: 500_000,
      baseFeeDenominator: 8,
      executionDelaySec: 60,
      viscosityE4: 10_000,
      zE4: 41_000,
      zJumpE4: 38_000,
    },
    bounds: {
      min: createVector(0, 1_000, 0, 60, 1_000, 1_000, 0, 0),
      max: createVector(1_000_000, 1_000_000, U40, U32, U16, 4_000_000, 1_000_000, 1_000_000),
      stepUp: createVector(1_000, U32, 10_000, U32, 500, U32, 1_000, U32),
      stepDown: createVector(U32, 10_000, U40, 10_000, U16, 50_000, U32, 10_000),
      budget: createVector(
        100_000,
        1_000_000,
        1_000_000,
        1_000_000,
        50_000,
        4_000_000,
        100_000,
        1_000_000,
      ),
      budgetWindowSec: 86_400,
      cooldownSec: 0,
    },
    fallbackVector: createVector(500, 200_000, 1_000, 86_400, 1_500, 300_000, 500, 100_000),
    freshness: { maxAgeSec: 3 * EPOCH_SEC, reportAgeSec: 1_200, reportAgeBlocks: 200 },
    source: {
      pool: zeroAddress,
      nativePool: zeroAddress,
      portfolio: zeroAddress,
      gasPriceOracle: zeroAddress,
      isQuoteToken0: false,
      quoteDecimals: 0,
      isNativeToken0: false,
      nativeQuoteDecimals: 0,
      hasGasLimit: true,
      segmentOffsetSec: 11,
      startVarianceWad: 250_000_000_000_000_000n,
      startDepthRefUsd6: 50_000_000_000_000n,
      priceFeed: zeroAddress,
      maxPriceDeviationPips: 0,
    },
    model: zeroAddress,
    coreHash: zeroHash,
    threshold,
    reporters: signers.map(({ address }) => address),
  }
}

/** Round figures would have cheaper calldata than measured ones have. */
function createObservation(isCalm: boolean) {
  return {
    baseFeePerGas: isCalm ? 20_123_456_789n : 3_987_654_321_987n,
    gasUsedRatioPips: isCalm ? 512_345n : 987_654n,
    nativePriceUsd6: 3_012_345_678n,
    depthUsd6: isCalm ? 50_123_456_789_123n : 20_987_654_321_987n,
    depthRefUsd6: 50_012_345_678_912n,
    varianceWad: 361_234_567_891_234_567n,
    navUsd6: 10_123_456_789_123n,
    dataFeeWei: isCalm ? 12_345_678_901_234n : 98_765_432_109_876n,
    curvaturePips: isCalm ? 249_123n : 248_321n,
    horizonSec: 0n,
  }
}
