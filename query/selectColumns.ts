import type { Dataset } from './datasets.ts'

/** A dataset with some of its columns only, in their order: less to ask for and to check. The id is always among them. */
export function selectColumns(dataset: Dataset, names: readonly string[]): Dataset {
  const wanted = new Set(['id', ...names])
  const columns = dataset.columns.filter(({ name }) => wanted.delete(name))
  const [missing] = wanted
  if (missing !== undefined) throw new Error(`${dataset.name} has no column ${missing}`)
  return { ...dataset, columns }
}
