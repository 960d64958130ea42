import { type Abi, type Address, type Hex, isAddressEqual, parseEther, parseEventLogs } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Chain,
  connect,
  deployGovernance,
  type Governance,
  timelockDelaySec,
} from './support/deployGovernance.ts'

const holder = privateKeyToAccount(`0x${'1'.padStart(64, '0')}`)

let chain: Chain
let governance: Governance

beforeAll(async () => {
  chain = await connect()
  governance = await deployGovernance(chain, [holder.address], [parseEther('100')])
})

afterAll(() => chain.connection.close())

interface RoleEvent {
  readonly eventName: string
  readonly args: { role?: Hex; roleId?: bigint; account: Address }
}

/** The holders of roles by the contract's own events, from the chain's first block on: `role account`, sorted. */
async function holdersOf({ abi, address }: { abi: Abi; address: Address }): Promise<string[]> {
  const logs = await chain.publicClient.getLogs({ address, fromBlock: 0n })
  const held = new Set<string>()
  const eventName = ['RoleGranted', 'RoleRevoked']
  for (const log of parseEventLogs({ abi, logs, eventName }) as unknown as RoleEvent[]) {
    const { role, roleId, account } = log.args
    const entry = `${role ?? roleId} ${account.toLowerCase()}`
    if (log.eventName === 'RoleGranted') held.add(entry)
    else held.delete(entry)
  }
  return [...held].sort()
}

describe('after deployment', () => {
  it('behavior: the timelock is its own admin, and the Governor alone drives it', async () => {
    const { timelock, governor } = governance
    const wanted = [`0x${'0'.repeat(64)} ${timelock.address.toLowerCase()}`]
    for (const role of ['PROPOSER_ROLE', 'CANCELLER_ROLE', 'EXECUTOR_ROLE']) {
      wanted.push(`${await timelock.read(role)} ${governor.address.toLowerCase()}`)
    }
    expect(await holdersOf(timelock)).toEqual(wanted.sort())
    expect(await timelock.read('getMinDelay')).toBe(BigInt(timelockDelaySec))
  })

  it('behavior: the timelock alone administers the access manager', async () => {
    const { timelock, manager } = governance
    expect(await holdersOf(manager)).toEqual([`0 ${timelock.address.toLowerCase()}`])
  })

  it('behavior: the token has no owner and no minter', async () => {
    const { abi } = governance.token
    const names = abi.flatMap((item) => (item.type === 'function' ? [item.name] : []))
    const writing = abi.flatMap((item) =>
      item.type === 'function' && item.stateMutability === 'nonpayable' ? [item.name] : [],
    )
    expect(names).not.toContain('owner')
    expect(writing.sort()).toEqual([
      'approve',
      'delegate',
      'delegateBySig',
      'permit',
      'transfer',
      'transferFrom',
    ])
  })

  it('error: the deployer changes a setting', async () => {
    const { governor } = governance
    expect(isAddressEqual(await governor.read.timelock(), governance.timelock.address)).toBe(true)
    await expect(governor.write.setVotingDelay([0])).rejects.toThrow('GovernorOnlyExecutor')
    await expect(governor.write.setSnapshotSpace(['mine.eth'])).rejects.toThrow(
      'GovernorOnlyExecutor',
    )
  })
})
