// Writes deployments/list.ts from the files of networks beside it.
// Run: npm run deployments

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readDeployment } from '../deployments/node.ts'
import { listPublicChains } from './package/listPublicChains.ts'

const project = fileURLToPath(new URL('..', import.meta.url))

/**
 * The list as TypeScript, formatted as the linter wants it.
 *
 * @param folder - The one in which `gimbal deploy` wrote `deployments/CHAINID.json`.
 * @throws NetworkConfigError if one of them is wrong, or of another chain than its name says.
 */
export async function formatDeployments(folder: string): Promise<string> {
  const chainIds = await listPublicChains(folder)
  // No variable of the environment gets into what is published.
  const options = { folder, env: {} }
  const list = await Promise.all(chainIds.map((chainId) => readDeployment(chainId, options)))
  return `// Written by \`npm run deployments\` from the files beside it.
import type { Deployment } from './deployment.ts'

/** Every public network that has a file here, by the ids of their chains. */
export const deployments: readonly Deployment[] = ${formatValue(list, '')}
`
}

function formatValue(value: unknown, indent: string): string {
  if (typeof value === 'bigint') return `${value}n`
  // As the formatter has it: double quotes only where they save an escape.
  if (typeof value === 'string') {
    const quoted = JSON.stringify(value)
    return value.includes("'") ? quoted : `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`
  }
  if (typeof value !== 'object' || value === null) return `${value}`
  const within = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map((item) => formatValue(item, within))
    : Object.entries(value).map(([name, item]) => `${name}: ${formatValue(item, within)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (parts.length === 0) return `${open}${close}`
  return `${open}\n${parts.map((part) => `${within}${part},\n`).join('')}${indent}${close}`
}

if (import.meta.main) {
  writeFileSync(join(project, 'deployments', 'list.ts'), await formatDeployments(project))
}
