import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packOnce } from '../package/support/tarball.ts'
import { type ExampleCopy, installExample } from './support/installExample.ts'
import { vaultFaults } from './support/vaultFaults.ts'

describe('examples/foundry', () => {
  let example: ExampleCopy

  beforeAll(async () => {
    example = await installExample('foundry', await packOnce())
  })

  afterAll(() => example?.remove())

  test('default: its tests pass', async () => {
    const output = await example.run('npm test')
    expect(output).toContain('11 tests passed, 0 failed')
  })

  test.each(vaultFaults)(
    'P-187 a vault that $fault is caught',
    async ({ line, instead, errors }) => {
      const file = join(example.folder, 'src/GuardedVault.sol')
      const right = await readFile(file, 'utf8')
      expect(right.split(line)).toHaveLength(2)
      await writeFile(file, right.replace(line, instead))
      const output = await example.run('npm test || true')
      await writeFile(file, right)
      for (const error of errors) expect(output).toContain(error)
    },
  )
})
