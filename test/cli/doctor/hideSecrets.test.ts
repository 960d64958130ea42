import { describe, expect, test } from 'vitest'
import { hideSecrets, splitSecret } from '../../../cli/doctor/hideSecrets.ts'

describe('hideSecrets', () => {
  test.each([
    ['at https://rpc.invalid/v3/key?a=b: no', 'at https://rpc.invalid: no'],
    [
      '(http://127.0.0.1:8545/), twice http://a:b@c.invalid',
      '(http://127.0.0.1:8545), twice http://c.invalid',
    ],
    ['postgresql://user:pw@db.invalid:5432/name is', 'postgresql://db.invalid:5432 is'],
    ['http://[::1]:8080/x.', 'http://[::1]:8080.'],
    ["'https://rpc.invalid/v3/a,b;c(d)e'; no", "'https://rpc.invalid'; no"],
    ['give postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with', 'give postgresql://…, with'],
    ['file:///srv/core.wasm cannot be read', 'file:///srv/core.wasm cannot be read'],
    ['block 3: fine', 'block 3: fine'],
  ])('default: %s', (text, shown) => {
    expect(hideSecrets(text, [])).toBe(shown)
  })

  test('default: the content of a variable is hidden wherever it appears', () => {
    const secrets = splitSecret('https://user-name:pass%20word@rpc.invalid/v3/hunter2?key=hunter3')
    const text =
      'no project hunter2 for user-name, pass word, pass%20word, hunter3 in v3 at rpc.invalid'
    expect(hideSecrets(text, secrets)).toBe(
      'no project (hidden) for (hidden), (hidden), (hidden), (hidden) in v3 at rpc.invalid',
    )
  })

  test('behavior: a text that is no URL is hidden whole, and short texts are not hidden', () => {
    expect(splitSecret('0xabcdef')).toEqual(['0xabcdef'])
    expect(splitSecret('')).toEqual([])
    // It would be found in an address.
    expect(splitSecret('abc')).toEqual([])
    expect(splitSecret('http://127.0.0.1:8000/subgraphs/name/a')).toEqual([])
    // A report shows a database by its name.
    expect(splitSecret('postgresql://gimbal:hush-hush@db.invalid/journal')).toEqual(['hush-hush'])
  })
})
