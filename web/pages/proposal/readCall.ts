import {
  type Abi,
  type Address,
  decodeFunctionData,
  erc20Abi,
  type Hex,
  isAddressEqual,
} from 'viem'
import {
  adminAbi,
  governanceSenderAbi,
  governorAbi,
  guardianAbi,
  tokenAbi,
} from '../../../abi/index.ts'
import type { Network } from '../../../client/network/network.ts'
import { showText } from '../../../core/index.ts'

type Addresses = Network['addresses']
type Known = Pick<Network, 'addresses'> & Partial<Pick<Network, 'bridge'>>

const sender: { name: string; abi: Abi } = {
  name: 'Governance sender, to other chains',
  abi: governanceSenderAbi,
}

const contracts: Readonly<Record<keyof Addresses, { name: string; abi: Abi }>> = {
  riskParameters: { name: 'RiskParameters', abi: [...adminAbi, ...guardianAbi] },
  governor: { name: 'Governor', abi: governorAbi },
  token: { name: 'Governance token', abi: [...erc20Abi, ...tokenAbi] },
  timelock: { name: 'Timelock', abi: [] },
  vault: { name: 'Vault', abi: [] },
}

function findContract(target: Address, { addresses, bridge }: Known) {
  if (bridge !== undefined && isAddressEqual(bridge.governanceSender, target)) return sender
  const names = Object.keys(contracts) as (keyof Addresses)[]
  const name = names.find((of) => {
    const address = addresses[of]
    return address !== undefined && isAddressEqual(address, target)
  })
  return name && contracts[name]
}

/** What the network calls a contract; undefined for a stranger's. */
export function nameContract(target: Address, network: Known): string | undefined {
  return findContract(target, network)?.name
}

const MAX_CHARACTERS = 600

/** A call of one of the network's own contracts as people write calls; undefined if it is none of their known functions. */
export function readCall(target: Address, data: Hex, network: Known): string | undefined {
  const contract = findContract(target, network)
  if (contract === undefined) return undefined
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi: contract.abi, data })
    const text = `${functionName}(${(args as readonly unknown[]).map(write).join(', ')})`
    return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)} …` : text
  } catch {
    // No function of the contract, or other arguments than it takes.
    return undefined
  }
}

/** A value as the contract takes it, without the quotes of JSON around what is no text. */
function write(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'number') return `${value}`
  if (typeof value === 'string' && /^0x[0-9a-f]*$/i.test(value)) return value
  if (Array.isArray(value)) return `[${value.map(write).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, inner]) => `${name}: ${write(inner)}`)
    return `{ ${fields.join(', ')} }`
  }
  return showText(JSON.stringify(value) ?? 'nothing')
}
