import { adminAbi, riskParametersAbi, riskParametersEvents, vaultAbi } from 'gimbal/abi'
import vaultJson from 'gimbal/abi/Vault.json' with { type: 'json' }
import {
  type Address,
  createPublicClient,
  decodeEventLog,
  encodeFunctionData,
  http,
  stringToHex,
  zeroHash,
} from 'viem'

const client = createPublicClient({ transport: http('http://127.0.0.1:8545') })
const marketId = stringToHex('weth-usd', { size: 32 })

/** viem knows what `parameters` answers: the vector by its fields, the status and the age as numbers. */
export async function readBand(address: Address): Promise<{ bandPips: number; ageSec: number }> {
  const [values, status, ageSec] = await client.readContract({
    address,
    abi: riskParametersAbi,
    functionName: 'parameters',
    args: [marketId],
  })
  const isActive: boolean = status === 1
  return { bandPips: isActive ? values.bandPips : 0, ageSec }
}

export const halted = decodeEventLog({
  abi: riskParametersEvents,
  eventName: 'MarketHalted',
  topics: [zeroHash, marketId, zeroHash],
}).args.account satisfies Address

// @ts-expect-error A function that the contract does not have.
export const unknown = encodeFunctionData({ abi: adminAbi, functionName: 'setEverything' })

export const names: string[] = [
  ...vaultAbi.map(({ type }) => type),
  ...vaultJson.map(({ type }) => type),
]
