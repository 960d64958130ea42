import { styleText } from 'node:util'
import type { StartCheck } from '../../bot/checkStart.ts'
import { getColumns, type Output, takesColors } from '../io/terminal.ts'
import { wrapWords } from '../io/wrapWords.ts'
import { typeHints } from '../program/typedCommand.ts'

/** A heading, and each check with its name and detail. As wide as `stream` is, and coloured if it takes colours. */
export function formatGroup(title: string, checks: readonly StartCheck[], stream: Output): string {
  const columns = getColumns(stream)
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    takesColors(stream) ? styleText(style, text, { validateStream: false }) : text
  const width = Math.max(...checks.map(({ name }) => name.length))
  const lead = 2 + 5 + width + 2
  const lines = checks.flatMap(({ name, isOk, detail }) => {
    const [first = '', ...others] = wrapWords(typeHints(detail), columns - lead)
    const mark = isOk ? 'ok  ' : paint(['red', 'bold'], 'MEND')
    return [
      `  ${mark} ${name.padEnd(width)}  ${first}`,
      ...others.map((line) => `${' '.repeat(lead)}${line}`),
    ]
  })
  return [paint('bold', title), ...lines].join('\n')
}

/** The last line. */
export function formatVerdict(mendCount: number): string {
  if (mendCount === 0) return 'all is well'
  return `${mendCount} ${mendCount === 1 ? 'thing' : 'things'} to mend`
}
