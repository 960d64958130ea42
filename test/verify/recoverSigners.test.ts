import { encodeFunctionData, getAddress, type Hex, toHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { riskParametersAbi } from '../../abi/index.ts'
import { packSignatures, type ReportSignature } from '../../bot/packSignatures.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { findReport, type SentReport } from '../../verify/findReport.ts'
import { recoverSigners } from '../../verify/recoverSigners.ts'
import { createReport, createTypedReport, toReportArgs } from '../../verify/report.ts'
import { CONFIG, defaultObservation } from '../bot/support/defaultInput.ts'

const riskParameters = '0x00000000000000000000000000000000000000C1'
const scope = { chainId: 31_337, riskParameters } as const
const contract = getAddress('0x00000000000000000000000000000000000000aa')

const report = createReport({
  marketId: LOCAL_MARKET_ID,
  config: CONFIG,
  observation: defaultObservation,
  block: { number: 7n, hash: toHex(7, { size: 32 }), timestamp: 1_700_000_399n },
})
const other = { ...report, marketId: toHex('other', { size: 32 }) }
const update = { ...report, observedBlockNumber: report.blockNumber }

const [first, second] = [generatePrivateKey(), generatePrivateKey()].map((key) =>
  privateKeyToAccount(key),
)

async function sign(account = first): Promise<Hex> {
  if (account === undefined) throw new Error('no account')
  return account.signTypedData(createTypedReport(scope, report))
}

const send = (signatures: readonly ReportSignature[]) => ({
  to: riskParameters as Hex,
  input: encodeFunctionData({
    abi: riskParametersAbi,
    functionName: 'push',
    args: [toReportArgs(report), packSignatures(signatures)],
  }),
})

function requireReport(found: ReturnType<typeof findReport>): SentReport {
  if (found.calls === 'another' || found.report === undefined) throw new Error('no report')
  return found.report
}

describe('findReport', () => {
  test('default: the report of a push, with its signatures', async () => {
    const signature = await sign()
    const found = findReport(send([signature]), riskParameters, update)
    expect(found).toMatchObject({ calls: 'RiskParameters', reportCount: 1 })
    expect(requireReport(found)).toEqual({
      ...toReportArgs(report),
      signatures: packSignatures([signature]),
    })
  })

  test('behavior: among several of one transaction each with its own signatures', () => {
    const input = encodeFunctionData({
      abi: riskParametersAbi,
      functionName: 'pushMany',
      args: [
        [toReportArgs(other), toReportArgs(report)],
        ['0x01', '0x02'],
      ],
    })
    const found = findReport({ to: riskParameters, input }, riskParameters, update)
    expect(found).toMatchObject({ reportCount: 2, report: { signatures: '0x02' } })
  })

  test('behavior: another contract, another evidence, no call of the contract', () => {
    const sent = send([])
    expect(findReport({ ...sent, to: contract }, riskParameters, update)).toEqual({
      calls: 'another',
    })
    expect(findReport({ ...sent, to: null }, riskParameters, update)).toEqual({ calls: 'another' })
    const observation = { ...update.observation, navUsd6: 1n }
    expect(findReport(sent, riskParameters, { ...update, observation })).toEqual({
      calls: 'RiskParameters',
      report: undefined,
      reportCount: 1,
    })
    expect(findReport({ to: riskParameters, input: '0x12345678' }, riskParameters, update)).toEqual(
      { calls: 'RiskParameters', report: undefined, reportCount: 0 },
    )
  })
})

describe('recoverSigners', () => {
  const recover = (signatures: readonly ReportSignature[]) =>
    recoverSigners(scope, requireReport(findReport(send(signatures), riskParameters, update)))

  test('default: accounts by their signatures, a contract by its own word', async () => {
    const ours = [await sign(), { signer: contract, signature: `0x${'cd'.repeat(300)}` }] as const
    expect(await recover([...ours, await sign(second)])).toEqual([
      { address: first?.address, isContract: false },
      { address: contract, isContract: true },
      { address: second?.address, isContract: false },
    ])
    expect(await recover([])).toEqual([])
  })

  test('behavior: a row that is cut off ends there', async () => {
    const sent = requireReport(findReport(send([await sign()]), riskParameters, update))
    const signatures = `${sent.signatures}1c${'00'.repeat(20)}` as Hex
    expect(await recoverSigners(scope, { ...sent, signatures })).toHaveLength(1)
    const head = `${sent.signatures}00${contract.slice(2)}000005aa` as Hex
    expect(await recoverSigners(scope, { ...sent, signatures: head })).toHaveLength(1)
  })
})
