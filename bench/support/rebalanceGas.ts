import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseAbi, parseEventLogs } from 'viem'
import { localAccounts } from '../../stack/local/accounts.ts'
import { addMarketAsTimelock } from '../../stack/local/addMarketAsTimelock.ts'
import { readArtifact } from '../../stack/local/artifacts.ts'
import { createChainClient, send } from '../../stack/local/chainClient.ts'
import { choosePort } from '../../stack/local/choosePort.ts'
import { deployGovernance } from '../../stack/local/deployGovernance.ts'
import { deployVault } from '../../stack/local/deployVault.ts'
import { deployVenue } from '../../stack/local/deployVenue.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { openPool } from '../../stack/local/openPool.ts'
import { startAnvil } from '../../stack/local/startAnvil.ts'
import type { Figure } from '../figure.ts'
import { createReporter } from './createReporter.ts'
import { gasFigure } from './gasFigure.ts'
import { median } from './median.ts'

const CHAIN_ID = 31_337
/** Rebalances that are measured, after as many that are not. */
const ROUNDS = 6
/** Longer than the local market's epoch, and than the window. */
const PAUSE_SEC = 3_600
/** What the pool has to remember for the vault's mean price. */
const WINDOW_SEC = 1_800
/** `enum Status`. */
const ACTIVE = 1
const DEPOSIT = 10_000_000n * 10n ** 6n
const MARKET = { tick: 201_000n, liquidity: 10n ** 18n, observationCardinality: 60 }

const tokenAbi = parseAbi([
  'function mint(address, uint256)',
  'function approve(address, uint256) returns (bool)',
])

/**
 * Gas of `rebalance` on the real pool, whole transactions that read a value in force: a vault that holds dollars only buys
 * its way towards half ether, a part at a time, each after a report. Nobody else trades: where somebody has, within the
 * window of the mean price, the pool takes some 20,000 gas more to find its own record of that time.
 */
export async function measureRebalanceGas(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-gas-'))
  const port = await choosePort('anvil', undefined)
  const anvil = await startAnvil({
    port,
    chainId: CHAIN_ID,
    logFile: join(folder, 'anvil.log'),
    dataDir: folder,
  })
  try {
    const url = `http://127.0.0.1:${port}`
    const client = createChainClient(url)
    const governance = await deployGovernance({ url, chainId: CHAIN_ID, root: folder })
    const venue = await deployVenue(client, 500)
    const vault = await deployVault(client, governance, venue)
    await addMarketAsTimelock(client, governance, createLocalMarket(venue, vault))
    await openPool(client, venue, MARKET)
    const sign = createReporter(client, governance.riskParameters)
    const onRisk = {
      address: governance.riskParameters,
      abi: readArtifact('RiskParameters').abi,
    }

    const { operator } = localAccounts
    const { abi } = readArtifact('vault/RebalancingVault')
    const onDollar = { address: venue.dollar, abi: tokenAbi }
    await send(client, operator, {
      ...onDollar,
      functionName: 'mint',
      args: [operator.address, DEPOSIT],
    })
    await send(client, operator, { ...onDollar, functionName: 'approve', args: [vault, DEPOSIT] })
    const pass = async (seconds: number) => {
      await client.increaseTime({ seconds })
      await client.mine({ blocks: 1 })
    }
    await pass(WINDOW_SEC)
    const onVault = { address: vault, abi }
    await send(client, operator, {
      ...onVault,
      functionName: 'deposit',
      args: [DEPOSIT, operator.address],
    })
    const gas: number[] = []
    for (let round = 0; round < 2 * ROUNDS; round++) {
      await pass(PAUSE_SEC)
      await send(client, operator, {
        ...onRisk,
        functionName: 'push',
        args: await sign(LOCAL_MARKET_ID),
      })
      const receipt = await send(client, operator, {
        ...onVault,
        functionName: 'rebalance',
        args: [],
      })
      const [rebalanced] = parseEventLogs({ abi, eventName: 'Rebalanced', logs: receipt.logs })
      if ((rebalanced?.args as { status?: number } | undefined)?.status !== ACTIVE)
        throw new Error('the vault read no value in force; nothing to measure')
      if (round >= ROUNDS) gas.push(Number(receipt.gasUsed))
    }
    return [gasFigure('rebalance', median(gas), { aim: 140_000 })]
  } finally {
    await anvil.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
