/** The contracts' interfaces as viem takes them, typed. Network code and pure code share them. */
export {
  axelarMessengerAbi,
  governanceReceiverAbi,
  governanceSenderAbi,
  hyperlaneMessengerAbi,
  messengerAbi,
  parametersSenderAbi,
  remoteParametersAbi,
} from './bridge.ts'
export { carryVaultAbi } from './carryVault.ts'
export { evidenceCheckerAbi, provenReporterAbi } from './evidence.ts'
export { governorAbi, timelockAbi } from './governor.ts'
export { intentVaultAbi } from './intentVault.ts'
export { leveragedVaultAbi } from './leveragedVault.ts'
export { bookAbi, inventoryBridgeAbi, remotePortfolioAbi } from './portfolio.ts'
export { positionVaultAbi } from './positionVault.ts'
export { pricedVaultAbi } from './pricedVault.ts'
export { pricedPushAbi, priceFeedAbi, priceVerifierAbi } from './prices.ts'
export {
  adminAbi,
  guardianAbi,
  riskParametersAbi,
  riskParametersErrors,
  riskParametersEvents,
} from './riskParameters.ts'
export { tokenAbi } from './token.ts'
export { portfolioAbi, vaultAbi } from './vault.ts'
