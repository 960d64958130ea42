import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parameterFields } from '../../../core/index.ts'
import { formatParameter, nameParameter } from '../../../governance/index.ts'
import type { ExampleSuite } from '../support/examplesOnStack.ts'
import type { ExampleCopy } from '../support/installExample.ts'

export const describeWatch: ExampleSuite = (subject) =>
  describe('watch', () => {
    let example: ExampleCopy
    beforeAll(async () => {
      example = await subject().install('watch')
    })

    test('P-190 the watcher says what readers get and why, and that the market is halted', async () => {
      await example.runAsWritten('npm test')
      const { values } = await subject().readInForce()

      const watcher = example.start('npm start')
      const first = await watcher.waitFor(/by signed evidence of \d\d:\d\d:\d\d: base fee \d+ gwei/)
      expect(first).toContain('Active: the value in force')
      for (const field of parameterFields) {
        expect(first).toContain(
          `  ${nameParameter(field).padEnd(16)}${formatParameter(field, values[field])}\n`,
        )
      }

      await example.runAsWritten('npm run halt')
      const { values: fallback } = await subject().readInForce()
      await watcher.waitFor(/Active -> Halted: the guardian has stopped the market/)
      const from = formatParameter('bandPips', values.bandPips)
      const to = formatParameter('bandPips', fallback.bandPips)
      expect(await watcher.waitFor(/ {2}max trade .*->/)).toContain(`${from} -> ${to}\n`)
      await watcher.stop()
    })

    test('behavior: a node that does not answer is said once, and a missing file says what to do', async () => {
      const network = JSON.parse(await example.read('.gimbal/stack/network.json'))
      // The port is that of no service.
      const away = JSON.stringify(Object.assign(network, { rpcUrl: 'http://127.0.0.1:1' }))
      await writeFile(join(example.folder, 'away.json'), away)
      const watcher = example.start('npm start -- weth-usd away.json')
      await watcher.waitFor(/no answer: /)
      await expect(example.run('npm start -- weth-usd none.json')).rejects.toThrow(
        'There is no none.json: start a stack with `npx gimbal start`, or name another file.',
      )
      expect((await watcher.stop()).match(/no answer/g)).toHaveLength(1)
    })
  })
