import { describe, expect, test } from 'vitest'
import { StackChainError } from '../../../stack/local/errors.ts'
import { linkArtifact } from '../../../stack/venues/linkArtifact.ts'

const flashLoans =
  '@aave/core-v3/artifacts/contracts/protocol/libraries/logic/FlashLoanLogic.sol/FlashLoanLogic.json'
const borrowing = `0x${'Ab'.repeat(20)}` as const

describe('linkArtifact', () => {
  test('default: the addresses of libraries stand where the compiler left room', () => {
    const { bytecode } = linkArtifact(flashLoans, { BorrowLogic: borrowing })
    expect(bytecode).toMatch(/^0x[0-9a-f]+$/)
    expect(bytecode).toContain('ab'.repeat(20))
  })

  test('behavior: libraries that it does not need do no harm', () => {
    const named = { BorrowLogic: borrowing, Other: `0x${'cd'.repeat(20)}` as const }
    expect(linkArtifact(flashLoans, named).bytecode).not.toContain('cd'.repeat(20))
  })

  test('error: a library that is missing is named', () => {
    expect(() => linkArtifact(flashLoans)).toThrow(StackChainError)
    expect(() => linkArtifact(flashLoans)).toThrow('needs the library BorrowLogic')
  })
})
