import type { PublicClient } from 'viem'
import { describe, expect, test, vi } from 'vitest'
import { WrongContractError } from '../../../client/errors.ts'
import type { Network } from '../../../client/network/network.ts'
import { findNetworkFault } from '../../../web/network/useNetworkCheck.ts'

const { checkContracts } = vi.hoisted(() => ({ checkContracts: vi.fn() }))
vi.mock('../../../client/checkContracts.ts', () => ({ checkContracts }))

const network = {
  name: 'ours',
  chainId: 1,
  rpcUrl: 'https://rpc.example/v1/secret-key',
  addresses: {},
} as Network
const on = (chainId: number) => ({
  network,
  client: { getChainId: async () => chainId } as PublicClient,
})

describe('findNetworkFault', () => {
  test('default: the right chain with its contracts', async () => {
    checkContracts.mockResolvedValue(undefined)
    expect(await findNetworkFault(on(1))).toBeNull()
  })

  test('error: another chain, told without the path of the node', async () => {
    const fault = await findNetworkFault(on(10))
    expect(fault?.text).toBe(
      'The node at rpc.example is on optimism (chain 10), and ours is on mainnet (chain 1). Give another node, or choose another network.',
    )
  })

  test('error: contracts that are something else; a node that fails is no verdict', async () => {
    checkContracts.mockRejectedValue(new WrongContractError(['addresses.token is no contract']))
    expect((await findNetworkFault(on(1)))?.text).toContain('addresses.token is no contract')
    checkContracts.mockRejectedValue(new Error('timeout'))
    await expect(findNetworkFault(on(1))).rejects.toThrow('timeout')
  })
})
