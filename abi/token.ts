import { parseAbi } from 'viem'

/** The votes of the governance token (OpenZeppelin's ERC20Votes). */
export const tokenAbi = parseAbi([
  'function delegate(address delegatee)',
  'function delegates(address account) view returns (address)',
  'function balanceOf(address account) view returns (uint256)',
  'function getVotes(address account) view returns (uint256)',
  'function getPastVotes(address account, uint256 timepoint) view returns (uint256)',
  'function getPastTotalSupply(uint256 timepoint) view returns (uint256)',
])
