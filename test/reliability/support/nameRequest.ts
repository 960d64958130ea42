import { decodeFunctionData, type Hex } from 'viem'
import { provenReporterAbi, riskParametersAbi } from '../../../abi/index.ts'
import type { FaultyNode } from '../../bot/support/startFaultyNode.ts'

type Request = Parameters<FaultyNode['meddle']>[0]

/** What a replica's request is for, as far as its life of a push goes; others by their method. */
export function nameRequest({ method, params = [] }: Request): string {
  const [first, second] = params
  if (method === 'eth_getBlockByNumber') return first === 'latest' ? 'head' : 'block'
  if (method !== 'eth_call') return names[method] ?? method
  const { functionName } = decodeFunctionData({
    // A reporter may be a contract: it is asked of which kind.
    abi: [...riskParametersAbi, ...provenReporterAbi],
    data: (first as { data: Hex }).data,
  })
  // What a push has left is read at its block's number, all else by hash.
  return functionName === 'marketState' && typeof second === 'string' ? 'read back' : functionName
}

const names: Record<string, string> = {
  eth_getTransactionCount: 'nonce',
  eth_estimateGas: 'estimate',
  eth_getBalance: 'balance',
  eth_sendRawTransaction: 'send',
  eth_getTransactionReceipt: 'receipt',
}
