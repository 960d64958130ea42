import {
  AbiDecodingDataSizeTooSmallError,
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  isAddressEqual,
  type PublicClient,
  zeroAddress,
} from 'viem'
import { governorAbi, riskParametersAbi, timelockAbi, tokenAbi } from '../abi/index.ts'
import { WrongContractError } from './errors.ts'

/** What the addresses of one deployment are of. */
export type ContractRole = 'governor' | 'token' | 'timelock' | 'riskParameters'

/** For each a question that no other of them answers. */
const probes: Readonly<
  Record<ContractRole, { title: string; ask(client: PublicClient, at: Address): Promise<unknown> }>
> = {
  governor: {
    title: 'a Governor',
    ask: (client, address) =>
      client.readContract({ address, abi: governorAbi, functionName: 'proposalThreshold' }),
  },
  token: {
    title: 'a votes token',
    ask: (client, address) =>
      client.readContract({
        address,
        abi: tokenAbi,
        functionName: 'delegates',
        args: [zeroAddress],
      }),
  },
  timelock: {
    title: 'a timelock',
    ask: (client, address) =>
      client.readContract({ address, abi: timelockAbi, functionName: 'getMinDelay' }),
  },
  riskParameters: {
    title: 'a RiskParameters',
    ask: (client, address) =>
      client.readContract({ address, abi: riskParametersAbi, functionName: 'coreHash' }),
  },
}
const roles = Object.keys(probes) as ContractRole[]

/**
 * Recognises the contracts of a deployment by what they answer, and that the Governor has this token and this timelock.
 *
 * @throws WrongContractError that names every address that is something else, and what it is.
 */
export async function checkContracts(
  client: PublicClient,
  addresses: Readonly<Record<ContractRole, Address>>,
): Promise<void> {
  const answers = await Promise.all(roles.map((role) => isA(client, role, addresses[role])))
  const wrong = roles.filter((_, index) => !answers[index])
  const faults = await Promise.all(
    wrong.map(async (role) => {
      const { title } = probes[role]
      const found = await describeContract(client, addresses[role])
      return `addresses.${role} ${addresses[role]} is ${found}, not ${title}`
    }),
  )
  if (faults.length > 0) throw new WrongContractError(faults)
  const at = { address: addresses.governor, abi: governorAbi } as const
  const [token, timelock] = await Promise.all([
    client.readContract({ ...at, functionName: 'token' }),
    client.readContract({ ...at, functionName: 'timelock' }),
  ])
  const others = Object.entries({ token, timelock }).flatMap(([role, own]) => {
    const given = addresses[role as ContractRole]
    if (isAddressEqual(own, given)) return []
    return [`addresses.${role} is ${given}, the Governor's own is ${own}`]
  })
  if (others.length > 0) throw new WrongContractError(others)
}

/** What stands at an address, in words. */
async function describeContract(client: PublicClient, address: Address): Promise<string> {
  if ((await client.getCode({ address })) === undefined) return 'an account without code'
  const answers = await Promise.all(roles.map((role) => isA(client, role, address)))
  const role = roles.find((_, index) => answers[index])
  return role === undefined ? 'another contract' : probes[role].title
}

/** Whether a contract answers as one of a role does. Failures of the node are thrown. */
async function isA(client: PublicClient, role: ContractRole, address: Address): Promise<boolean> {
  try {
    await probes[role].ask(client, address)
    return true
  } catch (error) {
    const isOther = (one: unknown) =>
      one instanceof ContractFunctionRevertedError ||
      one instanceof ContractFunctionZeroDataError ||
      one instanceof AbiDecodingDataSizeTooSmallError
    if (error instanceof BaseError && error.walk(isOther)) return false
    throw error
  }
}
