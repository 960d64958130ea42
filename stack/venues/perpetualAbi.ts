import { parseAbi } from 'viem'

/** What the stack and its tests call on Perpetual Protocol's contracts after they are deployed. Amounts: 1e18 = 1. */
export const perpetualAbi = parseAbi([
  'struct Liquidity { address baseToken; uint256 base; uint256 quote; int24 lowerTick; int24 upperTick; uint256 minBase; uint256 minQuote; bool useTakerBalance; uint256 deadline; }',
  'struct Removal { address baseToken; int24 lowerTick; int24 upperTick; uint128 liquidity; uint256 minBase; uint256 minQuote; uint256 deadline; }',
  'struct Opening { address baseToken; bool isBaseToQuote; bool isExactInput; uint256 amount; uint256 oppositeAmountBound; uint256 deadline; uint160 sqrtPriceLimitX96; bytes32 referralCode; }',
  'function addLiquidity(Liquidity params) returns (uint256, uint256, uint256, uint256)',
  'function removeLiquidity(Removal params) returns (uint256, uint256, uint256)',
  'function openPosition(Opening params) returns (uint256 base, uint256 quote)',
  'function liquidate(address trader, address baseToken)',
  'function quitMarket(address trader, address baseToken) returns (uint256, uint256)',
  'function deposit(address token, uint256 amount)',
  'function getMarkPrice(address baseToken) view returns (uint256)',
  'function getIndexPrice(uint256 interval) view returns (uint256)',
  'function getPendingFundingPayment(address trader, address baseToken) view returns (int256)',
  'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)',
  'function liquidity() view returns (uint128)',
  'function pause()',
  'function unpause()',
  'function close(uint256 closedPrice)',
])
