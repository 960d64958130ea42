import type { Abi, Address, Hex } from 'viem'
import { type Artifact, readPublishedArtifact } from '../local/artifacts.ts'
import { StackChainError } from '../local/errors.ts'

interface LinkReference {
  /** Bytes into the bytecode. */
  start: number
  length: number
}

/** A contract as compilers write it down: with holes where libraries are named. */
interface UnlinkedArtifact {
  abi: Abi
  bytecode: Hex
  linkReferences?: Readonly<Record<string, Readonly<Record<string, readonly LinkReference[]>>>>
}

/**
 * Published bytecode with the addresses of its libraries in it.
 *
 * @param path - Of the artifact, as Node resolves packages.
 * @param libraries - By name; more than it needs do no harm.
 * @throws StackChainError if one that it needs is missing.
 */
export function linkArtifact(
  path: string,
  libraries: Readonly<Record<string, Address>> = {},
): Artifact {
  const { abi, bytecode, linkReferences = {} } = readPublishedArtifact(path) as UnlinkedArtifact
  let linked: string = bytecode
  for (const [name, references] of Object.values(linkReferences).flatMap(Object.entries)) {
    const library = libraries[name]
    if (library === undefined) {
      throw new StackChainError(`${path} needs the library ${name}; deploy that first`)
    }
    for (const { start, length } of references) {
      const from = 2 + start * 2
      const to = from + length * 2
      linked = linked.slice(0, from) + library.slice(2).toLowerCase() + linked.slice(to)
    }
  }
  return { abi, bytecode: linked as Hex }
}
