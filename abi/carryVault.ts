import { parseAbi } from 'viem'

/** What a carry vault answers beyond every vault with a position (contracts/interfaces/ICarryVault.sol). */
export const carryVaultAbi = parseAbi([
  'struct CarryStanding { uint256 spotRisky; uint256 shortRisky; uint256 idleQuote; uint256 marginQuote; uint256 leverageE3; uint256 marginRatioPips; uint256 topUpRatioPips; uint256 fullRatioPips; }',
  'function standing() view returns (CarryStanding)',
])
