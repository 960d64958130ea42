import type { Hex } from 'viem'
import { z } from 'zod'
import type { Refusal, Request } from '../http/createRequest.ts'
import { isPassingText } from '../http/isPassingText.ts'
import { checkAnswer, describeIssue } from './createSnapshotRequest.ts'
import { HubFailedError, HubQueryRefusedError, SnapshotSchemaError } from './errors.ts'
import { fetchByTime, type PageStart } from './fetchByTime.ts'
import { type HubMessage, messageSchema, rowFields } from './hubRows.ts'

/** A hub that can be asked. */
export interface Hub {
  request: Request
  hubUrl: string
  headers: Readonly<Record<string, string>>
  /** Rows a page, 1 to 1000. */
  pageSize: number
}

/** A row that is not of its form. */
export interface OddRow {
  /** The voter, or the row's id, if it has one: whatever the hub says. */
  name: string
  reason: string
}

/** Ids that one query of messages may name. */
const MAX_IDS = 100

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).nullish(),
})

async function query<Data>(
  { request, hubUrl, headers }: Hub,
  document: string,
  variables: Readonly<Record<string, unknown>>,
  schema: z.ZodType<Data>,
): Promise<Data> {
  const answer = await request({
    url: hubUrl,
    headers,
    body: { query: document, variables },
    readRefusal: (_, content) => {
      const { errors } = answerSchema.safeParse(content).data ?? {}
      const messages = (errors ?? []).map(({ message }) => message)
      return messages.length > 0 ? readRefusal(new URL(hubUrl).origin, messages) : undefined
    },
  })
  return checkAnswer(hubUrl, schema, checkAnswer(hubUrl, answerSchema, answer).data)
}

function readRefusal(origin: string, messages: readonly string[]): Refusal {
  const isPassing = messages.every(isPassingText)
  return {
    isPassing,
    toError: (note) =>
      isPassing
        ? new HubFailedError(origin, messages, note)
        : new HubQueryRefusedError(origin, messages),
  }
}

/** The row with an id; undefined if the hub has none. */
export async function fetchOne<Row>(
  hub: Hub,
  kind: 'space' | 'proposal',
  id: string,
  schema: z.ZodType<Row>,
): Promise<Row | undefined> {
  const document = `query One($id: String!) { row: ${kind}(id: $id) { ${rowFields[kind]} } }`
  const { row } = await query(hub, document, { id }, z.object({ row: schema.nullable() }))
  return row ?? undefined
}

/** The messages with these ids, by their ids; rows that are not of their form are not among them. */
export async function fetchMessagesById(
  hub: Hub,
  ids: readonly Hex[],
): Promise<Map<Hex, HubMessage>> {
  const document = `query Messages($first: Int!, $ids: [String]!) {
  rows: messages(first: $first, where: { id_in: $ids }) { ${rowFields.message} }
}`
  const found = new Map<Hex, HubMessage>()
  for (let from = 0; from < ids.length; from += MAX_IDS) {
    const some = ids.slice(from, from + MAX_IDS)
    const { rows } = await query(hub, document, { first: some.length, ids: some }, rowsSchema)
    for (const row of rows) {
      const { data } = messageSchema.safeParse(row)
      if (data !== undefined && some.includes(data.id)) found.set(data.id, data)
    }
  }
  return found
}

const rowsSchema = z.object({ rows: z.array(z.unknown()) })

/** Rows of one kind. */
export interface Collection<Row> {
  kind: 'proposal' | 'vote' | 'message'
  timeField: 'created' | 'timestamp'
  schema: z.ZodType<Row>
}

/**
 * The rows that fit the filter, from a time on (Unix seconds), oldest first, a page at a time.
 *
 * @param onOddRow - called for each malformed row; the other rows are used. Without it, a malformed row is an error.
 */
export async function* fetchAll<Row>(
  hub: Hub,
  { kind, timeField, schema }: Collection<Row>,
  filter: Readonly<Record<string, unknown>>,
  fromAt: number,
  onOddRow?: (odd: OddRow) => void,
): AsyncGenerator<Row[]> {
  const filterType = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Where`
  const document = `query Page($first: Int!, $skip: Int!, $where: ${filterType}!) {
  rows: ${kind}s(first: $first, skip: $skip, where: $where, orderBy: "${timeField}", orderDirection: asc) { ${rowFields[kind]} }
}`
  const { hubUrl, pageSize } = hub
  const { origin } = new URL(hubUrl)
  const readPage = async (start: PageStart) => {
    const where = { ...filter, [`${timeField}_gte`]: start.fromAt }
    const variables = { first: pageSize, skip: start.skip, where }
    const { rows } = await query(hub, document, variables, rowsSchema)
    return rows.map(placeRow)
  }
  const pages = fetchByTime({
    readPage,
    timeOf: ({ row }) => readTime(row, timeField),
    fromAt,
    pageSize,
    refuse: (reason) => new SnapshotSchemaError(origin, `${kind}s`, reason),
  })
  for await (const page of pages) {
    const good: Row[] = []
    for (const { row } of page) {
      const { data, error } = schema.safeParse(row)
      if (error === undefined) {
        good.push(data)
        continue
      }
      const { path, message } = describeIssue(error)
      if (onOddRow === undefined) {
        throw new SnapshotSchemaError(origin, `${kind}s.${path}`, message, { cause: error })
      }
      onOddRow({ name: nameRow(row), reason: `the hub's row is invalid at ${path}: ${message}` })
    }
    if (good.length > 0) yield good
  }
}

/** A row by its id, and one that has none by its whole text. */
function placeRow(row: unknown): { id: string; row: unknown } {
  const { id } = Object(row)
  return { id: typeof id === 'string' ? id : JSON.stringify(row), row }
}

function readTime(row: unknown, timeField: string): number | undefined {
  const time = Object(row)[timeField]
  return Number.isSafeInteger(time) && time >= 0 ? time : undefined
}

function nameRow(row: unknown): string {
  const { voter, id } = Object(row)
  return [voter, id].find((name) => typeof name === 'string') ?? 'a row without a name'
}
