/** How a column is stored. `integer`: INT64. `decimal`: DECIMAL(38, 0). `flag`: BOOLEAN. `text`: UTF-8. */
export type StoredKind = 'integer' | 'decimal' | 'flag' | 'text'

/** One column of a table of results; its name ends with its unit, as in docs/export.md. */
export interface TableColumn<Record> {
  name: string
  kind: StoredKind
  /** In words; empty where there is none. */
  unit: string
  meaning: string
  /** Whether a figure may be missing: it is undefined then. */
  isNullable?: boolean
  /** A number is rounded to the nearest whole one. */
  read(record: Record): number | bigint | string | boolean | undefined
}
