import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { openInput } from '../../../cli/io/openInput.ts'
import { UsageError } from '../../../cli/program/errors.ts'
import { vectorsFile } from '../support/vectorLines.ts'

const stdin = { async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {} }

describe('openInput', () => {
  it('default: the bytes of a file', async () => {
    const bytes = await buffer(await openInput(vectorsFile, stdin))
    expect(bytes.equals(readFileSync(vectorsFile))).toBe(true)
  })

  it('behavior: standard input for - and for nothing', async () => {
    expect(await openInput('-', stdin)).toBe(stdin)
    expect(await openInput(undefined, stdin)).toBe(stdin)
  })

  it('behavior: a terminal is read only when it is asked for', async () => {
    const terminal = { ...stdin, isTTY: true as const }
    expect(await openInput('-', terminal)).toBe(terminal)
    await expect(openInput(undefined, terminal)).rejects.toBeInstanceOf(UsageError)
  })
})
