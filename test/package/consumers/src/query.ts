import {
  createQueryClient,
  type Dataset,
  datasetNames,
  datasets,
  fetchLatest,
  fetchRows,
  IndexUnreachableError,
  type Latest,
} from 'gimbal/query'
import { z } from 'zod'

const client = createQueryClient({ url: 'http://127.0.0.1:8000/subgraphs/name/gimbal/local' })

export async function readHead(): Promise<number | undefined> {
  try {
    const meta = z.object({ _meta: z.object({ block: z.object({ number: z.number() }) }) })
    const answer = await client.query('{ _meta { block { number } } }', {}, meta)
    return answer._meta.block.number
  } catch (error) {
    if (error instanceof IndexUnreachableError) return undefined
    throw error
  }
}

export const latest = async (): Promise<Latest> => fetchLatest(client)
export const all: Dataset[] = datasetNames.map((name) => datasets[name])
export const pages = fetchRows
