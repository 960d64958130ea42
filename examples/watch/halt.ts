// The guardian of the local stack halts a market, so that the watcher has something to tell. A guardian can do no more
// than this: set no value, and not resume what it has halted.
//
//   node halt.ts [MARKET] [NETWORK_FILE]

import { readFile } from 'node:fs/promises'
import { guardianAbi } from 'gimbal/abi'
import { createWalletClient, http, stringToHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'

const [market = 'weth-usd', networkFile = '.gimbal/stack/network.json'] = process.argv.slice(2)
const network = JSON.parse(await readFile(networkFile, 'utf8'))

// Everybody knows the words of local chains. On a real one the guardian's key is the guardian's.
const words = 'test test test test test test test test test test test junk'
const guardian = mnemonicToAccount(words, { addressIndex: 3 })

const wallet = createWalletClient({ account: guardian, transport: http(network.rpcUrl) })
const hash = await wallet.writeContract({
  chain: null,
  address: network.contracts.RiskParameters.address,
  abi: guardianAbi,
  functionName: 'halt',
  args: [stringToHex(market, { size: 32 })],
})
console.log(`${market} is halted by ${guardian.address} in ${hash}`)
