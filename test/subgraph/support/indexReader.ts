import { expect, vi } from 'vitest'

/** One entity: every stored field by its name, numbers as decimal text, another entity by its id. */
export type Entity = Record<string, unknown>

interface Type {
  kind: string
  name: string | null
  ofType: Type | null
}

interface Field {
  name: string
  type: Type
  args: { name: string }[]
}

const typeText = 'type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }'
const PAGE = 1_000

/** Reads whole tables of a subgraph, by what it says of itself: no field can be forgotten. */
export class IndexReader {
  readonly url: string
  #fields = new Map<string, readonly Field[]>()

  constructor(url: string) {
    this.url = url
  }

  async query<Data>(query: string): Promise<Data> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    const { data, errors } = await response.json()
    if (errors !== undefined) throw new Error(`${query}: ${JSON.stringify(errors)}`)
    return data
  }

  /** Waits until the block with this hash is the newest that is indexed. */
  async waitFor({ number, hash }: { number: bigint; hash: string }): Promise<void> {
    const expected = { block: { number: Number(number), hash }, hasIndexingErrors: false }
    const query = '{ _meta { block { number hash } hasIndexingErrors } }'
    const ask = async () => expect((await this.query<Entity>(query))._meta).toEqual(expected)
    await vi.waitFor(ask, { timeout: 180_000, interval: 50 })
  }

  /** Every entity of a collection in the order of the ids, with all stored fields but those left out. */
  async readAll(collection: string, leftOut: readonly string[] = []): Promise<Entity[]> {
    const { type } = (await this.#collections()).find(({ name }) => name === collection) ?? {}
    if (type === undefined) throw new Error(`no collection ${collection}`)
    const fields = await this.#storedFields(innermost(type))
    for (const name of leftOut) expect(fields.map((field) => field.name)).toContain(name)
    const wanted = fields.filter(({ name }) => !leftOut.includes(name))
    return this.#read(collection, 'orderBy: id', wanted)
  }

  /** Everything that is stored, by collection, but the ids of time series: those are not of the chain. */
  async dump(): Promise<Record<string, string[]>> {
    const tables: Record<string, string[]> = {}
    for (const { name, type, args } of await this.#collections()) {
      const fields = await this.#storedFields(innermost(type))
      const isSeries = fields.some((field) => field.name === 'timestamp')
      const kept = fields.filter((field) => !isSeries || field.name !== 'id')
      const isAggregate = args.some((arg) => arg.name === 'interval')
      for (const interval of isAggregate ? ['hour', 'day'] : ['']) {
        const order = isAggregate ? `interval: ${interval}, current: include` : 'orderBy: id'
        const rows = await this.#read(name, order, kept)
        tables[`${name} ${interval}`.trim()] = rows.map((row) => JSON.stringify(row)).sort()
      }
    }
    return tables
  }

  async #read(collection: string, order: string, fields: readonly Field[]): Promise<Entity[]> {
    const selection = fields.map((field) =>
      isEntity(field.type) ? `${field.name} { id }` : field.name,
    )
    const rows: Entity[] = []
    for (;;) {
      const page = `first: ${PAGE}, skip: ${rows.length}`
      const { rows: found } = await this.query<{ rows: Entity[] }>(
        `{ rows: ${collection}(${page}, ${order}) { ${selection.join(' ')} } }`,
      )
      rows.push(...found.map(flatten))
      if (found.length < PAGE) return rows
    }
  }

  async #collections(): Promise<readonly Field[]> {
    const fields = await this.#fieldsOf('Query')
    return fields.filter(({ name, type, args }) => {
      const names = args.map(({ name }) => name)
      return (
        isList(type) && names.includes('first') && !names.includes('text') && !name.startsWith('_')
      )
    })
  }

  /** A list of entities is not stored, but derived from the other side. */
  async #storedFields(type: string): Promise<readonly Field[]> {
    const derived = ['window'] // One entity, of which the other side holds the id.
    return (await this.#fieldsOf(type)).filter((field) => {
      return !derived.includes(field.name) && !(isList(field.type) && isEntity(field.type))
    })
  }

  async #fieldsOf(type: string): Promise<readonly Field[]> {
    const known = this.#fields.get(type)
    if (known !== undefined) return known
    const { __type } = await this.query<{ __type: { fields: Field[] } }>(
      `{ __type(name: "${type}") { fields { name args { name } ${typeText} } } }`,
    )
    this.#fields.set(type, __type.fields)
    return __type.fields
  }
}

function isList({ kind, ofType }: Type): boolean {
  return kind === 'LIST' || (ofType !== null && ofType !== undefined && isList(ofType))
}

function isEntity({ kind, ofType }: Type): boolean {
  return ofType ? isEntity(ofType) : kind === 'OBJECT' || kind === 'INTERFACE'
}

function innermost({ name, ofType }: Type): string {
  return ofType ? innermost(ofType) : (name ?? '')
}

function flatten(row: Entity): Entity {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, flattenValue(value)]))
}

function flattenValue(value: unknown): unknown {
  if (typeof value === 'number') return `${value}`
  if (Array.isArray(value)) return value.map(flattenValue)
  return value !== null && typeof value === 'object' && 'id' in value ? value.id : value
}
