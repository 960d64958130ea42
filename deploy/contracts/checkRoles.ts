import {
  type Address,
  type Hex,
  type PublicClient,
  parseAbi,
  toFunctionSelector,
  zeroHash,
} from 'viem'
import type { DeployConfig } from './deployConfig.ts'
import { guardianFunctions, hashRole, timelockRoles } from './gimbalModule.ts'

const abi = parseAbi([
  'function hasRole(bytes32 role, address account) view returns (bool)',
  'function authority() view returns (address)',
  'function standardCoreHash() view returns (bytes32)',
  'function getTargetFunctionRole(address target, bytes4 selector) view returns (uint64)',
])
// The same name with other arguments, and so an ABI of its own.
const managerAbi = parseAbi([
  'function hasRole(uint64 roleId, address account) view returns (bool isMember, uint32 delaySec)',
])

/** A fact about the deployed contracts, and whether the chain bears it out. */
export interface RoleFact {
  fact: string
  isTrue: boolean
}

/** Reads from the chain who holds what, and what RiskParameters has on record. */
export async function checkRoles(
  client: PublicClient,
  addresses: Readonly<Record<string, Address>>,
  {
    guardian,
    deployer,
    coreHash,
  }: Pick<DeployConfig, 'guardian'> & {
    deployer: Address
    coreHash: Hex
  },
): Promise<RoleFact[]> {
  const at = (name: string): Address => addresses[name] as Address
  const [timelock, manager, risk] = [
    at('TimelockController'),
    at('AccessManager'),
    at('RiskParameters'),
  ]
  const read = (address: Address, functionName: 'authority' | 'standardCoreHash') =>
    client.readContract({ address, abi, functionName })
  const holds = (role: Hex, account: Address) =>
    client.readContract({ address: timelock, abi, functionName: 'hasRole', args: [role, account] })
  const belongs = async (roleId: bigint, account: Address) => {
    const args = [roleId, account] as const
    const request = { address: manager, abi: managerAbi, functionName: 'hasRole', args } as const
    return (await client.readContract(request))[0]
  }
  const guards = async (name: string) =>
    (await client.readContract({
      address: manager,
      abi,
      functionName: 'getTargetFunctionRole',
      args: [risk, toFunctionSelector(name)],
    })) === 1n

  const facts: [string, Promise<boolean>][] = [
    ['the timelock is its own admin', holds(zeroHash, timelock)],
    ['the deployer is no admin of the timelock', not(holds(zeroHash, deployer))],
    ...timelockRoles.flatMap((name): [string, Promise<boolean>][] => [
      [`the Governor has ${name} of the timelock`, holds(hashRole(name), at('GimbalGovernor'))],
      [`the deployer has no ${name} of the timelock`, not(holds(hashRole(name), deployer))],
    ]),
    ['the timelock is admin of the access manager', belongs(0n, timelock)],
    ['the deployer is no admin of the access manager', not(belongs(0n, deployer))],
    ['the guardian has the guardian role', belongs(1n, guardian)],
    ['the guardian is no admin of the access manager', not(belongs(0n, guardian))],
    ['the deployer has no guardian role', not(belongs(1n, deployer))],
    ...guardianFunctions.map((name): [string, Promise<boolean>] => [
      `the guardian role may call ${name}`,
      guards(name),
    ]),
    ['the guardian role may not call resume(bytes32)', not(guards('resume(bytes32)'))],
    ['RiskParameters obeys the access manager', equals(read(risk, 'authority'), manager)],
    ['RiskParameters records the core', equals(read(risk, 'standardCoreHash'), coreHash)],
  ]
  return Promise.all(facts.map(async ([fact, answer]) => ({ fact, isTrue: await answer })))
}

async function not(answer: Promise<boolean>): Promise<boolean> {
  return !(await answer)
}

async function equals(got: Promise<string>, wanted: string): Promise<boolean> {
  return (await got).toLowerCase() === wanted.toLowerCase()
}
