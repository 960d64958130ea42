import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A function whose name begins with `prove_`. */
export interface Statement {
  /** The contract that states it, of the file of its name. */
  readonly contract: string
  readonly name: string
  /** The property that it backs: docs/properties.md. */
  readonly property: string
}

const contracts = ['BoundsProof', 'PackingProof', 'ReaderProof']

export const fileOf = (contract: string): string => `test/proofs/${contract}.sol`

/** All statements, in the order in which they are written down. */
export function readStatements(root: string): Statement[] {
  return contracts.flatMap((contract) => {
    const text = readFileSync(join(root, fileOf(contract)), 'utf8')
    return [...text.matchAll(/function (prove_P(\d+)_\w+)\(/g)].map(
      ([, name = '', number]): Statement => ({ contract, name, property: `P-${number}` }),
    )
  })
}
