import { type Address, parseAbi, zeroAddress, zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { governanceReceiverAbi, messengerAbi, remoteParametersAbi } from '../../../abi/index.ts'
import { hashRole } from '../../../deploy/contracts/gimbalModule.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { type ChainsWorld, startChainsWorld } from '../../chains/support/chainsWorld.ts'

const timelockRolesAbi = parseAbi([
  'function hasRole(bytes32 role, address account) view returns (bool)',
])
const managerAbi = parseAbi([
  'function hasRole(uint64 roleId, address account) view returns (bool isMember, uint32 delaySec)',
])

let world: ChainsWorld

beforeAll(async () => {
  world = await startChainsWorld()
})

afterAll(() => world?.stop())

describe('deployBridge', () => {
  test('default: the deployer keeps no role, and the receiver alone proposes', async () => {
    const { away, deployed } = world
    const { timelock, governanceReceiver, accessManager } = deployed.remote.contracts
    const { deployer, guardian } = localAccounts
    const holds = (role: `0x${string}`, account: string) =>
      away.readContract({
        address: timelock as Address,
        abi: timelockRolesAbi,
        functionName: 'hasRole',
        args: [role, account as Address],
      })
    expect(await holds(hashRole('PROPOSER_ROLE'), governanceReceiver)).toBe(true)
    expect(await holds(hashRole('PROPOSER_ROLE'), deployer.address)).toBe(false)
    expect(await holds(hashRole('CANCELLER_ROLE'), governanceReceiver)).toBe(false)
    expect(await holds(hashRole('CANCELLER_ROLE'), guardian.address)).toBe(true)
    expect(await holds(hashRole('EXECUTOR_ROLE'), zeroAddress)).toBe(true)
    expect(await holds(zeroHash, deployer.address)).toBe(false)
    const belongs = async (roleId: bigint, account: string) =>
      (
        await away.readContract({
          address: accessManager as Address,
          abi: managerAbi,
          functionName: 'hasRole',
          args: [roleId, account as Address],
        })
      )[0]
    expect(await belongs(0n, timelock)).toBe(true)
    expect(await belongs(0n, deployer.address)).toBe(false)
    expect(await belongs(1n, guardian.address)).toBe(true)
  })

  test('default: messengers belong to the timelock of their chain, and both have to say the same', async () => {
    const { home, away, deployed, stack } = world
    const { timelock, governanceReceiver } = deployed.remote.contracts
    for (const [client, messengers, owner] of [
      [home, deployed.bridge.messengers, stack.addresses.governance.timelock],
      [away, deployed.remote.messengers, timelock],
    ] as const) {
      for (const { address } of messengers) {
        const call = { address: address as Address, abi: messengerAbi } as const
        expect(await client.readContract({ ...call, functionName: 'owner' })).toBe(owner)
      }
    }
    const [all, threshold] = await away.readContract({
      address: governanceReceiver as Address,
      abi: governanceReceiverAbi,
      functionName: 'messengers',
    })
    expect(all.toSorted()).toEqual(
      deployed.remote.messengers.map(({ address }) => address).toSorted(),
    )
    expect(threshold).toBe(2)
  })

  test('default: the market is there, on its fallback until a message comes', async () => {
    const { away, deployed } = world
    const { homeStatus, madeAt } = await away.readContract({
      address: deployed.remote.contracts.remoteParameters as Address,
      abi: remoteParametersAbi,
      functionName: 'marketState',
      args: [LOCAL_MARKET_ID],
    })
    expect({ homeStatus, madeAt }).toEqual({ homeStatus: 0, madeAt: 0 })
    const fallback = 4
    expect((await world.readAway()).status).toBe(fallback)
  })
})
