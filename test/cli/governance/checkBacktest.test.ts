import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backtest } from '../../../backtest/orchestrate/backtest.ts'
import { formatResult, hashResultText } from '../../../backtest/report/hashResult.ts'
import { parsePolicyDocument } from '../../../cli/backtest/readPolicyDocument.ts'
import { bindBacktest } from '../../../cli/governance/bindBacktest.ts'
import { checkBacktest } from '../../../cli/governance/checkBacktest.ts'
import {
  type Document,
  decodeProposal,
  encodeProposal,
  verifyProposal,
} from '../../../governance/index.ts'
import {
  createInputs,
  engine,
  makeMarket,
} from '../../backtest/orchestrate/support/madeBacktest.ts'

const contracts = { riskParameters: '0x00000000000000000000000000000000000000A1' } as const
const readDraft = (rate: number) =>
  parsePolicyDocument(
    `gimbal: 1
title: Fear less
changes: [{ change: policy, market: weth-usd, rationale: r, policy: { riskAversion: ${rate} } }]`,
    {},
  )
const draft = readDraft(20)
const document = draft.document as Document
const markets = new Map([[draft.market, draft.inForce]])
const readInForce = async () => markets

let folder: string
let file: string
let backtestHash: Hex
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-binding-'))
  file = join(folder, 'result.json')
  const { inForce, proposed, documentHash, title } = draft
  const inputs = createInputs({
    title,
    inForce,
    proposed,
    documentHash,
    markets: [makeMarket(5)],
    against: ['hold'],
  })
  const text = formatResult((await backtest(inputs, engine)).result)
  backtestHash = hashResultText(text)
  await writeFile(file, text)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('bindBacktest', () => {
  test('default: the description of the proposal names the result, and is consistent', async () => {
    const bound = await bindBacktest(file, document, markets)
    expect(bound).toEqual({
      backtestHash,
      notes: [`Backtest ${backtestHash}: Too short to judge`],
    })
    const proposal = encodeProposal(document, contracts, bound)
    expect(proposal.description.endsWith(`\nBacktest: ${backtestHash}`)).toBe(true)
    expect(verifyProposal(proposal, contracts).isConsistent).toBe(true)
    const decoded = decodeProposal(proposal, contracts)
    expect(
      await checkBacktest(
        file,
        {
          document: decoded.document,
          backtestHash: decoded.backtestHash,
        },
        readInForce,
      ),
    ).toMatchObject({
      backtestHash,
      faults: [],
      warnings: [],
    })
  })

  test('behavior: a proposal without a result is not refused', async () => {
    const { backtestHash: none, notes } = await bindBacktest(undefined, document, markets)
    expect(none).toBeUndefined()
    expect(notes[0]).toMatch(/^Not backtested/)
  })

  test('behavior: settings in force that have changed since are a warning', async () => {
    const other = { ...draft.inForce, policy: { ...draft.inForce.policy, zE4: 50_000n } }
    const { notes } = await bindBacktest(file, document, new Map([[draft.market, other]]))
    expect(notes[1]).toMatch(/^!! The backtest took policy\.z in force to be ".+"; it is "5"/)
  })

  test('P-128 the result of another draft is refused, and a file that is none', async () => {
    const other = readDraft(30).document as Document
    await expect(bindBacktest(file, other, markets)).rejects.toThrow(
      'the result ran policy.riskAversion with "20", the document has "30"',
    )
    await writeFile(join(folder, 'none.json'), '{}')
    await expect(bindBacktest(join(folder, 'none.json'), document, markets)).rejects.toThrow(
      'none.json: format',
    )
  })
})

describe('checkBacktest', () => {
  test('default: without a result it is said what the description names', async () => {
    const none = await checkBacktest(undefined, { document, backtestHash: undefined }, readInForce)
    expect(none.text).toBe('Not backtested: the description names no result.')
    const named = await checkBacktest(undefined, { document, backtestHash }, readInForce)
    expect(named.text).toContain('not compared; give its result.json with --backtest')
  })

  test('error: a description that names another result', async () => {
    const other: Hex = `0x${'12'.repeat(32)}`
    const { faults } = await checkBacktest(file, { document, backtestHash: other }, readInForce)
    expect(faults).toEqual([
      `the description names backtest ${other}, the result given has ${backtestHash}`,
    ])
  })
  test("behavior: a result against other settings than those in force is the proposal's, and a warning", async () => {
    const other = { ...draft.inForce, policy: { ...draft.inForce.policy, zE4: 50_000n } }
    const { faults, warnings } = await checkBacktest(
      file,
      { document, backtestHash },
      async () => new Map([[draft.market, other]]),
    )
    expect(faults).toEqual([])
    expect(warnings).toEqual([
      'The backtest took policy.z in force to be "2.1"; it is "5". What it says is against other settings than those that voters have.',
    ])
  })
})
