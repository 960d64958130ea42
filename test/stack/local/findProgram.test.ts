import { describe, expect, test } from 'vitest'
import { StackProgramError } from '../../../stack/local/errors.ts'
import { findProgram } from '../../../stack/local/findProgram.ts'

describe('findProgram', () => {
  test('error: on a platform without a published graph-node the message says what to do instead', () => {
    const find = () => findProgram('graph-node', 'darwin', 'arm64')
    expect(find).toThrow(StackProgramError)
    expect(find).toThrow(/no graph-node is published for darwin arm64; .*--no-index/)
  })

  test('error: a platform of Foundry whose package is not installed', () => {
    expect(() => findProgram('anvil', 'darwin', 'arm64')).toThrow(
      /anvil-darwin-arm64 is not installed/,
    )
  })
})
