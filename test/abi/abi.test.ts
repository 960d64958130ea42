import { createRequire } from 'node:module'
import {
  type Abi,
  type AbiItem,
  type AbiParameter,
  toEventSelector,
  toFunctionSelector,
} from 'viem'
import { formatAbiItem } from 'viem/utils'
import { describe, expect, test } from 'vitest'
import * as abis from '../../abi/index.ts'
import { readPublishedArtifact } from '../../deploy/contracts/gimbalModule.ts'
import { readArtifact } from '../../stack/local/artifacts.ts'

const require = createRequire(import.meta.url)
const ours = (path: string): Abi => readArtifact(path).abi
const published = (path: string): Abi =>
  require(`@openzeppelin/contracts/build/contracts/${path}.json`).abi

const riskParameters = [
  ...ours('RiskParameters'),
  ...ours('Model'),
  // Its refusals are passed on.
  ...ours('prices/PriceFeed'),
]
const governor = ours('governance/GimbalGovernor')

/** Each ABI that is written by hand, and the artifacts that decide. */
const pairs: [name: string, abi: Abi, artifact: Abi][] = [
  ['adminAbi', abis.adminAbi, riskParameters],
  ['guardianAbi', abis.guardianAbi, riskParameters],
  ['riskParametersAbi', abis.riskParametersAbi, riskParameters],
  ['riskParametersErrors', abis.riskParametersErrors, riskParameters],
  ['riskParametersEvents', abis.riskParametersEvents, riskParameters],
  ['governorAbi', abis.governorAbi, [...governor, ...published('TimelockController')]],
  ['timelockAbi', abis.timelockAbi, readPublishedArtifact('TimelockController').abi],
  ['tokenAbi', abis.tokenAbi, ours('governance/GimbalToken')],
  ['messengerAbi', abis.messengerAbi, ours('bridge/AxelarMessenger')],
  ['axelarMessengerAbi', abis.axelarMessengerAbi, ours('bridge/AxelarMessenger')],
  ['hyperlaneMessengerAbi', abis.hyperlaneMessengerAbi, ours('bridge/HyperlaneMessenger')],
  ['parametersSenderAbi', abis.parametersSenderAbi, ours('bridge/ParametersSender')],
  ['remoteParametersAbi', abis.remoteParametersAbi, ours('bridge/RemoteParameters')],
  ['governanceSenderAbi', abis.governanceSenderAbi, ours('bridge/GovernanceSender')],
  ['governanceReceiverAbi', abis.governanceReceiverAbi, ours('bridge/GovernanceReceiver')],
  ['priceFeedAbi', abis.priceFeedAbi, ours('prices/PriceFeed')],
  [
    'priceVerifierAbi',
    abis.priceVerifierAbi,
    [...ours('prices/DataStreamsVerifier'), ...ours('prices/PythVerifier')],
  ],
  ['pricedVaultAbi', abis.pricedVaultAbi, ours('vault/HedgedOptionsVault')],
  ['pricedPushAbi', abis.pricedPushAbi, ours('prices/PricedPush')],
  ['portfolioAbi', abis.portfolioAbi, ours('vault/RebalancingVault')],
]

describe('abi', () => {
  test.each(pairs)('default: %s says what the compiled contract says', (_, abi, artifact) => {
    const known = new Set(artifact.map(describeItem))
    expect(abi.map(describeItem).filter((item) => !known.has(item))).toEqual([])
  })
})

/** Selector, and what callers depend on besides: names of arguments, results, what is indexed. */
function describeItem(item: AbiItem): string {
  const { type } = item
  if (type === 'function') {
    const results = formatTypes(item.outputs)
    return `${toFunctionSelector(item)} ${formatAbiItem(item, { includeName: true })} ${item.stateMutability} ${results}`
  }
  if (type === 'event') {
    return `${toEventSelector(item)} ${formatAbiItem(item, { includeName: true })} ${item.inputs.map(({ indexed = false }) => indexed)}`
  }
  return type === 'error' ? formatAbiItem(item, { includeName: true }) : type
}

/** Types with their names; where a struct stands, its fields. */
function formatTypes(parameters: readonly AbiParameter[]): string {
  return parameters
    .map((parameter) => {
      const { type, name = '' } = parameter
      return 'components' in parameter
        ? `${type}{${formatTypes(parameter.components)}} ${name}`
        : `${type} ${name}`
    })
    .join(', ')
}
