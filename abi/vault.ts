import { parseAbi } from 'viem'

/** What tells the net asset value of a market's portfolio (contracts/interfaces/IRebalancingVault.sol). */
export const portfolioAbi = parseAbi(['function navUsd6() view returns (uint256)'])
