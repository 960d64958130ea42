import { parseAbi } from 'viem'

/** What a market's portfolio tells of itself (contracts/interfaces/IPortfolio.sol). */
export const portfolioAbi = parseAbi([
  'function portfolioFigures() view returns (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec)',
])
