import { readdirSync } from 'node:fs'
import {
  type AbiFunction,
  type AbiParameter,
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  type Hex,
  zeroAddress,
} from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localAccounts } from '../../stack/local/accounts.ts'
import { type Artifact, readArtifact } from '../../stack/local/artifacts.ts'
import { startWorld, type World } from './support/startWorld.ts'

type Built = Artifact & { deployedBytecode: Hex }

/**
 * Open to others on purpose: the first who binds is the vault, an answer to a pool is for that pool, and who disregards
 * collateral that somebody gave away pays nothing out. Their own tests say whom they refuse.
 */
const openOnPurpose = /^(bind|disregard)$|Callback$/
const address: Address = '0x00000000000000000000000000000000000ada97'
const stranger = localAccounts.trader.address

/** Every contract below contracts/venues/ that belongs to a vault. */
const adapters = readdirSync(new URL('../../contracts/venues', import.meta.url), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((path) => /\/(?!I[A-Z])\w+\.sol$/.test(path))
  .map((path) => ({ source: `venues/${path.slice(0, -'.sol'.length)}` }))
  .filter(({ source }) => readArtifact(source).abi.some(isVaultsRefusal))

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.stop())

test.each(adapters)('P-151 no function of $source lets a stranger in', async ({ source }) => {
  const { abi, deployedBytecode } = readArtifact(source) as Built
  // Without its constructor: no vault is bound, and no address of a venue is known. Who calls is asked first.
  await world.client.setCode({ address, bytecode: deployedBytecode })
  const changing = abi.filter(isChanging).filter(({ name }) => !openOnPurpose.test(name))
  const answers = await Promise.all(
    changing.map(async ({ name, inputs }) => {
      const args = inputs.map(createZero)
      const call = { address, abi, functionName: name, args, account: stranger }
      const failure = await world.client.simulateContract(call).catch((error: unknown) => error)
      return `${name}: ${readErrorName(failure)}`
    }),
  )
  expect(answers).toEqual(changing.map(({ name }) => `${name}: NotTheVault`))
})

function isVaultsRefusal(item: Artifact['abi'][number]): boolean {
  return item.type === 'error' && item.name === 'NotTheVault'
}

function isChanging(item: Artifact['abi'][number]): item is AbiFunction {
  return (
    item.type === 'function' && item.stateMutability !== 'view' && item.stateMutability !== 'pure'
  )
}

function createZero(parameter: AbiParameter): unknown {
  const { type } = parameter
  if (type.endsWith(']')) return []
  if ('components' in parameter) return parameter.components.map(createZero)
  if (type === 'address') return zeroAddress
  if (type === 'bool') return false
  if (type === 'string') return ''
  if (type.startsWith('bytes')) return `0x${'00'.repeat(Number(type.slice('bytes'.length)))}`
  return 0n
}

function readErrorName(failure: unknown): string {
  if (!(failure instanceof BaseError)) return 'let in'
  const reverted = failure.walk((error) => error instanceof ContractFunctionRevertedError)
  if (!(reverted instanceof ContractFunctionRevertedError)) return failure.shortMessage
  return reverted.data?.errorName ?? reverted.shortMessage
}
