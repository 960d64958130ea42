import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quoteArgument } from '../../core/quoteArgument.ts'

test('default: quoted only where a shell needs it', () => {
  expect(quoteArgument('build/other-stack')).toBe('build/other-stack')
  expect(quoteArgument('my stack')).toBe("'my stack'")
  expect(quoteArgument("it's")).toBe("'it'\\''s'")
  expect(quoteArgument('')).toBe("''")
})

test('behavior: a shell reads each argument as it was', () => {
  const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 12 }), { numRuns: 200, seed: 1 })
  // No argument of any program can hold a zero; lone surrogates have no bytes.
  const args = texts.map((text) => text.replaceAll('\0', '').toWellFormed())
  const script = `printf '%s\\0' ${args.map(quoteArgument).join(' ')}`
  const output = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
  expect(output).toBe(args.map((arg) => `${arg}\0`).join(''))
})
