import { type Abi, type Address, parseEther, type TransactionReceipt } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import { readPerpPriceWad } from '../../../stack/venues/alignPerpetual.ts'
import { deployPerpVenue, type Perpetual } from '../../../stack/venues/deployPerpetual.ts'
import { perpetualAbi } from '../../../stack/venues/perpetualAbi.ts'
import type { World } from './startWorld.ts'

const { abi: venueAbi } = readArtifact('venues/perp/PerpV2Venue')
const tokenAbi = [
  {
    type: 'function',
    name: 'transfer',
    stateMutability: 'nonpayable',
    inputs: [{ type: 'address' }, { type: 'uint256' }],
    outputs: [{ type: 'bool' }],
  },
] as const satisfies Abi

/** No price limit. */
const anyPrice = (sizeWad: bigint) => (sizeWad < 0n ? 0n : 2n ** 256n - 1n)

export interface PerpPosition {
  /** 1e18 = one ether, below 0: short. */
  sizeWad: bigint
  /** 1e6 = $1. */
  cashUsd6: bigint
}

/** An adapter on the real venue, whose vault is a plain account, so that each call can be made alone. */
export async function bindAdapter(world: World, perpetual: Perpetual, vault: HDAccount) {
  const { client } = world
  const address: Address = await deployPerpVenue(client, perpetual)
  const read = (functionName: string) =>
    client.readContract({ address, abi: venueAbi, functionName }) as Promise<unknown>
  const call = (caller: HDAccount, functionName: string, args: readonly unknown[] = []) =>
    world.call(caller, address, venueAbi, functionName, args)
  await call(vault, 'bind')
  return {
    address,
    call,
    async position(): Promise<PerpPosition> {
      const [sizeWad, cashUsd6] = (await read('position')) as [bigint, bigint]
      return { sizeWad, cashUsd6 }
    },
    readUsd6: (figure: 'markPriceWad' | 'tradePriceWad' | 'freeMarginQuote') =>
      read(figure) as Promise<bigint>,
    readPips: (figure: 'maintenancePips' | 'feePips') => read(figure) as Promise<number>,
    async addMargin(amountUsd6: bigint): Promise<TransactionReceipt> {
      await world.give(vault.address, { usd6: amountUsd6 })
      await world.call(vault, perpetual.dollar, tokenAbi, 'transfer', [address, amountUsd6])
      return call(vault, 'addMargin', [amountUsd6])
    },
    /** What came back to the vault, 1e6 = $1. */
    async removeMargin(amountUsd6: bigint): Promise<bigint> {
      const before = await world.balanceOf(perpetual.dollar, vault.address)
      await call(vault, 'removeMargin', [amountUsd6])
      return (await world.balanceOf(perpetual.dollar, vault.address)) - before
    },
    /** Trades, and gives what the adapter answered. */
    async trade(sizeWad: bigint, limitUsd6 = anyPrice(sizeWad)) {
      const functionName = 'trade'
      const args = [sizeWad, limitUsd6]
      const { result } = await client.simulateContract({
        address,
        abi: venueAbi,
        functionName,
        args,
        account: vault.address,
      })
      const [filledWad, cashChangeUsd6] = result as [bigint, bigint]
      await call(vault, functionName, args)
      return { filledWad, cashChangeUsd6 }
    },
  }
}

export type PerpAdapter = Awaited<ReturnType<typeof bindAdapter>>

/**
 * Dollars that a trade takes or pays on the pool's curve without fee, 1e6 = $1, below 0: paid. In floating point, so
 * within about 1e-9 of it.
 */
export async function computeCurveUsd6(
  world: World,
  perpetual: Perpetual,
  sizeWad: bigint,
): Promise<number> {
  const liquidity = Number(
    await world.client.readContract({
      address: perpetual.pool,
      abi: perpetualAbi,
      functionName: 'liquidity',
    }),
  )
  const root = Math.sqrt(Number(await readPerpPriceWad(world.client, perpetual)) / 1e18)
  // 1 / root grows by what is sold for each unit of liquidity.
  const rootAfter = 1 / (1 / root - Number(sizeWad) / liquidity)
  return (liquidity * (root - rootAfter) * 1e6) / Number(parseEther('1'))
}
