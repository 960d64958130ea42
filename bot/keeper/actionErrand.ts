import { type Address, encodeFunctionData } from 'viem'
import { positionVaultAbi, vaultAbi } from '../../abi/index.ts'
import type { Errand } from '../submit/context.ts'
import type { VaultKind } from './readVault.ts'

/** A vault that a keeper watches. */
export interface KeptVault {
  /** The operator's, for logs and metrics. */
  name: string
  address: Address
  kind: VaultKind
  /** The most that one action may cost, wei. */
  limitWei: bigint | undefined
}

/** An action that a vault says is due. */
export interface ActionDraft {
  vault: KeptVault
  /** See `actionNames`. */
  action: string
}

const calldata = {
  position: encodeFunctionData({ abi: positionVaultAbi, functionName: 'act' }),
  rebalancing: encodeFunctionData({ abi: vaultAbi, functionName: 'rebalance' }),
}

/** Has vaults do what is due. */
export const actionErrand: Errand<ActionDraft> = {
  toCall: ({ vault: { address, kind } }) => ({ to: address, data: calldata[kind] }),
  toSubject: ({ vault, action }) => ({ kind: 'action', vault: vault.address, action }),
  getLimitWei: ({ vault }) => vault.limitWei,
  mayOvertake: ({ action }, open) => {
    return action === 'cut' && !(open.kind === 'action' && open.action === 'cut')
  },
  // The vault has just said what is due, and the trial of the call itself says the rest.
  preview: () => undefined,
  // The vault decides what it does: there is nothing that a receipt could contradict.
  readBack: async () => {},
}
