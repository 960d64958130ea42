import { type Bool, isTrue, not } from './nodes.ts'
import { all, any } from './terms.ts'

/** The conditions under which the code gets somewhere, latest first; undefined: always. */
export type Path = PathNode | undefined

interface PathNode {
  readonly condition: Bool
  readonly before: Path
  readonly depth: number
  /** It only says that what was asserted before held: with that proven, it is idle. */
  readonly isAsserted: boolean
}

export function extend(before: Path, condition: Bool, isAsserted = false): Path {
  if (isTrue(condition)) return before
  return { condition, before, depth: (before?.depth ?? 0) + 1, isAsserted }
}

/** The conditions of a path since `start`, without those that only repeat what was asserted. */
export function conditionsOf(path: Path, start: Path = undefined): Bool[] {
  const conditions: Bool[] = []
  for (let node = path; node && node !== start; node = node.before) {
    if (!node.isAsserted) conditions.push(node.condition)
  }
  return conditions
}

/** What was asserted on the path. */
export function assertedOn(path: Path): Bool[] {
  const conditions: Bool[] = []
  for (let node = path; node; node = node.before) {
    if (node.isAsserted) conditions.push(node.condition)
  }
  return conditions
}

/** What the path says of a condition, if it does. */
export function knownOn(path: Path, condition: Bool): boolean | undefined {
  const opposite = not(condition)
  for (let node = path; node; node = node.before) {
    if (node.condition === condition) return true
    if (node.condition === opposite) return false
  }
  return undefined
}

/** Two paths that meet: the path from there, and what tells that one came by the first. */
export function meet(a: Path, b: Path): { path: Path; isFirst: Bool } {
  const start = commonStart(a, b)
  const isFirst = all(conditionsOf(a, start))
  return { path: extend(start, any([isFirst, all(conditionsOf(b, start))])), isFirst }
}

function commonStart(a: Path, b: Path): Path {
  let [x, y] = [a, b]
  while (x !== y) {
    if ((x?.depth ?? 0) >= (y?.depth ?? 0)) x = x?.before
    else y = y?.before
  }
  return x
}
