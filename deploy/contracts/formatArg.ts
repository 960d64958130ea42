import { formatEther, toFunctionSelector, zeroHash } from 'viem'
import { blockSources } from './blockSource.ts'
import { guardianFunctions, hashRole, timelockRoles } from './gimbalModule.ts'

// Names for the numbers, selectors and hashes of AccessManager and TimelockController.
const meanings: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  roleId: new Map([
    ['0', 'ADMIN'],
    ['1', 'GUARDIAN'],
  ]),
  blockSource: new Map(blockSources.map((name, index) => [`${index}`, name])),
  role: new Map([
    [zeroHash, 'DEFAULT_ADMIN_ROLE'],
    ...timelockRoles.map((name) => [hashRole(name), name] as const),
  ]),
  selectors: new Map(guardianFunctions.map((name) => [toFunctionSelector(name), name])),
}

/** An argument as people read it: tokens, days and names for what the name of the argument says it is. */
export function formatArg(name: string, value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => formatArg(name, item)).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([key, item]) => `${key}: ${formatArg(key, item)}`)
    return `{ ${fields.join(', ')} }`
  }
  const text = String(value)
  const meaning = meanings[name]?.get(text)
  if (meaning !== undefined) return `${text} (${meaning})`
  if (/^(amounts|proposalThreshold)$/.test(name)) return `${formatEther(BigInt(text))} GMBL`
  if (/(Sec|^minDelay|Delay)$/.test(name)) return `${text} s (${formatDuration(Number(text))})`
  if (name === 'quorumPercent') return `${text} %`
  return text === '' ? '""' : text
}

function formatDuration(seconds: number): string {
  const [size, unit] = seconds < 86_400 ? [3_600, 'hours'] : [86_400, 'days']
  return `${Number((seconds / size).toFixed(2))} ${unit}`
}
