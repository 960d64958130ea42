import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import hre from 'hardhat'
import { type Abi, type Address, type Hex, parseAbi, parseEventLogs } from 'viem'
import type { Header } from '../../../observation/index.ts'
import { buildSolidity } from '../../support/buildSolidity.ts'

const require = createRequire(import.meta.url)
const artifacts = '@uniswap/v3-core/artifacts/contracts'

function readArtifact(name: string): { abi: Abi; bytecode: Hex } {
  return JSON.parse(readFileSync(require.resolve(`${artifacts}/${name}.sol/${name}.json`), 'utf8'))
}

const poolAbi = parseAbi([
  'function initialize(uint160 sqrtPriceX96)',
  'function increaseObservationCardinalityNext(uint16 cardinality)',
  'function burn(int24 tickLower, int24 tickUpper, uint128 amount) returns (uint256 amount0, uint256 amount1)',
  'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16 index, uint16 cardinality, uint16 cardinalityNext, uint8 feeProtocol, bool unlocked)',
  'function liquidity() view returns (uint128)',
  'function observe(uint32[] secondsAgos) view returns (int56[] tickCumulatives, uint160[] secondsPerLiquidityCumulativeX128s)',
])

// Of test/contracts/support: the Solidity tests' own, for which no types are generated.
const actorAbi = parseAbi([
  'function mint(address pool, int24 tickLower, int24 tickUpper, uint128 liquidity)',
  'function moveTo(address pool, uint160 sqrtPriceX96) returns (int256 amount0, int256 amount1)',
])
const tokenAbi = parseAbi(['function mint(address to, uint256 amount)'])

/** Fee of the pools here, 0.05 %, 1e6 = 1. Their ticks are 10 apart. */
export const POOL_FEE_PIPS = 500

/** A real Uniswap v3 pool, not initialised, on a chain of this process, with somebody who owns enough of both tokens. */
export async function createRealPool() {
  await buildSolidity('VaultPoolActor', 'MockToken')
  const connection = await hre.network.create({ override: { allowBlocksWithSameTimestamp: true } })
  const { viem } = connection
  const [account] = await viem.getWalletClients()
  if (account === undefined) throw new Error('the chain has no account')
  const publicClient = await viem.getPublicClient()
  const testClient = await viem.getTestClient()

  const actor = await viem.deployContract('VaultPoolActor')
  const tokens = [
    await viem.deployContract('MockToken', ['ONE', 18]),
    await viem.deployContract('MockToken', ['TWO', 18]),
  ] as const
  const { abi: factoryAbi, bytecode } = readArtifact('UniswapV3Factory')
  const wait = (hash: Hex) => publicClient.waitForTransactionReceipt({ hash })
  for (const { address } of tokens) {
    const args = [actor.address, 1n << 250n] as const
    await wait(await account.writeContract({ address, abi: tokenAbi, functionName: 'mint', args }))
  }
  const deployed = await wait(await account.deployContract({ abi: factoryAbi, bytecode, args: [] }))
  const creation = await wait(
    await account.writeContract({
      address: deployed.contractAddress as Address,
      abi: factoryAbi,
      functionName: 'createPool',
      args: [tokens[0].address, tokens[1].address, POOL_FEE_PIPS],
    }),
  )
  const [created] = parseEventLogs({ abi: factoryAbi, logs: creation.logs }) as unknown as [
    { args: { pool: Address } },
  ]
  const { pool } = created.args
  await testClient.impersonateAccount({ address: actor.address })
  await testClient.setBalance({ address: actor.address, value: 1n << 80n })

  /** The next block comes so many seconds after the last one. */
  const pass = async (seconds: number) => {
    const { timestamp } = await publicClient.getBlock()
    const next = timestamp + BigInt(seconds)
    await testClient.setNextBlockTimestamp({ timestamp: next })
    return next
  }
  const call = { address: pool, abi: poolAbi } as const
  const actorCall = { address: actor.address, abi: actorAbi } as const

  return {
    pool,
    actor,
    publicClient,
    testClient,
    pass,
    /** An empty block so many seconds after the last one. */
    async mine(seconds: number) {
      await pass(seconds)
      await testClient.mine({ blocks: 1 })
    },
    async initialize(sqrtPriceX96: bigint) {
      // An estimate is made for another moment than the block's, and was once too low.
      const gas = 500_000n
      const args = [sqrtPriceX96] as const
      await wait(await account.writeContract({ ...call, functionName: 'initialize', args, gas }))
    },
    async growMemory(cardinality: number) {
      const functionName = 'increaseObservationCardinalityNext'
      // Every slot costs a storage write: in parts, for the sake of a transaction's gas limit.
      for (let size = 100; size < cardinality + 100; size += 100) {
        await wait(await account.writeContract({ ...call, functionName, args: [size] }))
      }
    },
    async mint(tickLower: number, tickUpper: number, liquidity: bigint) {
      const args = [pool, tickLower, tickUpper, liquidity] as const
      await wait(await account.writeContract({ ...actorCall, functionName: 'mint', args }))
    },
    async burn(tickLower: number, tickUpper: number, liquidity: bigint) {
      const args = [tickLower, tickUpper, liquidity] as const
      const sender = { account: actor.address, chain: account.chain }
      await wait(await account.writeContract({ ...call, ...sender, functionName: 'burn', args }))
    },
    async moveTo(sqrtPriceX96: bigint) {
      const args = [pool, sqrtPriceX96] as const
      await wait(await account.writeContract({ ...actorCall, functionName: 'moveTo', args }))
    },
    /** What the pool would take and give for a move to a price: positive is paid to the pool. */
    async quoteMoveTo(sqrtPriceX96: bigint) {
      const args = [pool, sqrtPriceX96] as const
      const functionName = 'moveTo'
      const { result } = await publicClient.simulateContract({ ...actorCall, functionName, args })
      const [amount0, amount1] = result
      return { amount0, amount1 }
    },
    async readState() {
      const [sqrtPriceX96, tick] = await publicClient.readContract({
        ...call,
        functionName: 'slot0',
      })
      const liquidity = await publicClient.readContract({ ...call, functionName: 'liquidity' })
      return { sqrtPriceX96, tick: BigInt(tick), liquidity }
    },
    /** The pool's own accumulators at past times, in unix seconds. */
    async observe(times: readonly bigint[]) {
      const { timestamp } = await publicClient.getBlock()
      const [ticks, secondsPerLiquidityX128] = await publicClient.readContract({
        ...call,
        functionName: 'observe',
        args: [times.map((at) => Number(timestamp - at))],
      })
      return { ticks, secondsPerLiquidityX128 }
    },
    /** All headers and all logs so far. */
    async readChain() {
      const last = await publicClient.getBlockNumber()
      const headers: Header[] = []
      for (let blockNumber = 0n; blockNumber <= last; blockNumber += 1n) {
        headers.push(await publicClient.getBlock({ blockNumber }))
      }
      const logs = await publicClient.getLogs({ fromBlock: 0n, toBlock: last })
      return { headers, logs }
    },
    close: () => connection.close(),
  }
}

export type RealPool = Awaited<ReturnType<typeof createRealPool>>
