import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { ARTIFACTS } from './parts.ts'

/** What a deployment takes of an artifact, and what Hardhat knows one by. */
const KEPT = ['_format', 'contractName', 'sourceName', 'abi', 'bytecode', 'deployedBytecode']
const KEPT_REFERENCES = ['linkReferences', 'deployedLinkReferences', 'immutableReferences']

/** Copies the artifacts of contracts that can be deployed: those of interfaces have an ABI alone, which `gimbal/abi` has. */
export function writeArtifacts(root: string, dist: string): void {
  const folder = join(root, ARTIFACTS)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.json')) continue
    const file = join(entry.parentPath, entry.name)
    const artifact = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    if (artifact.bytecode === '0x') continue
    const kept = [...KEPT, ...KEPT_REFERENCES].map((key) => [key, artifact[key]])
    const to = join(dist, ARTIFACTS, relative(folder, file))
    mkdirSync(dirname(to), { recursive: true })
    writeFileSync(to, JSON.stringify(Object.fromEntries(kept)))
  }
}

/** Each ABI of `gimbal/abi` as a file of JSON: `riskParametersAbi` as `RiskParameters.json`. */
export function writeAbis(abis: Record<string, unknown>, dist: string): void {
  const folder = join(dist, 'abi', 'json')
  mkdirSync(folder, { recursive: true })
  for (const [name, abi] of Object.entries(abis)) {
    const [, contract] = /^(\w+)Abi$/.exec(name) ?? []
    if (contract === undefined || !Array.isArray(abi)) continue
    const file = `${contract.charAt(0).toUpperCase()}${contract.slice(1)}.json`
    writeFileSync(join(folder, basename(file)), `${JSON.stringify(abi, null, 2)}\n`)
  }
}
