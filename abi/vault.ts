import { parseAbi } from 'viem'

/** What a market's portfolio tells of itself (contracts/interfaces/IPortfolio.sol). */
export const portfolioAbi = parseAbi([
  'function portfolioFigures() view returns (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec)',
])

/** The vault's functions that are called and read, its events and its errors (contracts/interfaces/IRebalancingVault.sol). */
export const vaultAbi = parseAbi([
  'struct VaultSettings { address riskParameters; bytes32 marketId; address factory; address quoteToken; address riskyToken; uint24 poolFeePips; uint8 mode; uint32 weightPips; uint32 floorPips; uint32 epochSec; uint32 slippageCapPips; uint32 twapWindowSec; uint32 maxDeviationPips; }',
  'struct Plan { uint8 reason; uint8 status; bool sellsRisky; bool isCut; uint32 weightPips; uint32 targetWeightPips; uint32 driftPips; uint32 bandPips; uint32 returnPips; uint40 elapsedSec; uint160 spotSqrtPriceX96; uint160 meanSqrtPriceX96; uint160 sqrtPriceLimitX96; uint256 navQuote; uint256 tradeQuote; uint256 amountIn; }',
  'function settings() view returns (VaultSettings)',
  'function pool() view returns (address)',
  'function previewRebalance() view returns (Plan plan)',
  'function rebalance() returns (uint256 amountIn, uint256 amountOut)',
  'function lastRebalanceAt() view returns (uint40)',
  'function floorQuote() view returns (uint256)',
  'function maxDeposit(address) view returns (uint256)',
  'function deposit(uint256 assets, address receiver) returns (uint256)',
  'event Rebalanced(address indexed caller, uint8 indexed status, bool soldRisky, uint32 weightBeforePips, uint32 weightAfterPips, uint32 targetWeightPips, uint32 bandPips, uint40 elapsedSec, uint256 riskyAmount, uint256 quoteAmount, uint256 costQuote, uint32 impactPips, uint256 navQuote, uint32 returnPips, bool isCut)',
  'event Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares)',
  'error RebalanceRefused(uint8 reason)',
  'error CostTooHigh(uint256 receivedQuote, uint256 minReceivedQuote)',
  'error PriceUnknown()',
  'error PriceDeviates(uint256 deviationPips, uint256 maxDeviationPips)',
  'error TransferTaxed(uint256 asked, uint256 received)',
  'error ZeroShares()',
])
