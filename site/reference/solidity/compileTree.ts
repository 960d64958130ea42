import { existsSync, globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { SourceUnit } from 'solidity-ast'
import type { Node } from 'solidity-ast/node.js'
import { findAll, isNodeType } from 'solidity-ast/utils.js'

/** A Solidity file as the compiler sees it. */
export interface SolidityFile {
  /** From the project's root. */
  path: string
  text: string
  ast: SourceUnit
}

/** All files of the contracts, and whatever in them has a number. */
export interface SolidityTree {
  files: SolidityFile[]
  /** Declarations of these files and of those that they import, by the compiler's number. */
  find(id: number): Node | undefined
}

/** For tests and rehearsals of this project; no one else deploys or imports it. */
const left = 'contracts/tools/'

/**
 * Reads all contracts with the project's own compiler, without making code of them.
 *
 * @throws Error with what the compiler refuses.
 */
export function compileTree(root: string): SolidityTree {
  const require = createRequire(join(root, 'package.json'))
  const solc: { compile(input: string, callbacks: object): string } = require('solc')
  const paths = globSync('contracts/**/*.sol', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.startsWith(left))
    .sort()
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(paths.map((path) => [path, { content: read(path) }])),
    settings: { evmVersion: 'osaka', outputSelection: { '*': { '': ['ast'] } } },
  }
  const readImport = (path: string) => {
    const file = join('node_modules', path)
    return existsSync(join(root, file)) ? { contents: read(file) } : { error: `no ${path}` }
  }
  const { sources, errors = [] }: Output = JSON.parse(
    solc.compile(JSON.stringify(input), { import: readImport }),
  )
  const [refusal] = errors.filter(({ severity }) => severity === 'error')
  if (refusal !== undefined) throw new Error(refusal.formattedMessage)

  const nodes = new Map<number, Node>()
  for (const { ast } of Object.values(sources)) {
    for (const node of findAll('*', ast)) if (isNodeType('*', node)) nodes.set(node.id, node)
  }
  const files = paths.flatMap((path) => {
    const source = sources[path]
    return source === undefined ? [] : [{ path, text: read(path), ast: source.ast }]
  })
  return { files, find: (id) => nodes.get(id) }
}

interface Output {
  sources: Record<string, { ast: SourceUnit }>
  errors?: { severity: string; formattedMessage: string }[]
}
