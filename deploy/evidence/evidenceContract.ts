import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Abi, encodeDeployData, type Hex } from 'viem'
import type { DeployedKind } from './draftReporters.ts'
import { DeployEvidenceError } from './errors.ts'

const names = { proven: 'ProvenReporter', both: 'EvidenceChecker' } as const

/** A contract of evidence with everything that its constructor takes. */
export interface EvidenceContract {
  name: (typeof names)[DeployedKind]
  abi: Abi
  args: readonly object[]
  /** What a transaction that creates it holds. */
  data: Hex
}

/**
 * A contract with the settings and, of a checker, the tolerances that its constructor takes.
 *
 * @throws DeployEvidenceError if the contracts are not built.
 */
export async function prepareContract(
  kind: DeployedKind,
  settings: object,
  tolerances: object | undefined,
): Promise<EvidenceContract> {
  const name = names[kind]
  const { abi, bytecode } = await readBuilt(name)
  const args = tolerances === undefined ? [settings] : [settings, tolerances]
  return { name, abi, args, data: encodeDeployData({ abi, bytecode, args }) }
}

async function readBuilt(name: string): Promise<{ abi: Abi; bytecode: Hex }> {
  const path = `../../build/artifacts/contracts/evidence/${name}.sol/${name}.json`
  const file = fileURLToPath(new URL(path, import.meta.url))
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new DeployEvidenceError(`cannot read the contract ${name}; run \`npm run setup\``, {
      cause,
    })
  }
}
