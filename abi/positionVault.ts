import { parseAbi } from 'viem'

/** What every vault with a position elsewhere answers (contracts/interfaces/IPositionVault.sol and IPositionShares.sol). */
export const positionVaultAbi = parseAbi([
  'struct Due { uint8 action; uint8 reason; uint8 status; uint32 driftPips; uint32 bandPips; uint32 returnPips; uint40 elapsedSec; uint256 navQuote; int256 heldQuote; int256 targetQuote; int256 tradeQuote; }',
  'function act() returns (Due done)',
  'function previewAction() view returns (Due due)',
  'function lastRebalanceAt() view returns (uint40)',
  'function pool() view returns (address)',
  'function redeemInPart(uint256 shares, address receiver, address owner) returns (uint256 quoteAmount, uint256 riskyAmount, uint256 skippedLegs)',
  'event Acted(address indexed caller, uint8 indexed action, Due due, int256 heldAfterQuote, uint256 navAfterQuote, int256 tradedQuote, uint256 costQuote)',
  'event LegsSkipped(address indexed owner, uint256 shares, uint256 skippedLegs)',
  'error RebalanceRefused(uint8 reason)',
  'error CostTooHigh(uint256 receivedQuote, uint256 minReceivedQuote)',
  'error PriceUnknown()',
  'error PriceDeviates(uint256 deviationPips, uint256 maxDeviationPips)',
  'error VenueRefused(address venue)',
  'error NotTheVault(address caller)',
  'error AlreadyBound(address vault)',
  'error WorseThanLimit(uint256 priceWad, uint256 limitPriceWad)',
])
