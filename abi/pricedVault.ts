import { parseAbi } from 'viem'

/** What a vault adds that may act on a signed price (contracts/interfaces/IHedgedOptionsVault.sol). */
export const pricedVaultAbi = parseAbi([
  'struct Due { uint8 action; uint8 reason; uint8 status; uint32 driftPips; uint32 bandPips; uint32 returnPips; uint40 elapsedSec; uint256 navQuote; int256 heldQuote; int256 targetQuote; int256 tradeQuote; }',
  'function actWithPrice(bytes signedReport) returns (Due done)',
  'error NoPriceFeed()',
  'error RebalanceRefused(uint8 reason)',
])
