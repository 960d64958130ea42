import type { Hex } from 'viem'
import { type Parameters, parameterFields } from '../../../core/index.ts'
import {
  createQueryClient,
  datasets,
  fetchPinnedBlock,
  fetchRows,
  selectColumns,
} from '../../../query/index.ts'

const columns = parameterFields.map((field) => {
  return { field, name: `target${field.charAt(0).toUpperCase()}${field.slice(1)}` }
})
const dataset = selectColumns(datasets.observations, ['endAt', ...columns.map(({ name }) => name)])
const places = new Map(dataset.columns.map(({ name }, place) => [name, place]))

/**
 * What the model asks for by the index's observations of a market, by the end of the segment, unix seconds. An observation that the
 * model refuses is left out.
 *
 * @throws the errors of `query/`.
 */
export async function fetchTargets(
  url: string,
  market: Hex,
  span: { fromAt: bigint; toAt: bigint },
): Promise<Map<bigint, Parameters>> {
  const client = createQueryClient({ url })
  const block = await fetchPinnedBlock(client)
  const targets = new Map<bigint, Parameters>()
  for await (const rows of fetchRows({ client, dataset, block, market, ...span })) {
    for (const row of rows) {
      const read = (name: string) => row[places.get(name) ?? -1]
      const target = columns.map(({ field, name }) => [field, read(name)] as const)
      if (target.some(([, value]) => value === null)) continue
      targets.set(read('endAt') as bigint, Object.fromEntries(target) as unknown as Parameters)
    }
  }
  return targets
}
