import type { ContractDefinition, FunctionDefinition, VariableDeclaration } from 'solidity-ast'
import type { Node } from 'solidity-ast/node.js'
import { findAll } from 'solidity-ast/utils.js'
import type { SolidityFile } from './compileTree.ts'
import { type NatSpec, parseNatSpec } from './natSpec.ts'

/** A declaration that a page shows. */
export interface Item {
  node: Node
  name: string
  /** 2 in a file, 3 in a contract. */
  depth: 2 | 3
  /** The declaration without its body, as it is in the source. */
  code: string
  /** Names, those of returned values empty where they have none. */
  parameters: string[]
  returns: string[]
  /** Declared types in the signature. */
  types: { id: number; name: string }[]
}

/** What a reader of a file may use of it, in the source's order. */
export function listItems({ ast, text }: SolidityFile): Item[] {
  const bytes = Buffer.from(text)
  const slice = (from: number, to: number) => trimMargin(bytes.subarray(from, to).toString(), text)
  const toItem = (node: Node, depth: 2 | 3): Item => {
    const [start = 0, length = 0] = node.src.split(':').map(Number)
    const own = bytes.subarray(start, start + length).toString()
    const isContract = node.nodeType === 'ContractDefinition'
    const isFunction = node.nodeType === 'FunctionDefinition'
    const bodyAt = isFunction && node.body ? Number(node.body.src.split(':')[0]) : start + length
    return {
      node,
      depth,
      name: nameOf(node),
      code: isContract ? own.slice(0, own.indexOf('{')).trim() : slice(start, bodyAt),
      parameters: isFunction ? node.parameters.parameters.map(({ name }) => name) : [],
      returns: isFunction ? node.returnParameters.parameters.map(({ name }) => name) : [],
      types: isFunction ? listTypes(node) : [],
    }
  }
  return ast.nodes.flatMap((node) => {
    if (node.nodeType === 'ContractDefinition') {
      const members = node.nodes.filter((member) => isShown(member, node))
      return [toItem(node, 2), ...members.map((member) => toItem(member, 3))]
    }
    return hasName(node) ? [toItem(node, 2)] : []
  })
}

/** What is said of a declaration, there or at the declaration that it overrides. */
export function describe(
  node: Node,
  find: (id: number) => Node | undefined,
): { spec: NatSpec; from: { id: number; name: string } | undefined } {
  const text = textOf(node)
  const spec = parseNatSpec(text)
  const isSaid = text !== '' && spec.inheritsFrom === undefined
  const [base] = 'baseFunctions' in node ? (node.baseFunctions ?? []) : []
  const above = base === undefined || isSaid ? undefined : find(base)
  if (above === undefined) return { spec, from: undefined }
  const inherited = describe(above, find)
  const scope = 'scope' in above ? find(above.scope) : undefined
  const name = scope === undefined ? nameOf(above) : `${nameOf(scope)}.${nameOf(above)}`
  return { spec: inherited.spec, from: inherited.from ?? { id: above.id, name } }
}

function textOf(node: Node): string {
  const documentation = 'documentation' in node ? node.documentation : undefined
  return typeof documentation === 'string' ? documentation : (documentation?.text ?? '')
}

function nameOf(node: Node): string {
  if (node.nodeType === 'FunctionDefinition' && node.kind !== 'function') {
    return node.kind === 'freeFunction' ? node.name : node.kind
  }
  return 'name' in node && typeof node.name === 'string' ? node.name : ''
}

function hasName(node: Node): boolean {
  return node.nodeType !== 'ImportDirective' && nameOf(node) !== ''
}

function isShown(member: ContractDefinition['nodes'][number], contract: ContractDefinition) {
  if (member.nodeType === 'FunctionDefinition') return isFunctionShown(member, contract)
  if (member.nodeType === 'VariableDeclaration') return isVariableShown(member, contract)
  return member.nodeType !== 'ModifierDefinition' && member.nodeType !== 'UsingForDirective'
}

/** Libraries are used from inside, and abstract contracts are completed there. */
function isFunctionShown(
  { kind, parameters, visibility, virtual }: FunctionDefinition,
  { abstract, contractKind }: ContractDefinition,
): boolean {
  if (kind === 'constructor') return parameters.parameters.length > 0
  if (visibility === 'internal') return contractKind === 'library' || (abstract && virtual)
  return visibility !== 'private'
}

function isVariableShown(
  { visibility }: VariableDeclaration,
  { contractKind }: ContractDefinition,
) {
  return visibility === 'public' || (contractKind === 'library' && visibility === 'internal')
}

function listTypes(node: FunctionDefinition): Item['types'] {
  const types = new Map<number, string>()
  for (const list of [node.parameters, node.returnParameters]) {
    for (const type of findAll('UserDefinedTypeName', list)) {
      types.set(type.referencedDeclaration, type.pathNode?.name ?? type.name ?? '')
    }
  }
  return [...types].map(([id, name]) => ({ id, name }))
}

/** Takes away the margin that a member has in its contract. */
function trimMargin(code: string, text: string): string {
  const lines = code.trim().split('\n')
  const at = text.indexOf(code.trim())
  const margin = at - (text.lastIndexOf('\n', at) + 1)
  return lines.map((line, index) => (index === 0 ? line : line.slice(margin))).join('\n')
}
