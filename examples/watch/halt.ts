// The guardian of the local stack halts a market, so that the watcher has something to tell. A guardian can do no more
// than this: set no value, and not resume what it has halted.
//
//   node halt.ts [MARKET] [NETWORK_FILE]

import { guardianAbi } from 'gimbal/abi'
import { createWalletClient, http } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { readCommandLine } from './network.ts'

const { market, marketId, riskParameters, rpcUrl } = await readCommandLine()

// Everybody knows the words of local chains. On a real one the guardian's key is the guardian's.
const words = 'test test test test test test test test test test test junk'
const guardian = mnemonicToAccount(words, { addressIndex: 3 })

const wallet = createWalletClient({ account: guardian, transport: http(rpcUrl) })
const hash = await wallet.writeContract({
  chain: null,
  address: riskParameters,
  abi: guardianAbi,
  functionName: 'halt',
  args: [marketId],
})
console.log(`${market} is halted by ${guardian.address} in ${hash}`)
