import { decodeFunctionData, zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { governorAbi } from '../../../../abi/index.ts'
import { planProposal } from '../../../../client/proposing/planProposal.ts'
import { completeDraft, encodeProposal, readDraft } from '../../../../governance/index.ts'
import { localAccounts } from '../../../../stack/local/accounts.ts'
import { loadExample } from '../../../../web/pages/draft/model/examples.ts'
import { formatCalls } from '../../../../web/pages/draft/model/formatCalls.ts'
import { isDraftKey, keepDraft, restoreDraft } from '../../../../web/pages/draft/model/keepDraft.ts'
import { measureProposal } from '../../../../web/pages/draft/model/measureProposal.ts'
import { nameFile } from '../../../../web/pages/draft/model/nameFile.ts'
import { createSafeBatch } from '../../../../web/pages/draft/model/safeBatch.ts'
import { countToDo, sortIssues, splitIssues } from '../../../../web/pages/draft/model/sortIssues.ts'
import { contracts, localMarkets } from '../../../governance/support/localMarket.ts'

const issue = (path: string, got = '"x"') => ({ path, got, allowed: 'y' })

describe('sortIssues', () => {
  test('default: what is missing is told apart from what is wrong', () => {
    const toDo = sortIssues([issue('a', '""'), issue('b'), issue('c', 'nothing'), issue('d', '[]')])
    expect(toDo.missing.map(({ path }) => path)).toEqual(['a', 'c', 'd'])
    expect(countToDo(toDo)).toBe('1 to correct, 3 to fill in')
    expect(countToDo(sortIssues([]))).toBe('The draft is complete')
  })

  test('behavior: an issue goes to the field of its change, or to the change', () => {
    const issues = [
      'changes.1.bounds.max.band',
      'changes.1.bounds',
      'changes.1',
      'changes.10.bounds',
      'title',
    ]
    const { byField, others } = splitIssues(
      issues.map((path) => issue(path)),
      1,
      new Set(['bounds.max.band']),
    )
    expect([...byField.keys()]).toEqual(['bounds.max.band'])
    expect(others.map(({ path }) => path)).toEqual(['changes.1.bounds', 'changes.1'])
  })
})

describe('keepDraft', () => {
  test('default: a draft is kept by network until it is put away', () => {
    const kept = new Map<string, string>()
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    }
    expect(keepDraft(storage, 'local', 'title: a')).toBe(true)
    expect([restoreDraft(storage, 'local'), restoreDraft(storage, 'other')]).toEqual([
      'title: a',
      undefined,
    ])
    expect([...kept.keys()].map((key) => isDraftKey(key, 'local'))).toEqual([true])
    keepDraft(storage, 'local', undefined)
    expect(kept.size).toBe(0)
  })

  test('error: a browser that keeps nothing says so', () => {
    const fail = () => {
      throw new Error('QuotaExceededError')
    }
    const storage = { getItem: fail, setItem: fail, removeItem: fail }
    expect(keepDraft(storage, 'local', 'a')).toBe(false)
    expect(restoreDraft(storage, 'local')).toBeUndefined()
  })
})

describe('files of a proposal', () => {
  test("default: the file for a Safe has the Governor's call with the Safe as proposer, and the calls have what it takes", async () => {
    const document = completeDraft(readDraft(await loadExample('bounds')), localMarkets)
    const proposal = encodeProposal(document, contracts)
    const safe = localAccounts.voters[0].address
    const call = planProposal(zeroAddress, safe, proposal)
    const { chainId, transactions } = JSON.parse(createSafeBatch(call, 8_453, 'A', 5))
    expect(chainId).toBe('8453')
    const { functionName, args } = decodeFunctionData({
      abi: governorAbi,
      data: transactions[0].data,
    })
    expect(functionName).toBe('propose')
    expect(args?.[3]).toBe(`${proposal.description}\n#proposer=${safe}`)
    expect(JSON.parse(formatCalls(proposal))).toEqual({ ...proposal, values: ['0'] })
    const { characters, calldataBytes } = measureProposal(proposal)
    expect([characters, calldataBytes]).toEqual([
      proposal.description.length,
      ((proposal.calldatas[0]?.length ?? 0) - 2) / 2,
    ])
  })

  test('behavior: their names come from the title, whatever it is', () => {
    expect(nameFile('Let the band breathe!', 'yaml')).toBe('let-the-band-breathe.yaml')
    expect(nameFile('../../заголовок', 'yaml')).toBe('draft.yaml')
    expect(nameFile('a'.repeat(200), 'md')).toHaveLength(63)
  })
})
