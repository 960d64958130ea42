// What is run beside the commands of docs/integrate.md, in the folder of its reader.

/** Measures the call twice: the first time in a transaction, and after that. */
export const readGasSource = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParameters, Status} from "gimbal/contracts/interfaces/IRiskParameters.sol";

contract ReadGas {
    function measure(
        IRiskParameters risk,
        bytes32 marketId
    ) external view returns (uint256 cold, uint256 warm, Status status) {
        uint256 before = gasleft();
        (, status, ) = risk.parameters(marketId);
        cold = before - gasleft();
        before = gasleft();
        (, status, ) = risk.parameters(marketId);
        warm = before - gasleft();
    }
}
`

/** Prints `reads STATUS COLD WARM`, a line each for the market of the page and for one that is not there. */
export const measureReads = `
import { readFileSync } from 'node:fs'
import { readDeployment } from 'gimbal/deployments/node'
import { createTestClient, http, publicActions, stringToHex, walletActions } from 'viem'

const { addresses, rpcUrl } = await readDeployment('local')
const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl) }).extend(publicActions).extend(walletActions)
const [account] = await client.getAddresses()
const { abi, bytecode } = JSON.parse(readFileSync('artifacts/contracts/ReadGas.sol/ReadGas.json', 'utf8'))
const hash = await client.deployContract({ abi, bytecode, account, chain: null })
const { contractAddress } = await client.waitForTransactionReceipt({ hash })
for (const market of ['weth-usd', 'nowhere']) {
  const args = [addresses.riskParameters, stringToHex(market, { size: 32 })]
  const [cold, warm, status] = await client.readContract({ address: contractAddress, abi, functionName: 'measure', args })
  console.log(\`reads \${status} \${cold} \${warm}\`)
}
`
