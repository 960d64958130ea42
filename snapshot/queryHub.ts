import type { Hex } from 'viem'
import { z } from 'zod'
import { checkAnswer, type Request } from './createRequest.ts'
import { HubQueryRefusedError } from './errors.ts'
import { fetchByTime, type PageStart } from './fetchByTime.ts'
import { rowFields } from './hubRows.ts'

/** A hub that can be asked. */
export interface Hub {
  request: Request
  hubUrl: string
  /** Rows a page, 1 to 1000. */
  pageSize: number
}

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
})

async function query<Data>(
  { request, hubUrl }: Hub,
  document: string,
  variables: Readonly<Record<string, unknown>>,
  schema: z.ZodType<Data>,
): Promise<Data> {
  const readRefusal = (answer: z.infer<typeof answerSchema> | undefined) => {
    const messages = (answer?.errors ?? []).map(({ message }) => message)
    return messages.length > 0
      ? new HubQueryRefusedError(new URL(hubUrl).origin, messages)
      : undefined
  }
  const answer = await request({
    url: hubUrl,
    body: { query: document, variables },
    readRefusal: (_, refusal) => readRefusal(answerSchema.safeParse(refusal).data),
  })
  const checked = checkAnswer(hubUrl, answerSchema, answer)
  const refusal = readRefusal(checked)
  if (refusal !== undefined) throw refusal
  return checkAnswer(hubUrl, schema, checked.data)
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

/** Rows of one kind. */
export interface Collection<Row> {
  kind: 'proposal' | 'vote' | 'message'
  timeField: 'created' | 'timestamp'
  timeOf: (row: Row) => number
  schema: z.ZodType<Row>
}

/** The rows that fit the filter, from a time on (Unix seconds), oldest first, a page at a time. */
export function fetchAll<Row extends { id: Hex }>(
  hub: Hub,
  { kind, timeField, timeOf, schema }: Collection<Row>,
  filter: Readonly<Record<string, unknown>>,
  fromAt: number,
): AsyncGenerator<Row[]> {
  const filterType = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Where`
  const document = `query Page($first: Int!, $skip: Int!, $where: ${filterType}!) {
  rows: ${kind}s(first: $first, skip: $skip, where: $where, orderBy: "${timeField}", orderDirection: asc) { ${rowFields[kind]} }
}`
  const answer = z.object({ rows: z.array(schema) })
  const { pageSize } = hub
  const readPage = async (start: PageStart) => {
    const where = { ...filter, [`${timeField}_gte`]: start.fromAt }
    const { rows } = await query(
      hub,
      document,
      { first: pageSize, skip: start.skip, where },
      answer,
    )
    return rows
  }
  return fetchByTime(readPage, timeOf, { fromAt, pageSize })
}
