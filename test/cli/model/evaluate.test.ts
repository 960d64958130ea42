import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parameterFields } from '../../../core/index.ts'
import { runGimbal, spawnGimbal } from '../support/runGimbal.ts'
import { changeLine, vectorLines } from '../support/vectorLines.ts'

let folder: string
let vectorsFile: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-evaluate-'))
  vectorsFile = join(folder, 'vectors.ndjson')
  await writeFile(vectorsFile, `${vectorLines.join('\n')}\n`)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const firstLines = vectorLines.slice(0, 20)
const [line] = firstLines as [string]

describe('gimbal evaluate', () => {
  it('default: one target a line, in order, near the expected values', async () => {
    const { status, stdout, stderr } = await runGimbal(['evaluate', vectorsFile])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(vectorLines.length)
    for (const [index, text] of lines.entries()) {
      const { id, target, ...rest } = JSON.parse(text)
      const { expected } = JSON.parse(vectorLines[index] as string)
      expect([id, rest, Object.keys(target)]).toEqual([index, {}, [...parameterFields]])
      for (const field of parameterFields) {
        expect(target[field]).toMatch(/^(0|[1-9][0-9]*)$/)
        const difference = Math.abs(Number(target[field]) - Number(expected[field]))
        expect(difference).toBeLessThanOrEqual(1 + 1e-9 * Number(expected[field]))
      }
    }
  })

  it.each(['evm', 'both'])(
    'default: engine %s comes to the same bits',
    async (engine) => {
      const input = firstLines.join('\n')
      const wasm = await runGimbal(['evaluate'], input)
      expect(wasm.stdout.split('\n')).toHaveLength(firstLines.length + 1)
      expect(await runGimbal(['evaluate', '--engine', engine], input)).toEqual(wasm)
    },
    60_000,
  )

  it('behavior: - is standard input, blank lines do not count, an id may be a text', async () => {
    const { id: _, expected: __, ...row } = JSON.parse(line)
    const named = JSON.stringify({ ...row, id: 'a"b' })
    const input = `\n${line}\r\n   \n${named}\n\n`
    const { status, stdout, stderr } = await runGimbal(['evaluate', '--engine=wasm', '-'], input)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const ids = stdout
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text).id)
    expect(ids).toEqual([0, 'a"b'])
  })

  it('behavior: no rows, no results', async () => {
    expect(await runGimbal(['evaluate'])).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  it('behavior: a reader that has seen enough ends it quietly', async () => {
    const child = spawnGimbal(['evaluate', vectorsFile])
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    await once(child.stdout, 'data')
    child.stdout.destroy()
    const [status] = await once(child, 'close')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  it('behavior: a result comes as soon as its line is there', async () => {
    const child = spawnGimbal(['evaluate'])
    child.stdin.write(`${line}\n`)
    const [chunk] = await once(child.stdout, 'data')
    expect(JSON.parse(chunk.toString()).id).toBe(0)
    child.stdin.end()
    const [status] = await once(child, 'close')
    expect(status).toBe(0)
  })

  it.each(['wasm', 'evm'])(
    'error: %s reports bad lines by number and field, and goes on',
    async (engine) => {
      const [first, second, third] = firstLines as [string, string, string]
      const input = [
        first,
        '{ "id": 1',
        changeLine(first, 'policy', 'zE4', undefined),
        changeLine(first, 'observation', 'depth', '1'),
        changeLine(first, 'observation', 'navUsd6', 5),
        changeLine(first, 'observation', 'navUsd6', '0'),
        changeLine(first, 'policy', 'epochSec', '99999999999999999999999'),
        second,
        '[]',
        third,
      ].join('\n')
      const { status, stdout, stderr } = await runGimbal(['evaluate', '--engine', engine], input)
      const ids = stdout
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text).id)
      expect({ status, ids }).toEqual({ status: 1, ids: [0, 1, 2] })
      const messages = stderr.trimEnd().split('\n').toSorted()
      expect(messages).toEqual([
        '7 of 10 rows refused',
        expect.stringMatching(/^line 2: not JSON \(.*\); give one object a line$/),
        'line 3: policy.zE4 is missing, every field is required; add it',
        'line 4: observation.depth is not a known field; correct its name or remove it',
        expect.stringMatching(
          /^line 5: observation.navUsd6 is the number 5; give a decimal string/,
        ),
        "line 6: navUsd6 is 0, allowed are 1 to 10000000000000000000; give the portfolio's net asset " +
          'value in millionths of a dollar',
        'line 7: epochSec is 99999999999999999999999, allowed are 60 to 604800; give the control epoch ' +
          'in seconds',
        'line 9: not a JSON object; give { "id", "observation", "policy" }',
      ])
    },
    60_000,
  )

  it('error: no such file, or a folder', async () => {
    for (const file of ['missing.ndjson', fileURLToPath(new URL('../commands', import.meta.url))]) {
      const { status, stdout, stderr } = await runGimbal(['evaluate', file])
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(stderr).toContain(`gimbal: cannot read ${file} (`)
      expect(stderr).toContain('Usage: gimbal evaluate [FILE]')
    }
  })
})
