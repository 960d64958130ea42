import { numberToHex } from 'viem'
import type { SignedTransaction } from '../../../../bot/journal/journal.ts'
import { localAccounts } from '../../../../stack/local/accounts.ts'
import { LOCAL_MARKET_ID } from '../../../../stack/local/localMarket.ts'
import { CONFIG, defaultObservation } from '../../support/defaultInput.ts'

export const sender = { chainId: 31_337, account: localAccounts.operator.address }

/** A transaction for the journal; its bytes need not be valid there. */
export function createPush(
  id: number,
  changes: Partial<SignedTransaction> = {},
): SignedTransaction {
  return {
    ...sender,
    hash: numberToHex(id, { size: 32 }),
    nonce: id,
    subject: {
      kind: 'push',
      report: {
        marketId: LOCAL_MARKET_ID,
        config: CONFIG,
        observedAt: 1_700_000_000n + BigInt(id),
        blockNumber: 2n ** 60n + 1n,
        blockHash: numberToHex(id, { size: 32 }),
        observation: { ...defaultObservation, depthUsd6: 2n ** 63n + 1n },
      },
      signatures: ['0x01', '0x02'],
    },
    rawTransaction: '0x02f8',
    maxCostWei: 10n ** 17n,
    signedAt: 1_700_000_000 + id,
    ...changes,
  }
}
