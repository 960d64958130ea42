import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { formatFrame } from '../../cli/start/formatFrame.ts'
import type { Frame } from '../../cli/start/frame.ts'
import captured from './support/capturedFrame.json' with { type: 'json' }

const page = await readFile(new URL('../../docs/stack.md', import.meta.url), 'utf8')

/** A frame of a run, with its integers again; `history` has a point for each minute of it. */
function readFrame(): Frame {
  const isInteger = (value: unknown) => typeof value === 'string' && /^-?\d+$/.test(value)
  return JSON.parse(JSON.stringify(captured), (_, value) =>
    isInteger(value) ? BigInt(value) : value,
  )
}

describe('docs/stack.md', () => {
  test('default: its picture is what npm start drew at 21:53 of a run', () => {
    const [, picture] = /<!-- frame -->\n```\n([^`]+)```/.exec(page) ?? []
    const lines = formatFrame(readFrame(), { columns: 80, color: false })
    expect((picture as string).trimEnd().split('\n')).toEqual(lines.map((line) => line.trimEnd()))
  })
})
