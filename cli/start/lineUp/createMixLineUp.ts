import { type Address, erc20Abi } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { portfolioAbi, vaultAbi } from '../../../abi/index.ts'
import { defaultNavUsd6, defaultWeightPips } from '../../../backtest/defaultPolicy.ts'
import { maxOf } from '../../../observation/integerMath.ts'
import { createKeeper } from '../../../stack/demo/createKeeper.ts'
import { deployControlVaults } from '../../../stack/demo/deployControlVaults.ts'
import { fundKeepers } from '../../../stack/demo/fundKeepers.ts'
import { fundVaults } from '../../../stack/demo/fundVaults.ts'
import { createIdleKeeper, keepByClock } from '../../../stack/demo/keepByClock.ts'
import { passUntil } from '../../../stack/demo/passUntil.ts'
import { createChainClient } from '../../../stack/local/chainClient.ts'
import { summarizeVaults } from '../summarizeVaults.ts'
import type { ReadVault } from '../watchChain.ts'
import type { LineUp, LineUpOptions } from './lineUp.ts'

/** Before the vote: twelve blocks for the vaults' money, six for three of their contracts. */
const FUNDED_BEFORE_SEC = 60n
/** The daily clock strikes at 08:00 UTC, as in the comparisons of docs/backtest.md. */
const CLOCK_SEC = 8n * 3_600n
const DAY_SEC = 86_400n
/** Ours first, then the controls. */
const vaultNames = ['gimbal', 'hold', 'fixed 2.5 %', 'daily 08:00'] as const

/** The reference vault, half dollars and half ether, and three controls. */
export async function createMixLineUp(options: LineUpOptions): Promise<LineUp> {
  const { stack, day, governedAt } = options
  const client = createChainClient(stack.urls.rpc)
  await passUntil(client, governedAt - FUNDED_BEFORE_SEC)
  const { hold, fixed, clock } = await deployControlVaults(stack)
  const addresses = [stack.addresses.vault, hold, fixed, clock]
  // Before the blocks that bring the vaults their money: ether from nowhere stays in the state that anvil keeps of the block
  // that was the latest, and there it is not what the header says.
  const accounts = await fundKeepers(stack, ['gimbal', 'fixed', 'clock'])
  await fundVaults(stack, addresses, defaultNavUsd6)
  const { rpc: url } = stack.urls
  const [ours, holder, fixedName, clockName] = vaultNames
  const create = (name: string, vault: Address, account: HDAccount) =>
    createKeeper({ url, vault, account, name })
  return {
    market: stack,
    vaults: addresses.map((address, at) => ({ name: vaultNames[at] as string, address })),
    createKeepers: (fromAt) => [
      create(ours, stack.addresses.vault, accounts.gimbal),
      createIdleKeeper({ name: holder, address: hold }),
      create(fixedName, fixed, accounts.fixed),
      keepByClock(create(clockName, clock, accounts.clock), {
        url,
        fromAt,
        periodSec: DAY_SEC,
        offsetSec: CLOCK_SEC,
      }),
    ],
    readVault: createReader(stack.addresses.venue.dollar),
    summarize: async (played) => ({ vaults: await summarizeVaults(stack, day, played) }),
  }
}

// By itself, and not from its plan: that one knows no drift while spot and mean price disagree.
function createReader(dollar: Address): ReadVault {
  return async (client, address, blockNumber) => {
    const [[navUsd6], quote, { bandPips }] = await Promise.all([
      client.readContract({
        address,
        abi: portfolioAbi,
        functionName: 'portfolioFigures',
        blockNumber,
      }),
      client.readContract({
        address: dollar,
        abi: erc20Abi,
        functionName: 'balanceOf',
        args: [address],
        blockNumber,
      }),
      client.readContract({
        address,
        abi: vaultAbi,
        functionName: 'previewRebalance',
        blockNumber,
      }),
    ])
    const weightPips = navUsd6 === 0n ? 0n : ((navUsd6 - quote) * 1_000_000n) / navUsd6
    const driftPips = weightPips - defaultWeightPips
    return { navUsd6, driftPips: maxOf(driftPips, -driftPips), bandPips: BigInt(bandPips) }
  }
}
