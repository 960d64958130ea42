import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  buildSchema,
  graphql,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql'
import { datasets } from '../../../query/index.ts'

type Entity = Record<string, unknown> & { id: string }

/** A block of the index: its hash ends in its number. */
export const hashAt = (number: number) => `0x${number.toString(16).padStart(64, '0')}`

/** What is sent instead of an answer. */
interface Replacement {
  status?: number
  body?: string
}

export interface FakeIndex {
  url: string
  /** Rows of each collection. */
  collections: Record<string, Entity[]>
  newest: { number: number; hash: string; timestamp: number }
  /** Blocks that the index no longer has. */
  lost: Set<string>
  /** The variables of every page that was asked for. */
  pages: Record<string, unknown>[]
  /** Replaces an answer before it is sent; a promise holds it back. */
  intercept:
    | ((answer: unknown, request: number) => Replacement | undefined | Promise<Replacement>)
    | undefined
  requests: number
  close(): Promise<void>
}

/**
 * A server of 127.0.0.1 with the subgraph's own schema as graph-node serves it, and rows in memory. Filters: id_gt,
 * _gte and _lt of one time, a market; blocks by hash.
 */
export async function startIndex(): Promise<FakeIndex> {
  const schema = buildSchema(exposeSchema())
  const index: FakeIndex = {
    url: '',
    collections: {},
    newest: { number: 77, hash: hashAt(77), timestamp: 1_692_600_000 },
    lost: new Set(),
    pages: [],
    intercept: undefined,
    requests: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  function checkBlock(hash: string | undefined): void {
    if (hash === undefined || (hash === index.newest.hash && !index.lost.has(hash))) return
    throw new Error('Failed to decode `block.hash` value: `no block with that hash found`')
  }

  const readPage = (collection: string) => (args: PageArgs) => {
    checkBlock(args.block?.hash)
    index.pages.push({ ...args })
    const entries = Object.entries(args.where ?? {})
    const isChosen = (entity: Entity) =>
      entries.every(([filter, bound]) => {
        if (filter === 'market') return (entity.market as Entity).id === bound
        const [, field = '', operator] = /^(\w+?)_(gt|gte|lt)$/.exec(filter) ?? []
        if (operator === 'gt') return String(entity[field]) > String(bound)
        const value = BigInt(String(entity[field]))
        return operator === 'gte' ? value >= BigInt(String(bound)) : value < BigInt(String(bound))
      })
    const chosen = (index.collections[collection] ?? []).filter(isChosen)
    return chosen.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, args.first)
  }
  const rootValue = {
    _meta: ({ block }: PageArgs) => {
      checkBlock(block?.hash)
      return { block: index.newest }
    },
    ...Object.fromEntries(
      Object.values(datasets).map(({ collection }) => [collection, readPage(collection)]),
    ),
  }

  const server = createServer(async (request, response) => {
    index.requests += 1
    const { query, variables } = JSON.parse(await readBody(request))
    const answer = await graphql({ schema, source: query, rootValue, variableValues: variables })
    const { status = 200, body = JSON.stringify(answer) } =
      (await index.intercept?.(answer, index.requests)) ?? {}
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  index.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/subgraphs/name/secret-key`
  return index
}

interface PageArgs {
  first: number
  where?: Record<string, unknown>
  block?: { hash?: string }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** The part of what graph-node makes of the subgraph's schema that queries use. */
function exposeSchema(): string {
  const file = new URL('../../../subgraph/schema.graphql', import.meta.url)
  const document = parse(readFileSync(file, 'utf8'))
  const bare = visit(document, { Directive: () => null })
  const types = bare.definitions.filter(
    (node) =>
      node.kind === Kind.ENUM_TYPE_DEFINITION ||
      (node.kind === Kind.OBJECT_TYPE_DEFINITION && (node.fields ?? []).length > 0),
  )
  const served = [
    'Observation',
    'ParametersUpdate',
    'EvidenceDifference',
    'Measurement',
    'Vote',
    'Rebalance',
    'Message',
    'RemoteUpdate',
  ].map((name) => {
    const type = types.find(
      (node): node is ObjectTypeDefinitionNode =>
        node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === name,
    )
    const filters = (type?.fields ?? []).flatMap(({ name: field, type: fieldType }) => {
      const scalar = print(fieldType).replace('!', '')
      if (['Market', 'RemoteMarket'].includes(scalar)) return [`${field.value}: String`]
      return ['Int8', 'Bytes'].includes(scalar) || field.value === 'id'
        ? ['gt', 'gte', 'lt'].map((operator) => `${field.value}_${operator}: ${scalar}`)
        : []
    })
    const plural = `${name.charAt(0).toLowerCase()}${name.slice(1)}s`
    return {
      filter: `input ${name}_filter { ${filters.join(' ')} }`,
      query: `${plural}(block: Block_height, first: Int, orderBy: ${name}_orderBy, orderDirection: OrderDirection, where: ${name}_filter): [${name}!]!`,
      order: `enum ${name}_orderBy { id }`,
    }
  })
  return [
    'scalar Bytes scalar BigInt scalar Int8 scalar Timestamp scalar BigDecimal',
    'input Block_height { hash: Bytes }',
    'enum OrderDirection { asc desc }',
    'type _Block_ { number: Int! hash: Bytes timestamp: Int }',
    'type _Meta_ { block: _Block_! }',
    `type Query { _meta(block: Block_height): _Meta_ ${served.map(({ query }) => query).join('\n')} }`,
    ...served.flatMap(({ filter, order }) => [filter, order]),
    ...types.map((node) => print(node)),
  ].join('\n')
}
