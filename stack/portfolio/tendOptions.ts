import { type Address, parseAbi } from 'viem'
import { localAccounts } from '../local/accounts.ts'
import type { ChainClient } from '../local/chainClient.ts'
import type { Options } from '../venues/deployOptions.ts'
import { createBlockSender } from './createBlockSender.ts'

const abi = parseAbi([
  'function updateBoardCachedGreeks(uint256 boardId)',
  'function getSpotPriceForMarket(address market) view returns (uint256)',
])
const EVERY_SEC = 600n
const MOVE_PIPS = 30_000n // 3 %
/** There is one. */
const BOARD_ID = 1n

/** When the greek cache was brought up to date, unix seconds, and at which price. */
export interface GreekUpdate {
  at: bigint
  priceWad: bigint
}

/** Whether ten minutes have passed since the update, or the price has moved by 3 %. */
export function isUpdateDue(last: GreekUpdate | undefined, now: GreekUpdate): boolean {
  if (last === undefined || now.at >= last.at + EVERY_SEC) return true
  const change = now.priceWad - last.priceWad
  return (change < 0n ? -change : change) * 1_000_000n >= last.priceWad * MOVE_PIPS
}

/** The caretaker of a replay: before a block he brings the venue's greek cache up to date, if it is due. */
export function tendOptions(
  client: ChainClient,
  { greekCache, market, spot }: Pick<Options, 'greekCache' | 'market' | 'spot'>,
): (at: bigint) => Promise<void> {
  const send = createBlockSender(client, localAccounts.deployer)
  let last: GreekUpdate | undefined
  return async (at) => {
    const now = { at, priceWad: await readPriceWad(client, spot, market) }
    const update = { address: greekCache, abi, functionName: 'updateBoardCachedGreeks' }
    const isSent = await send(async () =>
      isUpdateDue(last, now) ? { ...update, args: [BOARD_ID] } : undefined,
    )
    if (isSent) last = now
  }
}

function readPriceWad(client: ChainClient, spot: Address, market: Address): Promise<bigint> {
  return client.readContract({
    address: spot,
    abi,
    functionName: 'getSpotPriceForMarket',
    args: [market],
  })
}
