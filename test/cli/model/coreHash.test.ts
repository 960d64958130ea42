import { readFile } from 'node:fs/promises'
import { keccak256 } from 'viem'
import { describe, expect, it } from 'vitest'
import { runGimbal } from '../support/runGimbal.ts'

describe('gimbal core-hash', () => {
  it('default: prints the keccak256 of the built core', async () => {
    const wasm = await readFile(new URL('../../../build/core.wasm', import.meta.url))
    const expected = { status: 0, stdout: `${keccak256(wasm)}\n`, stderr: '' }
    expect(await runGimbal(['core-hash'])).toEqual(expected)
  })
})
