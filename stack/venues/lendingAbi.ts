import { parseAbi } from 'viem'

/** What is used of Aave v3, and of the local dollar that it lends. */
export const lendingAbi = parseAbi([
  'function getPool() view returns (address)',
  'function getPoolConfigurator() view returns (address)',
  'function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)',
  'function borrow(address asset, uint256 amount, uint256 interestRateMode, uint16 referralCode, address onBehalfOf)',
  'function repay(address asset, uint256 amount, uint256 interestRateMode, address onBehalfOf) returns (uint256)',
  'function liquidationCall(address collateral, address debt, address user, uint256 debtToCover, bool receiveAToken)',
  'function getUserAccountData(address user) view returns (uint256 collateralBase, uint256 debtBase, uint256 availableBase, uint256 threshold, uint256 ltv, uint256 healthFactorWad)',
  'function mint(address account, uint256 amount)',
  'function approve(address spender, uint256 amount) returns (bool)',
])
