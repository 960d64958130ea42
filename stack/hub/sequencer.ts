import type { LocalAccount } from 'viem'
import type { HubFault } from './fault.ts'
import type { Store } from './store.ts'
import type { VerifyContractSignature } from './validateEnvelope.ts'
import type { GetVotingPower } from './votingPower.ts'

/** The services that a sequencer needs besides its store. */
export interface Sequencer {
  readonly store: Store
  readonly getVotingPower: GetVotingPower
  /** The latest block of a space's chain. */
  readonly getBlockNumber: (space: string) => number | Promise<number>
  readonly verifyContractSignature: VerifyContractSignature | undefined
  /** Unix seconds. */
  readonly now: () => number | Promise<number>
  /** Signs the receipts. */
  readonly relayer: LocalAccount
  readonly hasFault: HubFault
  /** The messages that are being checked, as JSON. */
  readonly inProcess: Set<string>
}
