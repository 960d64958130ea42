import { parseAbi } from 'viem'

/** What a leveraged vault answers beyond every vault with a position (contracts/interfaces/ILeveragedVault.sol). */
export const leveragedVaultAbi = parseAbi([
  'function loan() view returns (uint256 collateralRisky, uint256 debtQuote, uint256 healthPips, uint256 leverageE3)',
  'function previewDebt(uint256 shares) view returns (uint256 debtQuote)',
  'function redeemBringingDebt(uint256 shares, address receiver, address owner) returns (uint256 quoteAmount, uint256 riskyAmount, uint256 debtQuote)',
  'error PoolTooThin(uint256 receivedQuote, uint256 neededQuote)',
  'error UnderWater(uint256 owedRisky, uint256 collateralRisky)',
])
