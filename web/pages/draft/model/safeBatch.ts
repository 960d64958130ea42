import { encodeFunctionData } from 'viem'
import type { ContractCall } from '../../../../client/contractCall.ts'

/**
 * A call as a file for the transaction builder of a Safe: `Apps`, `Transaction Builder`, then drop the file there.
 *
 * @param createdAtMs - Unix milliseconds.
 */
export function createSafeBatch(
  call: ContractCall,
  chainId: number,
  name: string,
  createdAtMs: number,
): string {
  const transaction = { to: call.address, value: '0', data: encodeFunctionData(call) }
  const batch = {
    version: '1.0',
    chainId: String(chainId),
    createdAt: createdAtMs,
    meta: { name, description: 'A proposal of Gimbal, by gimbal console' },
    transactions: [transaction],
  }
  return `${JSON.stringify(batch, null, 2)}\n`
}
