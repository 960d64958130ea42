import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Figure {
  title: string
  value: string
  unit: string
}

/** What the door shows of the benches: the row of docs/benchmarks.md and what a stranger calls it. */
const shown = {
  'evm-evaluate-gas': 'the whole model on chain',
  'push-3-of-5': 'a push of eight parameters, three signers of five',
  'read-cold': 'a read by a protocol, cold',
  'batch-per-second': 'the model in Wasm, on one core',
}

declare const data: Figure[]

export { data }

export default {
  /** @throws Error if the bench has lost a row. */
  load(): Figure[] {
    const page = fileURLToPath(new URL('../../../docs/benchmarks.md', import.meta.url))
    const text = readFileSync(page, 'utf8')
    return Object.entries(shown).map(([name, title]) => {
      const row = new RegExp(`^\\| ${name} \\| (?<value>\\S+) \\| (?<unit>[^|]+) \\|`, 'm').exec(
        text,
      )
      if (row?.groups === undefined) throw new Error(`docs/benchmarks.md has no row ${name}`)
      const { value = '', unit = '' } = row.groups
      return { title, value, unit }
    })
  },
}
