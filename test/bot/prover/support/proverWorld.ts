import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, type Hex, parseEther } from 'viem'
import { type HDAccount, mnemonicToAccount } from 'viem/accounts'
import { provenReporterAbi } from '../../../../abi/index.ts'
import { LOCAL_MNEMONIC, localAccounts } from '../../../../stack/local/accounts.ts'
import { addMarketAsTimelock } from '../../../../stack/local/addMarketAsTimelock.ts'
import { send } from '../../../../stack/local/chainClient.ts'
import { deployGovernance } from '../../../../stack/local/deployGovernance.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../../../../stack/local/localMarket.ts'
import { startWorld, type World } from '../../../venues/support/startWorld.ts'

/** Of the local words' accounts, the first that acts as a prover. */
const PROVER_INDEX = 70
export const SLOT_SEC = 12n
/** An account without code: what it holds is valued. */
const HOLDER = '0x00000000000000000000000000000000000f01d0'
/** A second market, whose reporters are people. */
export const SIGNED_MARKET_ID: Hex = `0x${'5'.repeat(64)}`

export interface ProverWorld {
  world: World
  marketId: Hex
  riskParameters: Address
  reporter: Address
  /** Of the deployment, as commands take it by --network. */
  networkFile: string
  /** As it was deployed. */
  settings: ReturnType<typeof createSettings>
  /** With ether. */
  provers: readonly HDAccount[]
  /** Mines a block a slot later, with whatever waits. */
  mine(): Promise<void>
  /** Mines a block a slot later with a trade, which makes an entry in the pool's ring. Nothing else may wait. */
  trade(): Promise<void>
  /** Mines until the time is this far into its segment, seconds; less than a slot off. */
  mineUntil(sinceBoundarySec: bigint): Promise<void>
  stop(): Promise<void>
}

function createSettings(riskParameters: Address, local: ReturnType<typeof createLocalMarket>) {
  return {
    riskParameters,
    marketId: LOCAL_MARKET_ID,
    source: local.source,
    isLean: false,
    valuesHoldings: true,
    varianceCap: 512,
    minFeeAgeBlocks: 25,
    maxFeeAgeBlocks: 256,
  }
}

/** A market whose one reporter measures for itself, on a real pool with half an hour of memory. From then on blocks come by `mine`. */
export async function startProverWorld(): Promise<ProverWorld> {
  const root = await mkdtemp(join(tmpdir(), 'gimbal-prover-world-'))
  const world = await startWorld()
  try {
    const { client, url, venue, deploy, give } = world
    const governance = await deployGovernance({ url, chainId: 31_337, root })
    const { riskParameters } = governance
    const local = createLocalMarket(venue, HOLDER)
    await give(HOLDER, { usd6: 5n * 10n ** 12n, wad: 2_500n * 10n ** 18n })
    const settings = createSettings(riskParameters, local)
    const reporter = await deploy('ProvenReporter', 'evidence/ProvenReporter', [settings])
    const proven = Object.assign({}, local, { threshold: 1, reporters: [reporter] })
    await addMarketAsTimelock(client, governance, proven)
    await addMarketAsTimelock(client, governance, local, SIGNED_MARKET_ID)
    const provers = [0, 1, 2].map((at) =>
      mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: PROVER_INDEX + at }),
    )
    for (const { address } of provers) {
      await client.setBalance({ address, value: parseEther('100') })
    }
    // A block of another account does not take a prover's transactions along.
    await client.setAutomine(false)
    const mine = async () => {
      const { timestamp } = await client.getBlock()
      await client.setNextBlockTimestamp({ timestamp: timestamp + SLOT_SEC })
      await client.mine({ blocks: 1 })
    }
    let trades = 0n
    const trade = async () => {
      const { timestamp } = await client.getBlock()
      await client.setAutomine(true)
      await client.setNextBlockTimestamp({ timestamp: timestamp + SLOT_SEC })
      trades += 1n
      await world.movePrice(2_000_000_000n + (trades % 2n) * 2_000_000n)
      await client.setAutomine(false)
    }
    for (let block = 0; block < 30; block++) await trade()
    return {
      world,
      marketId: LOCAL_MARKET_ID,
      riskParameters,
      reporter,
      networkFile: join(root, 'deployments', '31337.json'),
      settings,
      provers,
      mine,
      trade,
      async mineUntil(sinceBoundarySec) {
        for (;;) {
          const { timestamp } = await client.getBlock()
          const since = timestamp % 120n
          if (since >= sinceBoundarySec && since < sinceBoundarySec + SLOT_SEC) return
          await mine()
        }
      },
      async stop() {
        await world.stop()
        await rm(root, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await world.stop()
    throw error
  }
}

/** Has the reporter measure once by hand, so that it keeps a base fee; then blocks until that one is old enough. */
export async function startState(chain: ProverWorld): Promise<void> {
  const { world, reporter, mine } = chain
  await world.client.setAutomine(true)
  const call = { address: reporter, abi: provenReporterAbi, functionName: 'measure', args: [0n] }
  await send(world.client, localAccounts.operator, call)
  await world.client.setAutomine(false)
  for (let block = 0; block < 26; block++) await mine()
}
