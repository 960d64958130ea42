import { type Abi, type Address, concat, type Hex, parseAbi, parseEther } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { adminAbi, provenReporterAbi } from '../../../abi/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import { deployArtifact, send } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { openPool } from '../../../stack/local/openPool.ts'
import type { MeasuredChain } from './measuredChain.ts'

/** How old the earlier base fee has to be at least, in blocks. */
export const MIN_FEE_AGE_BLOCKS = 5
const MAX_FEE_AGE_BLOCKS = 256
const NATIVE_FEE_PIPS = 500
const SWAP_QUOTE = 2_000_000_000_000n

// With value: PUSH0 SLOAD, 1 ADD, PUSH0 SSTORE, STOP. Without: TIMESTAMP times 10,000 and what is stored, 250,000, 0.
const clockedPortfolio =
  '0x3415600d575f546001015f55005b42612710025f54015f526203d0906020525f60405260605ff3'

const factoryAbi = parseAbi([
  'function createPool(address tokenA, address tokenB, uint24 fee) returns (address)',
  'function getPool(address tokenA, address tokenB, uint24 fee) view returns (address)',
])

interface Call {
  address: Address
  abi: Abi
  functionName: string
  args: readonly unknown[]
  value?: bigint
}

const toCall = (address: Address, functionName: string, ...args: readonly unknown[]): Call => ({
  address,
  abi: provenReporterAbi,
  functionName,
  args,
})

const sortAddresses = (addresses: readonly Address[]) =>
  addresses.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))

/** The local market of a chain, measured by contracts of evidence. */
export function createProvenMarket(chain: MeasuredChain) {
  const { client, addresses, readLatest, pass, swap } = chain
  const { riskParameters, timelock } = addresses.governance
  const { deployer, operator } = localAccounts

  async function deploy(
    name: 'ProvenReporter' | 'EvidenceChecker',
    change: { isLean?: boolean; valuesHoldings?: boolean } = {},
    ...more: readonly unknown[]
  ): Promise<Address> {
    const { market } = (await readLatest()).evidence
    const settings = {
      riskParameters,
      marketId: LOCAL_MARKET_ID,
      source: market.sources.at(-1)?.value,
      isLean: change.isLean ?? false,
      valuesHoldings: change.valuesHoldings ?? false,
      varianceCap: 512,
      minFeeAgeBlocks: MIN_FEE_AGE_BLOCKS,
      maxFeeAgeBlocks: MAX_FEE_AGE_BLOCKS,
    }
    const artifact = readArtifact(`evidence/${name}`)
    return deployArtifact(client, deployer, name, artifact, [settings, ...more])
  }

  /** Changes the market as if a vote had passed. */
  async function vote(functionName: string, ...args: readonly unknown[]): Promise<void> {
    await client.impersonateAccount({ address: timelock })
    await client.setBalance({ address: timelock, value: parseEther('1') })
    const call = { address: riskParameters, abi: adminAbi, functionName }
    await send(client, timelock, { ...call, args: [LOCAL_MARKET_ID, ...args] })
    await client.stopImpersonatingAccount({ address: timelock })
  }

  const setReporters = (reporters: readonly Address[], threshold: number) =>
    vote('setReporters', sortAddresses(reporters), threshold)

  const toPush = (reporter: Address) => toCall(reporter, 'push', 0n)
  const call = (one: Call) => send(client, operator, one)

  return {
    deploy,
    setReporters,
    /** A second pool of the same tokens becomes the one that tells the native coin's price. */
    async splitNativePool(): Promise<void> {
      const { venue } = addresses
      const args = [venue.dollar, venue.weth, NATIVE_FEE_PIPS] as const
      const factory = { address: venue.factory, abi: factoryAbi } as const
      await send(client, operator, { ...factory, functionName: 'createPool', args })
      const pool = await client.readContract({ ...factory, functionName: 'getPool', args })
      const own = { ...venue, pool, feePips: NATIVE_FEE_PIPS }
      await openPool(client, own, {
        tick: 200_311n,
        liquidity: 10n ** 18n,
        observationCardinality: 300,
      })
      const { market } = (await readLatest()).evidence
      await vote('setSource', { ...market.sources.at(-1)?.value, nativePool: pool })
    },
    toPush,
    /** Puts a portfolio in the vault's place that is worth $10,000 a second since 1970, and a cent more after each `toGain`. */
    replacePortfolio: () =>
      client.setCode({ address: addresses.vault, bytecode: clockedPortfolio }),
    toGain: (): Call => ({
      address: addresses.vault,
      abi: parseAbi(['function gain() payable']),
      functionName: 'gain',
      args: [],
      value: 1n,
    }),
    /** Keeps, without a report. */
    measure: (reporter: Address) => call(toCall(reporter, 'measure', 0n)),
    push: (reporter: Address) => call(toPush(reporter)),
    pushWithHeader: (reporter: Address, header: Hex) =>
      call(toCall(reporter, 'pushWithHeader', 0n, header)),
    /** Sends a call to a contract that does nothing but pass it on. */
    async passOn(reporter: Address, functionName: string, ...args: readonly unknown[]) {
      const forwarder = '0x00000000000000000000000000000000000f0f0f'
      await client.setCode({ address: forwarder, bytecode: passCalls(reporter) })
      return call(toCall(forwarder, functionName, ...args))
    },
    /** Calls in one block, in this order. @throws if one of them is reverted. */
    async sendInOneBlock(calls: readonly (readonly [HDAccount, Call])[]) {
      await client.setAutomine(false)
      const hashes: Hex[] = []
      for (const [at, [account, one]] of calls.entries()) {
        // The dearest comes first.
        const maxPriorityFeePerGas = BigInt(calls.length - at) * 1_000_000_000n
        const fees = { maxPriorityFeePerGas, maxFeePerGas: 10n ** 12n, gas: 3_000_000n }
        hashes.push(await client.writeContract({ ...one, ...fees, account, chain: null } as never))
      }
      await client.mine({ blocks: 1 })
      await client.setAutomine(true)
      for (const hash of hashes) {
        const { status } = await client.waitForTransactionReceipt({ hash })
        if (status !== 'success') throw new Error(`the transaction ${hash} was reverted`)
      }
    },
    /** Minutes with a swap in each, at base fees that rise and fall. */
    async trade(minutes: number): Promise<void> {
      for (let minute = 0; minute < minutes; minute += 1) {
        const baseFeePerGas = 20_000_000_000n + BigInt((minute * 7_919) % 11) * 300_000_000n
        await client.setNextBlockBaseFeePerGas({ baseFeePerGas })
        await pass(48)
        await swap(SWAP_QUOTE / BigInt(1 + (minute % 7)))
      }
    },
  }
}

/** Code that passes a call on, with all that it brings, and fails if it fails. */
const passCalls = (to: Address): Hex =>
  // CALLDATACOPY of all; CALL; ISZERO, JUMPI to REVERT; STOP
  concat(['0x365f5f375f5f365f5f73', to, '0x5af11560255700', '0x5b5f5ffd'])
