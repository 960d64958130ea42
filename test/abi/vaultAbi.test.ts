import type { AbiParameter } from 'viem'
import { describe, expect, test } from 'vitest'
import { intentVaultAbi, leveragedVaultAbi, positionVaultAbi, vaultAbi } from '../../abi/index.ts'
import { readArtifact } from '../../stack/local/artifacts.ts'

interface Item {
  type: string
  name?: string
  stateMutability?: string
  inputs?: readonly AbiParameter[]
  outputs?: readonly AbiParameter[]
}

/** Names of arguments that an ABI by hand leaves out are the compiler's business. */
function describeItem({ type, name, stateMutability, inputs = [], outputs = [] }: Item): string {
  const isNamed = type === 'event' || type === 'error'
  const given = formatTypes(inputs, isNamed)
  return `${type} ${name}(${given}) ${stateMutability} ${formatTypes(outputs, false)}`
}

function formatTypes(parameters: readonly AbiParameter[], isNamed: boolean): string {
  return parameters
    .map((parameter) => {
      const { type, name } = parameter
      const isIndexed = 'indexed' in parameter && parameter.indexed === true
      const fields = 'components' in parameter ? formatTypes(parameter.components, true) : ''
      return `${type}{${fields}}${isIndexed ? ' indexed' : ''} ${isNamed ? name : ''}`
    })
    .join(', ')
}

describe('vaultAbi', () => {
  test('default: it says what the compiled vault says', () => {
    const known = new Set(readArtifact('vault/RebalancingVault').abi.map(describeItem))
    expect(vaultAbi.map(describeItem).filter((item) => !known.has(item))).toEqual([])
  })

  test('default: what it says of a vault with orders is what that one says', () => {
    const known = new Set(readArtifact('vault/IntentVault').abi.map(describeItem))
    const ours = [...vaultAbi, ...intentVaultAbi]
    expect(ours.map(describeItem).filter((item) => !known.has(item))).toEqual([])
  })
})

describe('leveragedVaultAbi', () => {
  test('default: it says what the compiled vault says', () => {
    const known = new Set(readArtifact('vault/LeveragedVault').abi.map(describeItem))
    expect(leveragedVaultAbi.map(describeItem).filter((item) => !known.has(item))).toEqual([])
    const functions = positionVaultAbi.filter(({ type }) => type !== 'error')
    expect(functions.map(describeItem).filter((item) => !known.has(item))).toEqual([])
  })
})
