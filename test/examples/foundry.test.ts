import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packOnce } from '../package/support/tarball.ts'
import { type ExampleCopy, installExample } from './support/installExample.ts'
import { vaultFaults } from './support/vaultFaults.ts'

describe('examples/foundry', () => {
  let example: ExampleCopy

  beforeAll(async () => {
    const install = 'npm install --omit=optional ./gimbal-*.tgz'
    example = await installExample('foundry', await packOnce(), install)
  })

  afterAll(() => example?.remove())

  test('default: its tests pass', async () => {
    expect(await example.runAsWritten('npm test')).toContain('11 tests passed, 0 failed')
  })

  describe('with one fault', () => {
    // All beside each other, each with the example's own test: the compiler runs once.
    beforeAll(async () => {
      const vault = await example.read('src/GuardedVault.sol')
      const vaultTest = await example.read('test/GuardedVault.t.sol')
      for (const [i, { line, instead }] of vaultFaults.entries()) {
        expect(vault.split(line)).toHaveLength(2)
        const path = `src/Fault${i}.sol`
        await writeFile(join(example.folder, path), vault.replace(line, instead))
        await writeFile(
          join(example.folder, `test/Fault${i}.t.sol`),
          vaultTest.replace('src/GuardedVault.sol', path),
        )
      }
      await example.run('npx forge build')
    })

    for (const [i, { fault, errors }] of vaultFaults.entries()) {
      test(`P-187 a vault that ${fault} is caught`, async () => {
        const output = await example.run(`npx forge test --match-path test/Fault${i}.t.sol || true`)
        for (const error of errors) expect(output).toContain(error)
      })
    }
  })
})
