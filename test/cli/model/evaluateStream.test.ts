import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Engine, Outcome } from '../../../cli/model/engines.ts'
import { evaluateStream } from '../../../cli/model/evaluateStream.ts'
import { loadCore, OutOfDomainError, type Parameters } from '../../../core/index.ts'
import { changeLine, parseVector, vectorLines } from '../support/vectorLines.ts'

const core = await loadCore()
const wasm = createEngine((outcome) => outcome)
const lines = vectorLines.slice(0, 10)
const [line] = lines as [string]

/** The Wasm core, with each outcome changed on its way out. */
function createEngine(change: (outcome: Outcome, index: number) => Outcome): Engine {
  return {
    evaluateBatch: async (rows) => core.evaluateBatch(rows).map(change),
    close: async () => {},
  }
}

async function* toChunks(text: string, size = 1000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size)
  }
}

function collect() {
  const texts: string[] = []
  const output = new Writable({
    write(chunk, _encoding, done) {
      texts.push(String(chunk))
      done()
    },
  })
  return { output, getLines: () => texts.join('').split('\n').slice(0, -1) }
}

async function run(input: string, evm?: Engine, chunkBytes?: number) {
  const { output, getLines } = collect()
  const logs: string[] = []
  const status = await evaluateStream({
    input: toChunks(input, chunkBytes),
    output,
    log: (message) => logs.push(message),
    engines: { wasm, ...(evm && { evm }) },
  })
  return { status, lines: getLines(), logs }
}

describe('evaluateStream', () => {
  it('default: the same results however the input is cut', async () => {
    const text = lines.join('\n')
    const whole = await run(text, undefined, text.length)
    expect(whole).toMatchObject({ status: 0, logs: [] })
    expect(whole.lines).toHaveLength(lines.length)
    expect(await run(text, undefined, 1)).toEqual(whole)
    expect(await run(`${text}\n`, wasm, 777)).toEqual(whole)
  })

  it('behavior: does not run ahead of a slow reader', async () => {
    let read = 0
    let written = 0
    let furthest = 0
    async function* input() {
      for (const text of lines) {
        read += 1
        furthest = Math.max(furthest, read - written)
        yield Buffer.from(`${text}\n`)
      }
    }
    const output = new Writable({
      write(_chunk, _encoding, done) {
        setTimeout(() => {
          written += 1
          done()
        }, 2)
      },
    })
    await evaluateStream({ input: input(), output, log: () => {}, engines: { wasm } })
    expect({ read, written, furthest }).toEqual({ read: 10, written: 10, furthest: 1 })
  })

  it('error: the first differing bit stops it', async () => {
    const evm = createEngine((outcome, index) => {
      if (index < 3) return outcome
      const { bandPips, guardPips } = outcome as Parameters
      return { ...(outcome as Parameters), bandPips: bandPips ^ 4n, guardPips: guardPips + 1n }
    })
    const text = ['', ...lines].join('\n')
    const { status, lines: results, logs } = await run(text, evm, text.length)
    const { bandPips } = core.evaluateBatch([parseVector(lines[3] as string)])[0] as Parameters
    expect(status).toBe(4)
    expect(results.map((result) => JSON.parse(result).id)).toEqual([0, 1, 2])
    expect(logs).toEqual([
      [
        'line 5: the engines differ in bandPips of id 3',
        `  wasm  ${bandPips}`,
        `  evm   ${bandPips ^ 4n}`,
        '  xor   0x4',
      ].join('\n'),
    ])
  })

  it('error: one engine refuses what the other accepts', async () => {
    const evm = createEngine(() => new OutOfDomainError('zE4', 7n, 8n, 9n))
    expect(await run(line, evm)).toEqual({
      status: 4,
      lines: [],
      logs: [
        [
          'line 1: the engines differ in zE4 of id 0',
          '  wasm  accepts',
          '  evm   refuses: zE4 is 7, allowed are 8 to 9; give the confidence multiple of diffusion, ' +
            '10000 being 1',
        ].join('\n'),
      ],
    })
  })

  it('error: the engines refuse for different reasons', async () => {
    const text = changeLine(line, 'observation', 'navUsd6', '0')
    const evm = createEngine(() => new OutOfDomainError('navUsd6', 0n, 1n, 2n))
    const { status, logs } = await run(text, evm)
    expect(status).toBe(4)
    expect(logs[0]).toMatch(
      / differ in navUsd6 of id 0\n {2}wasm {2}refuses: .*\n {2}evm {3}refuses:/,
    )
    expect(await run(text, wasm)).toMatchObject({ status: 1, lines: [] })
  })

  it('error: a line that is too long is not kept', async () => {
    const text = `${line}\n${'x'.repeat(200_000)}\n${line}\n`
    const { status, lines: results, logs } = await run(text)
    expect({ status, count: results.length }).toEqual({ status: 1, count: 2 })
    expect(logs).toEqual([
      'line 2: longer than 65536 bytes; give one row a line',
      '1 of 3 rows refused',
    ])
  })

  it('error: an id that cannot come out as it went in, or is not there', async () => {
    const { id: _, ...row } = JSON.parse(line)
    const ids = [undefined, null, true, 1.5, 2 ** 53]
    const text = ids.map((id) => JSON.stringify({ ...row, id })).join('\n')
    const { status, lines: results, logs } = await run(text)
    expect({ status, results }).toEqual({ status: 1, results: [] })
    for (const log of logs.slice(0, -1)) {
      expect(log).toContain('id is missing or neither a string nor an integer; name the row')
    }
  })

  it('error: a line that is not UTF-8', async () => {
    const { output } = collect()
    const logs: string[] = []
    async function* input() {
      yield new Uint8Array([0x22, 0xff, 0x22, 0x0a])
    }
    const log = (message: string) => logs.push(message)
    expect(await evaluateStream({ input: input(), output, log, engines: { wasm } })).toBe(1)
    expect(logs[0]).toBe('line 1: not UTF-8; save the file as UTF-8')
  })

  it('error: an output that cannot be written', async () => {
    const output = new Writable({
      write: (_chunk, _encoding, done) => done(new Error('disk full')),
    }).on('error', () => {})
    const running = evaluateStream({
      input: toChunks(line),
      output,
      log: () => {},
      engines: { wasm },
    })
    await expect(running).rejects.toThrow('disk full')
  })
})
