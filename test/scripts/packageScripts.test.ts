import { describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }

const commands = Object.entries(packageJson.scripts).filter(([, text]) =>
  text.includes('scripts/bootstrap.mjs'),
)

describe('the scripts of package.json', () => {
  // Without it a shell stands between npm and the command, and keeps signals to itself.
  test.each(commands.filter(([, text]) => !text.includes('&&')))(
    'default: %s takes the place of the shell',
    (_name, text) => {
      expect(text).toMatch(/^exec node /)
    },
  )

  test('behavior: a script of two commands does not, as the second would never run', () => {
    const double = commands.filter(([, text]) => text.includes('&&'))
    expect(double.length).toBeGreaterThan(0)
    for (const [, text] of double) expect(text).not.toMatch(/\bexec\b/)
  })
})
