import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packOnce } from '../package/support/tarball.ts'
import { type ExampleCopy, installExample } from './support/installExample.ts'
import { vaultFaults } from './support/vaultFaults.ts'

const readExample = (path: string) =>
  readFile(new URL(`../../examples/${path}`, import.meta.url), 'utf8')

describe('examples/hardhat', () => {
  let example: ExampleCopy

  beforeAll(async () => {
    example = await installExample('hardhat', await packOnce())
  })

  afterAll(() => example?.remove())

  test('default: its tests pass, in Solidity and in TypeScript', async () => {
    expect(await example.runAsWritten('npm test')).toContain('15 passing (11 solidity, 4 nodejs)')
  })

  for (const { fault, line, instead, errors } of vaultFaults.slice(0, 2)) {
    test(`P-187 a vault that ${fault} is caught`, async () => {
      const file = join(example.folder, 'contracts/GuardedVault.sol')
      const right = await readFile(file, 'utf8')
      await writeFile(file, right.replace(line, instead))
      const output = await example.run('npx hardhat test solidity || true')
      await writeFile(file, right)
      for (const error of errors) expect(output).toContain(error)
    })
  }

  test('behavior: both examples have the same vault', async () => {
    for (const name of ['GuardedVault.sol', 'IExchange.sol']) {
      expect(await readExample(`hardhat/contracts/${name}`)).toBe(
        await readExample(`foundry/src/${name}`),
      )
    }
  })
})
