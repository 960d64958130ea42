import { type Address, parseAbi } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatewayAbi } from '../../../bot/relayer/bridges/axelarTypes.ts'
import { bridgeSigners } from '../../../stack/bridge/bridgeSigners.ts'
import { deployAxelar } from '../../../stack/bridge/deployAxelar.ts'
import { deployHyperlane } from '../../../stack/bridge/deployHyperlane.ts'
import { readHyperlaneArtifact } from '../../../stack/bridge/readFactory.ts'
import { type ChainClient, createChainClient } from '../../../stack/local/chainClient.ts'
import { StackNotBuiltError } from '../../../stack/local/errors.ts'
import { type LocalChain, startLocalChain } from '../../chains/support/localChain.ts'

const ismAbi = parseAbi([
  'function validatorsAndThreshold(bytes message) view returns (address[], uint8)',
])
const mailboxAbi = parseAbi([
  'function localDomain() view returns (uint32)',
  'function defaultIsm() view returns (address)',
  'function defaultHook() view returns (address)',
])

let chain: LocalChain
let client: ChainClient

beforeAll(async () => {
  chain = await startLocalChain(31_337)
  client = createChainClient(chain.url)
})

afterAll(() => chain?.stop())

describe('the bridges that their authors published', () => {
  test('default: a gateway behind its proxy, with three test keys of which two sign', async () => {
    const gateway = await deployAxelar(client, 'local')
    const args = ['local-2', `0x${'00'.repeat(32)}-0`] as const
    const call = { address: gateway, abi: gatewayAbi, args } as const
    expect(await client.readContract({ ...call, functionName: 'isMessageExecuted' })).toBe(false)
  })

  test('default: a mailbox whose domain is the chain id, with a multisig module and a tree', async () => {
    const { mailbox, ism, merkleTreeHook } = await deployHyperlane(client, 31_337)
    const read = (functionName: 'localDomain' | 'defaultIsm' | 'defaultHook') =>
      client.readContract({ address: mailbox, abi: mailboxAbi, functionName })
    expect(await read('localDomain')).toBe(31_337)
    expect(await read('defaultIsm')).toBe(ism)
    expect(await read('defaultHook')).toBe(merkleTreeHook)
    const [validators, threshold] = await client.readContract({
      address: ism,
      abi: ismAbi,
      functionName: 'validatorsAndThreshold',
      args: ['0x'],
    })
    const expected: readonly Address[] = bridgeSigners.hyperlane.map(({ address }) => address)
    expect(validators).toEqual(expected)
    expect(threshold).toBe(2)
  })

  test('error: a factory that is not there', () => {
    expect(() => readHyperlaneArtifact('NoSuchContract')).toThrow(StackNotBuiltError)
  })
})
