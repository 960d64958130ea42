import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Abi, Hex } from 'viem'
import { StackNotBuiltError } from './errors.ts'

const require = createRequire(import.meta.url)

export interface Artifact {
  abi: Abi
  bytecode: Hex
}

/**
 * A contract of this project, as it was built last.
 *
 * @param source - Its file below `contracts/`, without the ending; the contract has the file's name.
 * @throws StackNotBuiltError
 */
export function readArtifact(source: string): Artifact {
  const name = source.slice(source.lastIndexOf('/') + 1)
  const file = new URL(
    `../../build/artifacts/contracts/${source}.sol/${name}.json`,
    import.meta.url,
  )
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new StackNotBuiltError(`the contract ${name}`, { cause })
  }
}

/** Bytecode that its authors published, the same that runs on the public chains. */
export function readPublishedArtifact(path: string): Artifact {
  return require(path)
}
