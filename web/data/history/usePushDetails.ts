import type { TransactionReceipt } from 'viem'
import { findReport } from '../../../verify/findReport.ts'
import { type ReportSigner, recoverSigners } from '../../../verify/recoverSigners.ts'
import type { Session } from '../../network/session.ts'
import { type Reading, useReading } from '../useReading.ts'
import type { Push } from './pushes.ts'

/** What only the node knows of a push. */
export interface PushDetails {
  /** Who signed, recovered from the transaction; undefined: it calls another contract, so that its input does not show them. */
  signers: readonly ReportSigner[] | undefined
  /** How many reports share the transaction. */
  reportCount: number
  /** Gas of the whole transaction. */
  gasUsed: bigint
  /** What the whole transaction cost, wei, with a rollup's fee for its data. */
  costWei: bigint
}

/** Cost and signers of some pushes, by their ids; those are asked for that are shown. */
export function usePushDetails(pushes: readonly Push[]): Reading<ReadonlyMap<string, PushDetails>> {
  return useReading({
    key: ['push-details', pushes.map(({ id }) => id).join(' ')],
    isEnabled: pushes.length > 0,
    read: async (session) => {
      const entries = pushes.map(
        async (push) => [push.id, await readDetails(session, push)] as const,
      )
      return new Map(await Promise.all(entries))
    },
  })
}

async function readDetails({ client, network }: Session, push: Push): Promise<PushDetails> {
  const { transactionHash: hash } = push
  const { riskParameters } = network.addresses
  const [transaction, receipt] = await Promise.all([
    client.getTransaction({ hash }),
    client.getTransactionReceipt({ hash }),
  ])
  const found = findReport(transaction, riskParameters, push)
  const report = found.calls === 'another' ? undefined : found.report
  const scope = { chainId: network.chainId, riskParameters }
  return {
    signers: report && (await recoverSigners(scope, report)),
    reportCount: found.calls === 'another' ? 1 : found.reportCount,
    gasUsed: receipt.gasUsed,
    costWei: receipt.gasUsed * receipt.effectiveGasPrice + readDataFeeWei(receipt),
  }
}

/** Nodes of the OP Stack tell the fee for the data beside the receipt's own fields. */
function readDataFeeWei(receipt: TransactionReceipt): bigint {
  const { l1Fee } = receipt as { l1Fee?: unknown }
  return typeof l1Fee === 'string' && /^0x[0-9a-f]+$/i.test(l1Fee) ? BigInt(l1Fee) : 0n
}
