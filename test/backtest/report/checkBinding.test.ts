import { beforeAll, expect, test } from 'vitest'
import { backtest } from '../../../backtest/orchestrate/backtest.ts'
import { listBindingFaults } from '../../../backtest/report/checkBinding.ts'
import { formatResult } from '../../../backtest/report/hashResult.ts'
import { type ReadResult, readResult } from '../../../backtest/report/readResult.ts'
import { parsePolicyDocument } from '../../../cli/backtest/readPolicyDocument.ts'
import type { Document } from '../../../governance/index.ts'
import { createInputs, engine, makeMarket } from '../orchestrate/support/madeBacktest.ts'

const readDraft = (band: string) =>
  parsePolicyDocument(
    `gimbal: 1
title: Let the band breathe
changes:
  - { change: bounds, market: weth-usd, rationale: r, bounds: { max: { band: ${band} } } }
  - { change: freshness, market: weth-usd, rationale: r, freshness: { maxAge: 2 h } }`,
    {},
  )
const draft = readDraft('20 %')
const document = draft.document as Document

let read: ReadResult
beforeAll(async () => {
  const { inForce, proposed, documentHash, title } = draft
  const inputs = createInputs({
    title,
    inForce,
    proposed,
    documentHash,
    markets: [makeMarket(5)],
    against: ['hold'],
  })
  read = readResult(formatResult((await backtest(inputs, engine)).result))
})

test('default', () => {
  const { backtestHash } = read
  expect(listBindingFaults(read, { document, backtestHash })).toEqual([])
})

test('error: the description names none, or another one', () => {
  const none = { document, backtestHash: undefined }
  expect(listBindingFaults(read, none)[0]).toMatch(/names no backtest/)
  const other = { document, backtestHash: `0x${'12'.repeat(32)}` as const }
  expect(listBindingFaults(read, other)[0]).toMatch(/names backtest 0x1212/)
})

test('error: another document, and the setting that it has otherwise', () => {
  const { backtestHash } = read
  const other = readDraft('30 %').document
  const faults = listBindingFaults(read, { document: other, backtestHash })
  expect(faults[0]).toMatch(/^the result is of document 0x/)
  expect(faults[1]).toBe('the result ran bounds.max.band with "20 %", the document has "30 %"')
})

test('error: settings that the document does not set were run', () => {
  const proposal = structuredClone(read.result.inputs.proposal) as { policy: { z: string } }
  proposal.policy.z = '9'
  const changed = { ...read.result, inputs: { ...read.result.inputs, proposal } }
  const { backtestHash } = read
  expect(listBindingFaults({ result: changed, backtestHash }, { document, backtestHash })).toEqual([
    'the result ran policy.z with "9", the document has "2.1"',
  ])
})

test('error: another title, and a market that is called new', () => {
  const { backtestHash, result } = read
  const forge = (changes: object) =>
    listBindingFaults(
      { result: { ...result, inputs: { ...result.inputs, ...changes } }, backtestHash },
      { document, backtestHash },
    )
  expect(forge({ title: 'Twice as good' })).toEqual([
    'the result is headed "Twice as good", the document "Let the band breathe"',
  ])
  expect(forge({ isAddition: true })).toEqual([
    'the result takes weth-usd to be new, the document changes it',
  ])
})

test('error: another market than the document changes, or no document', () => {
  const { backtestHash, result } = read
  const other = { ...result, inputs: { ...result.inputs, governed: 'other' } }
  expect(listBindingFaults({ result: other, backtestHash }, { document, backtestHash })).toEqual([
    'the document changes nothing of other, which was run',
  ])
  expect(listBindingFaults(read, { document: undefined, backtestHash })).toHaveLength(1)
})
