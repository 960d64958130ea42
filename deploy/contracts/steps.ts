import type { Abi, AbiParameter } from 'viem'
import type { Environment } from './environment.ts'
import { type GimbalModule, readPublishedArtifact } from './gimbalModule.ts'

type Future = GimbalModule['futures'] extends Set<infer Member> ? Member : never

/** One transaction of the deployment. */
export interface Step {
  /** Ignition's name of it, under which its journal keeps it. */
  id: string
  contract: string
  /** Absent: the contract is deployed. */
  functionName?: string
  /** By name; contracts and the deployer are named by `nameParty`, numbers are decimal text. */
  args: Record<string, unknown>
}

/** How a contract that is deployed here, or the deployer, is written. */
export type NameParty = (party: { contract: string } | 'deployer') => string

/** By the name of the role that somebody plays, as a plan needs it. */
export const nameByRole: NameParty = (party) => (party === 'deployer' ? party : party.contract)

/** The transactions of a module in their order, with their arguments as the contracts name them. */
export async function describeSteps(
  environment: Environment,
  module: GimbalModule,
  nameParty: NameParty,
): Promise<Step[]> {
  const describe = async (future: Future): Promise<Step> => {
    if ('constructorArgs' in future) {
      const { id, contractName: contract, constructorArgs } = future
      const inputs = findInputs(await readAbi(environment, contract), 'constructor', undefined)
      return { id, contract, args: nameArgs(inputs, constructorArgs, nameParty) }
    }
    if ('functionName' in future && 'contract' in future && 'args' in future) {
      const { id, functionName, args } = future
      const contract = future.contract.contractName
      const inputs = findInputs(await readAbi(environment, contract), 'function', functionName)
      return { id, contract, functionName, args: nameArgs(inputs, args, nameParty) }
    }
    throw new TypeError(`the step ${future.id} is neither a deployment nor a call`)
  }
  return Promise.all([...module.futures].map(describe))
}

async function readAbi(environment: Environment, contract: string): Promise<Abi> {
  if (contract === 'AccessManager' || contract === 'TimelockController') {
    return readPublishedArtifact(contract).abi
  }
  return (await environment.artifacts.readArtifact(contract)).abi as Abi
}

function findInputs(abi: Abi, type: 'constructor' | 'function', name: string | undefined) {
  const item = abi.find((entry) => {
    return entry.type === type && (entry.type === 'constructor' || entry.name === name)
  })
  return item !== undefined && 'inputs' in item ? item.inputs : []
}

function nameArgs(
  inputs: readonly AbiParameter[],
  args: readonly unknown[],
  nameParty: NameParty,
): Record<string, unknown> {
  return Object.fromEntries(
    // An underscore keeps a name apart from the contract's variable, and says nothing.
    args.map((arg, index) => [
      inputs[index]?.name?.replace(/_$/, '') ?? `${index}`,
      toPlain(arg, nameParty),
    ]),
  )
}

function toPlain(value: unknown, nameParty: NameParty): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map((item) => toPlain(item, nameParty))
  if (typeof value !== 'object' || value === null) return value
  if ('contractName' in value) return nameParty({ contract: String(value.contractName) })
  if ('accountIndex' in value) return nameParty('deployer')
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, toPlain(item, nameParty)]),
  )
}
