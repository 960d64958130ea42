import { type Address, isAddressEqual, type PublicClient } from 'viem'
import { governorAbi } from '../abi/index.ts'
import { WrongContractError } from './errors.ts'
import { isContractOf, type ProbedKind, recognizeContract } from './recognizeContract.ts'

/** What the addresses of one deployment are of. */
export type ContractRole = 'governor' | 'token' | 'timelock' | 'riskParameters'

const kindOf = {
  governor: 'the Governor',
  token: 'the token',
  timelock: 'the timelock',
  riskParameters: 'RiskParameters',
} as const satisfies Readonly<Record<ContractRole, ProbedKind>>
const roles = Object.keys(kindOf) as ContractRole[]

/**
 * Recognises the contracts of a deployment by what they answer, and that the Governor has this token and this timelock.
 *
 * @throws WrongContractError that names every address that is something else, and what it is.
 */
export async function checkContracts(
  client: PublicClient,
  addresses: Readonly<Record<ContractRole, Address>>,
): Promise<void> {
  const ask = {
    getCode: async (address: Address) => (await client.getCode({ address })) ?? '0x',
    call: async (to: Address, data: `0x${string}`) =>
      (await client.call({ to, data })).data ?? '0x',
  } as const
  const faults = await Promise.all(
    roles.map(async (role) => {
      const [kind, address] = [kindOf[role], addresses[role]]
      if (await isContractOf(ask, kind, address)) return []
      return [
        `addresses.${role} ${address} is ${await recognizeContract(ask, address)}, not ${kind}`,
      ]
    }),
  )
  if (faults.flat().length > 0) throw new WrongContractError(faults.flat())
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
