import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Abi, AbiEvent, AbiFunction, AbiParameter } from 'viem'
import { SubgraphBuildError } from './errors.ts'
import { root } from './paths.ts'

const require = createRequire(import.meta.url)

/** Where the ABI of each contract that emits events comes from: our own build, or a package. */
const artifacts = {
  RiskParameters: 'build/artifacts/contracts/RiskParameters.sol/RiskParameters.json',
  Governor: 'build/artifacts/contracts/governance/GimbalGovernor.sol/GimbalGovernor.json',
  Token: 'build/artifacts/contracts/governance/GimbalToken.sol/GimbalToken.json',
  Vault: 'build/artifacts/contracts/vault/RebalancingVault.sol/RebalancingVault.json',
  // What contracts of evidence share.
  Evidence: 'build/artifacts/contracts/interfaces/IProvenEvidence.sol/IProvenEvidence.json',
  ParametersSender:
    'build/artifacts/contracts/interfaces/bridge/IParametersSender.sol/IParametersSender.json',
  GovernanceSender:
    'build/artifacts/contracts/interfaces/bridge/IGovernanceBridge.sol/IGovernanceSender.json',
  Messenger: 'build/artifacts/contracts/interfaces/bridge/IMessenger.sol/IMessenger.json',
  RemoteParameters:
    'build/artifacts/contracts/interfaces/bridge/IRemoteParameters.sol/IRemoteParameters.json',
  GovernanceReceiver:
    'build/artifacts/contracts/interfaces/bridge/IGovernanceBridge.sol/IGovernanceReceiver.json',
  RemoteTimelock: '@openzeppelin/contracts/build/contracts/TimelockController.json',
  Timelock: '@openzeppelin/contracts/build/contracts/TimelockController.json',
  Pool: '@uniswap/v3-core/artifacts/contracts/UniswapV3Pool.sol/UniswapV3Pool.json',
} as const

/** The same of each contract that the mappings call. */
const calledArtifacts = {
  Portfolio: 'build/artifacts/contracts/interfaces/IPortfolio.sol/IPortfolio.json',
  GasPriceOracle: 'build/artifacts/contracts/interfaces/IGasPriceOracle.sol/IGasPriceOracle.json',
} as const

export type ContractName = keyof typeof artifacts
export type CalledName = keyof typeof calledArtifacts

export const contractNames = Object.keys(artifacts) as ContractName[]
export const calledNames = Object.keys(calledArtifacts) as CalledName[]

/**
 * The events of a contract of the manifest.
 * @throws SubgraphBuildError if its artifact is missing or no artifact.
 */
export async function readEvents(name: ContractName): Promise<readonly AbiEvent[]> {
  return (await readAbi(artifacts[name])).filter((item) => item.type === 'event')
}

/**
 * The functions of a contract that the mappings call.
 * @throws SubgraphBuildError if its artifact is missing or no artifact.
 */
export async function readFunctions(name: CalledName): Promise<readonly AbiFunction[]> {
  return (await readAbi(calledArtifacts[name])).filter((item) => item.type === 'function')
}

async function readAbi(path: string): Promise<Abi> {
  const file = path.startsWith('build/') ? join(root, path) : require.resolve(path)
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { abi: Abi }).abi
  } catch (cause) {
    throw new SubgraphBuildError(`cannot read the ABI in ${file}; run \`npm run setup\``, { cause })
  }
}

/** The event as a manifest names it: canonical types, each indexed one marked. */
export function formatEvent({ name, inputs }: AbiEvent): string {
  const types = inputs.map((input) => `${input.indexed ? 'indexed ' : ''}${formatType(input)}`)
  return `${name}(${types.join(',')})`
}

/** A type as the ABI encodes it, tuples written out. */
export function formatType(parameter: AbiParameter): string {
  if (!('components' in parameter)) return parameter.type
  return `(${parameter.components.map(formatType).join(',')})${parameter.type.slice('tuple'.length)}`
}
