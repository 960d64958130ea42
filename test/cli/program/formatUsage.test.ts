import { describe, expect, test } from 'vitest'
import { gimbal } from '../../../cli/index.ts'
import { formatUsage } from '../../../cli/program/formatUsage.ts'

const commands = [undefined, ...Object.values(gimbal.subCommands)]
const nameOf = (command: (typeof commands)[number]) => command?.meta.name ?? 'the whole'
const cases = commands.map((command) => [nameOf(command), command] as const)

const widest = (text: string) => Math.max(...text.split('\n').map(({ length }) => length))
/** The words of a text; the backslash that continues a line is not a word. */
const words = (text: string) => text.split(/\s+/).filter((word) => word !== '\\')

describe('formatUsage', () => {
  test.each(cases)('behavior: the help of %s is 80 columns wide at most', (_, command) => {
    const text = formatUsage(gimbal, command, 80)
    expect(widest(text)).toBeLessThanOrEqual(80)
    expect(text).not.toMatch(/ $/m)
  })

  test.each(cases)('behavior: the help of %s says the same at any width', (_, command) => {
    const whole = words(formatUsage(gimbal, command, 1_000))
    for (const columns of [40, 59, 60, 80, 120]) {
      const text = formatUsage(gimbal, command, columns)
      expect(words(text)).toEqual(whole)
      for (const line of text.split('\n').filter(({ length }) => length > columns)) {
        // A word stays whole.
        expect(line).toMatch(/^ *\S+( \\)?$/)
      }
    }
  })

  test('default: a table, with wide heads on lines of their own', () => {
    const text = formatUsage(gimbal, gimbal.subCommands.vote, 80)
    expect(text).toContain(
      '\n  --reason=TEXT    With --via chain: recorded on chain\n' +
        '  --via=chain|signature|snapshot\n' +
        '                   chain sends a transaction; ',
    )
    expect(text).toContain('\n  npm run -s gimbal -- vote 1a2b --choice for --yes\n')
  })
})
