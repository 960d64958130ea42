import { createRequire } from 'node:module'
import hardhatNodeTestRunner from '@nomicfoundation/hardhat-node-test-runner'
import hardhatViem from '@nomicfoundation/hardhat-viem'
import { defineConfig } from 'hardhat/config'

export default defineConfig({
  plugins: [hardhatViem, hardhatNodeTestRunner],
  solidity: {
    version: '0.8.37',
    // The compiler of the npm package, so that nothing is downloaded; Hardhat fetches one where this line is left out.
    path: createRequire(import.meta.url).resolve('solc/soljson.js'),
    settings: { evmVersion: 'osaka' },
    // What tests in TypeScript deploy of the package.
    npmFilesToBuild: ['gimbal/contracts/testing/MockRiskParameters.sol'],
  },
})
