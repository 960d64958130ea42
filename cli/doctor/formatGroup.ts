import { styleText } from 'node:util'
import type { StartCheck } from '../../bot/checkStart.ts'
import { showText } from '../../core/index.ts'
import { getColumns, type Output, takesColors } from '../io/terminal.ts'
import { wrapWords } from '../io/wrapWords.ts'
import { typeHints } from '../program/typedCommand.ts'

/** Columns of `ok` and `MEND`. */
const MARK = 7

/** A heading, and each check with its name and detail. As wide as `stream` is, and coloured if it takes colours. */
export function formatGroup(title: string, checks: readonly StartCheck[], stream: Output): string {
  const columns = getColumns(stream)
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    takesColors(stream) ? styleText(style, text, { validateStream: false }) : text
  const width = Math.max(...checks.map(({ name }) => name.length))
  const lead = MARK + width + 2
  const lines = checks.flatMap(({ name, isOk, detail }) => {
    const mark = isOk ? 'ok  ' : paint(['red', 'bold'], 'MEND')
    const head = `  ${mark} ${name.padEnd(width)}`
    const text = typeHints(showText(detail.replaceAll(/\s*\n\s*/g, ' ')))
    const beside = wrapWords(text, columns - lead)
    if (beside.every((line) => line.length <= columns - lead)) {
      return beside.map((line, index) => `${index === 0 ? `${head}  ` : ' '.repeat(lead)}${line}`)
    }
    // A hash or a path is not cut; below the name there is more room.
    const below = wrapWords(text, columns - MARK)
    return [head.trimEnd(), ...below.map((line) => `${' '.repeat(MARK)}${line}`)]
  })
  return [paint('bold', title), ...lines].join('\n')
}

/** The last line. */
export function formatVerdict(mendCount: number): string {
  if (mendCount === 0) return 'all is well'
  return `${mendCount} ${mendCount === 1 ? 'thing' : 'things'} to mend`
}
