import { type AbiFunction, type AbiParameter, getAbiItem, isAddressEqual } from 'viem'
import type { ContractCall } from '../../client/contractCall.ts'
import { supports } from '../../client/createVoteCall.ts'
import type { Network } from '../../client/network/network.ts'
import { showText } from '../../core/index.ts'
import { toIdHex } from '../../governance/index.ts'

/** A call as somebody reads it before he sends it. */
export interface DescribedCall {
  /** `the Governor`; undefined for a contract that the network does not name. */
  contract: string | undefined
  functionName: string
  args: { name: string; text: string }[]
}

/** Of bytes and texts within others; what is sent is whole. */
const MAX_SHOWN = 200

const contractNames = {
  governor: 'the Governor',
  token: 'the token',
  timelock: 'the timelock',
  riskParameters: 'RiskParameters',
  vault: 'the reference vault',
} as const

/** Names the contract, the function and its arguments. */
export function describeCall(
  { address, abi, functionName, args }: ContractCall,
  { addresses }: Pick<Network, 'addresses'>,
): DescribedCall {
  const roles = Object.keys(contractNames) as (keyof typeof contractNames)[]
  const role = roles.find((one) => {
    const own = addresses[one]
    return own !== undefined && isAddressEqual(own, address)
  })
  const item = getAbiItem({ abi, name: functionName, args } as never) as AbiFunction | undefined
  return {
    contract: role === undefined ? undefined : contractNames[role],
    functionName,
    args: args.map((value, index) => {
      const parameter = item?.inputs[index] ?? { type: 'unknown' }
      const name = parameter.name || `argument ${index + 1}`
      return { name, text: formatArgument(parameter, value) }
    }),
  }
}

/** A text of the outermost level keeps its lines; one within others is quoted, so that it cannot pass for them. */
function formatArgument(parameter: AbiParameter, value: unknown): string {
  return parameter.type === 'string' && typeof value === 'string' ? value : format(parameter, value)
}

function format(parameter: AbiParameter, value: unknown): string {
  const { name, type } = parameter
  if (Array.isArray(value)) return formatList(parameter, value)
  if (typeof value === 'bigint' || typeof value === 'number') {
    if (name === 'proposalId') return toIdHex(BigInt(value))
    const choice = name === 'support' ? supports[Number(value)] : undefined
    const digits = value.toLocaleString('en')
    return choice === undefined ? digits : `${digits} (${choice})`
  }
  if (type.startsWith('bytes') && typeof value === 'string') return cutHex(value)
  if (typeof value === 'string') return type === 'address' ? value : `"${cut(showText(value))}"`
  if (typeof value === 'object' && value !== null) {
    const { components = [] } = parameter as { components?: readonly AbiParameter[] }
    const fields = Object.entries(value).map(([key, field]) => {
      const component = components.find((one) => one.name === key) ?? { type: 'unknown' }
      return `${key}: ${format(component, field)}`
    })
    return fields.join(', ')
  }
  return String(value)
}

function formatList(parameter: AbiParameter, values: readonly unknown[]): string {
  if (values.length === 0) return 'none'
  const element = { ...parameter, type: parameter.type.replace(/\[\d*\]$/, '') }
  const texts = values.map((value) => format(element, value))
  return texts.length === 1
    ? (texts[0] ?? '')
    : texts.map((text, index) => `${index + 1}. ${text}`).join('\n')
}

function cutHex(hex: string): string {
  const bytes = (hex.length - 2) / 2
  return hex.length <= 66 ? hex : `${hex.slice(0, 34)}… (${bytes.toLocaleString('en')} bytes)`
}

function cut(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)} …` : text
}
