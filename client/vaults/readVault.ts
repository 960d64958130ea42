import { type Address, ContractFunctionExecutionError, erc20Abi, type PublicClient } from 'viem'
import { portfolioAbi, positionVaultAbi, riskParametersAbi, vaultAbi } from '../../abi/index.ts'
import type { Parameters } from '../../core/index.ts'
import { toBigints } from '../../governance/index.ts'
import { explainNodeFailure } from '../../http/explainNodeFailure.ts'
import { type DueAction, toDueAction } from './decodeActed.ts'
import { readBaseSettings } from './readBaseSettings.ts'

/** Why a vault would not trade now, in the order of the contract's enum; `none`: it would. */
const planReasons = [
  ...(['none', 'no-parameters', 'price-unknown', 'price-deviates', 'empty'] as const),
  ...(['inside-band', 'too-soon', 'trade-too-small'] as const),
]
type PlanReason = (typeof planReasons)[number]

/** What `rebalance` would do, as `previewRebalance` tells it (contracts/interfaces/IRebalancingVault.sol). */
export interface VaultPlan {
  reason: PlanReason
  /** True: it sells the risky token for quote. */
  sellsRisky: boolean
  /** An exposure above what CPPI allows is cut at once. */
  isCut: boolean
  weightPips: bigint
  targetWeightPips: bigint
  driftPips: bigint
  bandPips: bigint
  returnPips: bigint
  /** Since the vault's clock was started, seconds. */
  elapsedSec: bigint
  /** Quote's smallest unit. */
  navQuote: bigint
  /** Size of the trade, quote's smallest unit. */
  tradeQuote: bigint
}

export interface VaultToken {
  symbol: string
  decimals: number
}

/** One of our vaults at one block. */
export interface VaultNow {
  kind: 'vault'
  isCppi: boolean
  /** Constant mix: the target; CPPI: the largest weight. */
  weightPips: bigint
  /** Part of each deposit that adds to the floor. */
  floorPips: bigint
  /** CPPI: the floor, quote's smallest unit. */
  floorQuote: bigint
  epochSec: bigint
  poolFeePips: bigint
  slippageCapPips: bigint
  plan: VaultPlan
  /** What the vault reads: of the market, or set by hand. */
  parameters: Parameters
  /** Whether they are those of the network's RiskParameters. */
  riskParameters: Address
  quote: VaultToken
  risky: VaultToken
}

/** A vault of ours with a position elsewhere (contracts/interfaces/IPositionVault.sol). */
export interface PositionNow {
  kind: 'position'
  /** While prices disagree, and before what needs no price, it tells neither value nor exposure: they are 0. */
  due: DueAction
  epochSec: bigint
  /** Whether they are those of the network's RiskParameters. */
  riskParameters: Address
  quote: VaultToken
  risky: VaultToken
}

/** A contract that only tells its figures (contracts/interfaces/IPortfolio.sol). */
export interface PortfolioNow {
  kind: 'portfolio'
  navUsd6: bigint
  curvaturePips: bigint
  horizonSec: bigint
}

/** Neither a vault nor a portfolio answers there, or it refuses to tell now. */
export interface SilentPortfolio {
  kind: 'silent'
}

/**
 * What a vault or another portfolio says of itself at a block.
 *
 * @throws viem's errors if the node fails.
 */
