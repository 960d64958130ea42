import type { Cell, Column, Dataset } from '../../../query/index.ts'

/** The first row's time. */
export const FIRST_AT = 1_692_300_000

const LARGE = 2n ** 80n

/** What a column holds in the row of an index. */
export function cellAt({ name, kind, isNullable }: Column, index: number): Cell {
  if (isNullable && index % 2 === 1) return null
  if (name === 'id') return `0x${(1_000 + index).toString(16).padStart(24, '0')}`
  if (kind === 'time') return BigInt(FIRST_AT + 120 * index)
  if (kind === 'decimal') return LARGE + BigInt(index)
  if (kind === 'integer') return BigInt(index)
  if (kind === 'flag') return index % 3 === 0
  return kind === 'bytes' ? `0x${'ab'.repeat(20)}` : 'NONE'
}

/** Rows of a dataset as the index holds them: every value above the safe integers, every second optional one missing. */
export function createEntities({ columns }: Dataset, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const entity: Record<string, unknown> & { id: string } = { id: '' }
    for (const column of columns) {
      const cell = cellAt(column, index)
      const [head = '', inner] = column.path
      let value: unknown = typeof cell === 'bigint' ? String(cell) : cell
      if (ENUMS[column.name]) value = ENUMS[column.name]
      if (inner === undefined) entity[head] = value
      else entity[head] = { ...(entity[head] as object | undefined), [inner]: value }
    }
    return entity
  })
}

/** Columns of which the schema allows certain texts only. */
export const ENUMS: Readonly<Record<string, unknown>> = {
  kind: 'UPDATED',
  messageKind: 'PARAMETERS',
  evidenceKind: 'PROVEN',
  measuredFor: 'BOTH',
  support: 'FOR',
  way: 'SNAPSHOT',
  status: 'ACTIVE',
  limits: ['NONE', 'STEP'],
}
