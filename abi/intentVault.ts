import { parseAbi } from 'viem'

/** What a vault with orders answers beside `positionVaultAbi` and `vaultAbi` (contracts/interfaces/IIntentVault.sol). */
export const intentVaultAbi = parseAbi([
  'struct IntentSettings { address settlement; uint32 patiencePips; uint32 premiumPips; }',
  'struct Intent { uint64 nonce; uint40 startAt; uint40 endAt; bool sellsRisky; bool isApproved; uint256 amountIn; uint256 boughtBalance; }',
  'struct SettlementOrder { address sellToken; address buyToken; address receiver; uint256 sellAmount; uint256 buyAmount; uint32 validTo; bytes32 appData; uint256 feeAmount; bytes32 kind; bool partiallyFillable; bytes32 sellTokenBalance; bytes32 buyTokenBalance; }',
  'function currentOrder() view returns (uint8 state, SettlementOrder order, bytes32 digest)',
  'function intent() view returns (Intent)',
  'function intentSettings() view returns (IntentSettings)',
  'function isValidSignature(bytes32 digest, bytes signature) view returns (bytes4)',
  'event OrderOpened(uint64 indexed nonce, bool sellsRisky, uint256 amountIn, uint40 endAt)',
  'event OrderClosed(uint64 indexed nonce, bool sellsRisky, uint256 amountIn, uint256 amountOut)',
  'error SettlementUnderWay()',
  'error MalformedSignature(uint256 length)',
  'error OrderRefused(uint8 state)',
  'error OrderMismatch(bytes32 digest, bytes32 expected)',
  'error PriceTooLow(uint256 buyAmount, uint256 leastBuyAmount)',
  'error NotASettlement(address settlement)',
])