export async function readVault(
  client: PublicClient,
  address: Address,
  blockNumber: bigint,
): Promise<VaultNow | PositionNow | PortfolioNow | SilentPortfolio> {
  const due = await unlessRefused(
    client.readContract({
      address,
      abi: positionVaultAbi,
      functionName: 'previewAction',
      blockNumber,
    }),
  )
  if (due !== undefined) return readPosition(client, address, blockNumber, toDueAction(due))
  const at = { address, abi: vaultAbi, blockNumber } as const
  const settings = await unlessRefused(client.readContract({ ...at, functionName: 'settings' }))
  if (settings === undefined) return readPortfolio(client, address, blockNumber)
  const { riskParameters, marketId, quoteToken, riskyToken } = settings
  const [plan, floorQuote, parameters, quote, risky] = await Promise.all([
    client.readContract({ ...at, functionName: 'previewRebalance' }),
    client.readContract({ ...at, functionName: 'floorQuote' }),
    client.readContract({
      address: riskParameters,
      abi: riskParametersAbi,
      functionName: 'parameters',
      args: [marketId],
      blockNumber,
    }),
    readToken(client, quoteToken),
    readToken(client, riskyToken),
  ])
  return {
    kind: 'vault',
    isCppi: settings.mode === 1,
    weightPips: BigInt(settings.weightPips),
    floorPips: BigInt(settings.floorPips),
    floorQuote,
    epochSec: BigInt(settings.epochSec),
    poolFeePips: BigInt(settings.poolFeePips),
    slippageCapPips: BigInt(settings.slippageCapPips),
    plan: toPlan(plan),
    parameters: toBigints(parameters[0]) as Parameters,
    riskParameters,
    quote,
    risky,
  }
}

async function readPosition(
  client: PublicClient,
  address: Address,
  blockNumber: bigint,
  due: DueAction,
): Promise<PositionNow> {
  const settings = await readBaseSettings(client, address, blockNumber)
  const [quote, risky] = await Promise.all([
    readToken(client, settings.quoteToken),
    readToken(client, settings.riskyToken),
  ])
  const { epochSec, riskParameters } = settings
  return { kind: 'position', due, epochSec, riskParameters, quote, risky }
}

async function readPortfolio(
  client: PublicClient,
  address: Address,
  blockNumber: bigint,
): Promise<PortfolioNow | SilentPortfolio> {
  const figures = await unlessRefused(
    client.readContract({
      address,
      abi: portfolioAbi,
      functionName: 'portfolioFigures',
      blockNumber,
    }),
  )
  if (figures === undefined) return { kind: 'silent' }
  const [navUsd6, curvaturePips, horizonSec] = figures
  return {
    kind: 'portfolio',
    navUsd6,
    curvaturePips: BigInt(curvaturePips),
    horizonSec: BigInt(horizonSec),
  }
}

async function readToken(client: PublicClient, address: Address): Promise<VaultToken> {
  const token = { address, abi: erc20Abi } as const
  const [symbol, decimals] = await Promise.all([
    client.readContract({ ...token, functionName: 'symbol' }),
    client.readContract({ ...token, functionName: 'decimals' }),
  ])
  return { symbol, decimals }
}

/** Undefined where the contract refuses, or is none of this kind. */
async function unlessRefused<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  return asked.catch((error) => {
    const isOfContract =
      error instanceof ContractFunctionExecutionError && explainNodeFailure(error) === undefined
    if (isOfContract) return undefined
    throw error
  })
}

/**
 * A vault's plans at some blocks, whatever there is: undefined where it was not there yet.
 *
 * @throws viem's errors if the node fails, or does not have the blocks' states.
 */
export function readPlans(
  client: PublicClient,
  address: Address,
  blockNumbers: readonly bigint[],
): Promise<VaultPlan[]> {
  return Promise.all(
    blockNumbers.map(async (blockNumber) =>
      toPlan(
        await client.readContract({
          address,
          abi: vaultAbi,
          functionName: 'previewRebalance',
          blockNumber,
        }),
      ),
    ),
  )
}

type AbiPlan = Readonly<Record<Exclude<keyof VaultPlan, 'reason'>, bigint | number | boolean>> & {
  reason: number
}

function toPlan(plan: AbiPlan): VaultPlan {
  const figure = (name: keyof VaultPlan) => BigInt(plan[name] as number)
  return {
    reason: planReasons[plan.reason] ?? 'no-parameters',
    sellsRisky: plan.sellsRisky === true,
    isCut: plan.isCut === true,
    weightPips: figure('weightPips'),
    targetWeightPips: figure('targetWeightPips'),
    driftPips: figure('driftPips'),
    bandPips: figure('bandPips'),
    returnPips: figure('returnPips'),
    elapsedSec: figure('elapsedSec'),
    navQuote: figure('navQuote'),
    tradeQuote: figure('tradeQuote'),
  }
}
