import { styleText } from 'node:util'
import type { StartCheck } from '../../bot/checkStart.ts'
import { showText } from '../../core/index.ts'

/** A heading, and a line for each check. Coloured if `stream` takes colours. */
export function formatGroup(
  title: string,
  checks: readonly StartCheck[],
  stream: NodeJS.WriteStream,
): string {
  const width = Math.max(...checks.map(({ name }) => name.length))
  const lines = checks.map(({ name, isOk, detail }) => {
    const mark = isOk ? 'ok  ' : styleText(['red', 'bold'], 'MEND', { stream })
    return `  ${mark} ${name.padEnd(width)}  ${showText(detail.replaceAll(/\s*\n\s*/g, ' '))}`
  })
  return [styleText('bold', title, { stream }), ...lines].join('\n')
}

/** The last line. */
export function formatVerdict(mendCount: number): string {
  if (mendCount === 0) return 'all is well'
  return `${mendCount} ${mendCount === 1 ? 'thing' : 'things'} to mend`
}
