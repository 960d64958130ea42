import type { Memory } from './memory.ts'
import { type Bool, constant, type Word } from './nodes.ts'
import { knownOn, meet, type Path } from './path.ts'
import { ite } from './terms.ts'

/** Bytes that a call takes or gives: words, of which the first `length` bytes count. */
export interface Bytes {
  readonly words: readonly Word[]
  readonly length: Word
}

export const noBytes = (): Bytes => ({ words: [], length: constant(0n) })

/** Where the code stands, with what it knows there. */
export interface State {
  readonly variables: Map<string, Word>
  memory: Memory
  path: Path
  /** What the last call returned. */
  returned: Bytes
}

export const fork = ({ variables, memory, returned }: State, path: Path): State => ({
  variables: new Map(variables),
  memory: memory.copy(),
  path,
  returned,
})

/** One state for several that meet; undefined if there is none. */
export function mergeAll(states: readonly State[]): State | undefined {
  const [first, ...others] = states
  return first && others.reduce(merge, first)
}

function merge(a: State, b: State): State {
  const { path, isFirst } = meet(a.path, b.path)
  const variables = new Map<string, Word>()
  for (const [name, word] of a.variables) {
    const other = b.variables.get(name)
    if (other) variables.set(name, ite(isFirst, word, other))
  }
  return {
    variables,
    memory: a.memory.merge(isFirst, b.memory),
    path,
    returned: mergeBytes(isFirst, a.returned, b.returned),
  }
}

export function mergeBytes(isFirst: Bool, a: Bytes, b: Bytes): Bytes {
  if (a === b) return a
  const length = Math.max(a.words.length, b.words.length)
  const at = ({ words }: Bytes, index: number) => words[index] ?? constant(0n)
  return {
    words: Array.from({ length }, (_, index) => ite(isFirst, at(a, index), at(b, index))),
    length: ite(isFirst, a.length, b.length),
  }
}

/** The word with the choices taken that the path has made. */
export function settle(term: Word, path: Path): Word {
  let word = term
  while (word.op === 'ite') {
    const known = knownOn(path, word.args[0] as Bool)
    if (known === undefined) return word
    word = word.args[known ? 1 : 2] as Word
  }
  return word
}
