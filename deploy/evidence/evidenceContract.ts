import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Abi, encodeDeployData, type Hex } from 'viem'
import type { DeployedKind } from './draftReporters.ts'
import { DeployEvidenceError } from './errors.ts'
import type { ProvenSettings } from './provenSettings.ts'
import type { Tolerances } from './tolerances.ts'

const names = { proven: 'ProvenReporter', both: 'EvidenceChecker' } as const

/** A contract of evidence with everything that its constructor takes. */
export interface EvidenceContract {
  name: (typeof names)[DeployedKind]
  abi: Abi
  args: readonly [ProvenSettings] | readonly [ProvenSettings, Tolerances]
  /** What a transaction that creates it holds. */
  data: Hex
}

/** @throws DeployEvidenceError if the contracts are not built. */
export async function prepareContract(
  kind: DeployedKind,
  settings: ProvenSettings,
  tolerances: Tolerances,
): Promise<EvidenceContract> {
  const name = names[kind]
  const { abi, bytecode } = await readBuilt(name)
  const args = kind === 'proven' ? ([settings] as const) : ([settings, tolerances] as const)
  return { name, abi, args, data: encodeDeployData({ abi, bytecode, args }) }
}

async function readBuilt(name: string): Promise<{ abi: Abi; bytecode: Hex }> {
  const path = `../../build/artifacts/contracts/evidence/${name}.sol/${name}.json`
  const file = fileURLToPath(new URL(path, import.meta.url))
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new DeployEvidenceError(`cannot read the contract ${name}; run npm run setup`, { cause })
  }
}
