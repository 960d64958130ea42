import { listShippedMarkets, openMarket } from '../../market/files/openMarket.ts'
import { sourceFormats } from '../../market/import/sourceFormats.ts'
import { printJson, printText } from '../io/print.ts'
import { getColumns } from '../io/terminal.ts'
import { wrapWords } from '../io/wrapWords.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { typeCommand } from '../program/typedCommand.ts'
import type { MarketArgs } from './marketArgs.ts'

/** `gimbal market list`: the shipped markets, and the formats of files that can be imported. */
export async function listMarkets({ json }: Pick<MarketArgs, 'json'>): Promise<ExitCode> {
  const markets = await Promise.all(listShippedMarkets().map(openMarket))
  const shown = markets.map(({ manifest: { name, title } }) => ({ name, title }))
  const formats = sourceFormats.map(({ name, title }) => ({ name, title }))
  if (json) await printJson({ markets: shown, formats })
  else {
    await printText(
      [
        'Markets that come with the project:',
        ...formatEntries(shown),
        '',
        'Formats of files that can be imported:',
        ...formatEntries(formats),
        '',
        `One market in detail: ${typeCommand('market', 'describe', shown[0]?.name ?? 'NAME')}`,
      ].join('\n'),
    )
  }
  return exitCodes.ok
}

function formatEntries(entries: readonly { name: string; title: string }[]): string[] {
  const width = Math.max(...entries.map(({ name }) => name.length)) + 4
  const columns = getColumns(process.stdout)
  return entries.flatMap(({ name, title }) => {
    const lines = wrapWords(title, Math.max(20, columns - width))
    return lines.map((line, index) => (index === 0 ? `  ${name}` : '').padEnd(width) + line)
  })
}
