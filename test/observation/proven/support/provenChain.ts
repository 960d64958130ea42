import {
  type Abi,
  type Address,
  encodeFunctionData,
  type Hex,
  keccak256,
  parseAbi,
  stringToHex,
  zeroAddress,
  zeroHash,
} from 'viem'
import { provenReporterAbi } from '../../../../abi/index.ts'
import { exampleSettings } from '../../../../backtest/exampleSettings.ts'
import type { Policy } from '../../../../core/index.ts'
import { computeSqrtPriceX96 } from '../../../../observation/index.ts'
import type { ProvenSettings } from '../../../../observation/proven/index.ts'
import { localAccounts } from '../../../../stack/local/accounts.ts'
import { readArtifact, readPublishedArtifact } from '../../../../stack/local/artifacts.ts'
import { type ChainClient, deployArtifact, send } from '../../../../stack/local/chainClient.ts'
import { buildSolidity } from '../../../support/buildSolidity.ts'

/** Answers every call with its first three slots: a portfolio, or a fee oracle. */
const TELLER_CODE = '0x5f545f5260015460205260025460405260605ff3'
/** Answers every call with (true, 0): an AccessManager that lets everybody. */
const OPEN_MANAGER_CODE = '0x60015f525f60205260405ff3'
const MANAGER: Address = '0x000000000000000000000000000000000000acce'
export const PORTFOLIO: Address = '0x00000000000000000000000000000000000000f1'
export const ORACLE: Address = '0x00000000000000000000000000000000000000f2'
const PUSH_GAS = 2_000_000n
/** Above any recorded base fee. */
const MAX_FEE_PER_GAS = 10n ** 15n

export interface ProvenMarket {
  marketId: Hex
  policy: Policy
  settings: ProvenSettings
  reporter: Address
}

/** RiskParameters where anybody may add a market, and contracts that tell what a test sets. */
export async function deployRiskParameters(client: ChainClient): Promise<Address> {
  await client.setCode({ address: MANAGER, bytecode: OPEN_MANAGER_CODE })
  await client.setCode({ address: PORTFOLIO, bytecode: TELLER_CODE })
  await client.setCode({ address: ORACLE, bytecode: TELLER_CODE })
  const args = [MANAGER, keccak256('0x01'), 0]
  const artifact = readArtifact('RiskParameters')
  return deployArtifact(client, localAccounts.deployer, 'RiskParameters', artifact, args)
}

/** A market that its own ProvenReporter alone reports to. */
export async function addProvenMarket(
  client: ChainClient,
  riskParameters: Address,
  name: string,
  policy: Policy,
  settings: ProvenSettings,
): Promise<ProvenMarket> {
  const { deployer } = localAccounts
  const marketId = stringToHex(name, { size: 32 })
  // The contracts' source names a feed of signed prices as well, which nothing here measures.
  const source = { ...settings.source, priceFeed: zeroAddress, maxPriceDeviationPips: 0n }
  const reporter = await deployArtifact(
    client,
    deployer,
    'ProvenReporter',
    readArtifact('evidence/ProvenReporter'),
    [{ riskParameters, marketId, ...settings, source }],
  )
  const { bounds, fallbackVector, freshness } = exampleSettings
  const market = {
    policy,
    bounds,
    fallbackVector,
    freshness,
    source,
    model: zeroAddress,
    coreHash: zeroHash,
    threshold: 1,
    reporters: [reporter],
  }
  const { abi } = readArtifact('RiskParameters')
  const call = { address: riskParameters, abi, functionName: 'addMarket', args: [marketId, market] }
  await send(client, deployer, call)
  return { marketId, policy, settings, reporter }
}

/** What the portfolio, or the oracle, answers from now on. */
export async function tell(client: ChainClient, address: Address, words: readonly bigint[]) {
  for (const [index, word] of words.entries()) {
    const value: Hex = `0x${word.toString(16).padStart(64, '0')}`
    await client.setStorageAt({ address, index, value })
  }
}

