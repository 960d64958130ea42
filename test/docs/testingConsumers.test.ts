import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

const page = read('docs/testing-consumers.md')
const kit = read('contracts/testing/RiskParametersConsumerTest.sol')
const fake = read('contracts/testing/MockRiskParameters.sol')
const kitTests = [...kit.matchAll(/function (test\w+)\(\)/g)].map(([, name]) => name as string)

/** The words in backticks that begin a line of a table. */
const firstCells = (text: string, start: RegExp) =>
  [...text.matchAll(/^\| `(\w+)/gm)].map(([, cell]) => cell as string).filter((c) => start.test(c))

describe('docs/testing-consumers.md', () => {
  test('default: its code is what the examples run', () => {
    const examples = {
      solidity: read('examples/foundry/test/GuardedVault.t.sol'),
      ts: read('examples/hardhat/test/GuardedVault.ts'),
    }
    const blocks = [...page.matchAll(/^```(solidity|ts)\n([\s\S]*?)^```$/gm)]
    expect(blocks.map(([, language]) => language)).toEqual([
      'solidity',
      'solidity',
      'solidity',
      'ts',
    ])
    for (const [, language, code] of blocks) {
      expect(examples[language as keyof typeof examples]).toContain(code)
    }
  })

  test('default: it names every test of the kit, and so does the README of the example', () => {
    expect(kitTests).toHaveLength(10)
    expect(firstCells(page, /^test/)).toEqual(kitTests)
    const listed = [...read('examples/foundry/README.md').matchAll(/^\[PASS\] (test\w+)/gm)]
    expect(listed.map(([, name]) => name).toSorted()).toEqual(kitTests.toSorted())
  })

  test('default: its functions and errors are those of the contracts', () => {
    for (const name of firstCells(page, /^(?!test|gimbal)/)) {
      expect((kit + fake).split(`function ${name}(`), name).toHaveLength(2)
    }
    for (const [, name, names] of page.matchAll(/`(\w+)\((\w+(?:, \w+)+)\)`/g)) {
      const declared = new RegExp(`(?:error|function) ${name}\\(([^)]*)\\)`).exec(kit + fake)?.[1]
      expect(declared?.split(',').map((argument) => argument.trim().split(' ').at(-1))).toEqual(
        names?.split(', '),
      )
    }
  })

  test('default: what a failing test says is what the kit says', () => {
    const advice = [...page.matchAll(/^\[FAIL: .*"([^"]+)"\)\]/gm)].map(
      ([, text]) => text as string,
    )
    expect(advice).toHaveLength(4)
    for (const text of advice) expect(kit).toContain(`"${text}"`)
  })
})