/** Sends a call to a reporter and does not wait: it is for a block that the replay makes. */
export function sendToReporter(
  client: ChainClient,
  reporter: Address,
  call:
    | { functionName: 'push' | 'measure'; args: [bigint] }
    | { functionName: 'pushWithHeader'; args: [bigint, Hex] },
): Promise<Hex> {
  const data = encodeFunctionData({ abi: provenReporterAbi, ...call } as never)
  return sendLater(client, reporter, data)
}

function sendLater(client: ChainClient, to: Address, data: Hex, value = 0n): Promise<Hex> {
  const fees = { maxFeePerGas: MAX_FEE_PER_GAS, maxPriorityFeePerGas: 0n }
  const account = localAccounts.operator
  return client.sendTransaction({ to, data, value, account, gas: PUSH_GAS, ...fees, chain: null })
}

const wethAbi = parseAbi(['function deposit() payable', 'function withdraw(uint256)'])

/** Wraps ether of the operator's, or unwraps it, in the next block. */
export function changeHoldings(client: ChainClient, weth: Address, amount: bigint): Promise<Hex> {
  return amount > 0n
    ? sendLater(client, weth, encodeFunctionData({ abi: wethAbi, functionName: 'deposit' }), amount)
    : sendLater(
        client,
        weth,
        encodeFunctionData({ abi: wethAbi, functionName: 'withdraw', args: [-amount] }),
      )
}

const factoryAbi = parseAbi([
  'function createPool(address, address, uint24) returns (address)',
  'function getPool(address, address, uint24) view returns (address)',
])
const poolAbi = parseAbi([
  'function initialize(uint160)',
  'function increaseObservationCardinalityNext(uint16)',
])
const NATIVE_POOL_FEE_PIPS = 500

/** A pool of two tokens with 18 decimals, and a function that moves its price in the next block. */
export async function openNativePool(client: ChainClient, factory: Address, tick: bigint) {
  await buildSolidity('VaultPoolActor', 'MockToken')
  const { deployer } = localAccounts
  const actorArtifact = readTestArtifact('VaultPoolActor')
  const actor = await deployArtifact(client, deployer, 'VaultPoolActor', actorArtifact)
  const tokens: Address[] = []
  for (const name of ['ONE', 'TWO']) {
    const artifact = readTestArtifact('MockToken')
    const address = await deployArtifact(client, deployer, name, artifact, [name, 18])
    await send(client, deployer, {
      address,
      abi: artifact.abi,
      functionName: 'mint',
      args: [actor, 1n << 200n],
    })
    tokens.push(address)
  }
  const args = [tokens[0] as Address, tokens[1] as Address, NATIVE_POOL_FEE_PIPS] as const
  await send(client, deployer, {
    address: factory,
    abi: factoryAbi,
    functionName: 'createPool',
    args,
  })
  const pool = await client.readContract({
    address: factory,
    abi: factoryAbi,
    functionName: 'getPool',
    args,
  })
  const onPool = { address: pool, abi: poolAbi }
  await send(client, deployer, {
    ...onPool,
    functionName: 'initialize',
    args: [computeSqrtPriceX96(tick)],
  })
  await send(client, deployer, {
    ...onPool,
    functionName: 'increaseObservationCardinalityNext',
    args: [300],
  })
  const onActor = { address: actor, abi: actorArtifact.abi }
  const mint = { functionName: 'mint', args: [pool, -887_270, 887_270, 10n ** 21n] }
  await send(client, deployer, { ...onActor, ...mint })
  const move = (toTick: bigint) => {
    const data = encodeFunctionData({
      abi: actorArtifact.abi,
      functionName: 'moveTo',
      args: [pool, computeSqrtPriceX96(toTick)],
    })
    return sendLater(client, actor, data)
  }
  return { pool, move }
}

function readTestArtifact(name: string): { abi: Abi; bytecode: Hex } {
  const folder = new URL('../../../../build/artifacts/test/contracts/support/', import.meta.url)
  return readPublishedArtifact(new URL(`${name}.sol/${name}.json`, folder).pathname)
}
