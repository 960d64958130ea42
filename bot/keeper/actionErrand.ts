import { type Address, encodeFunctionData, type Hex } from 'viem'
import { positionVaultAbi, pricedVaultAbi, vaultAbi } from '../../abi/index.ts'
import type { Errand } from '../submit/context.ts'
import type { VaultKind } from './readVault.ts'

/** A vault that a keeper watches. */
export interface KeptVault {
  /** The operator's, for logs and metrics. */
  name: string
  address: Address
  kind: VaultKind
  /** Whether it may act on a signed price (actWithPrice). */
  takesPrices?: boolean | undefined
  /** The most that one action may cost, wei. */
  limitWei: bigint | undefined
}

/** An action that a vault says is due. */
export interface ActionDraft {
  vault: KeptVault
  /** See `actionNames`. */
  action: string
  /** What it acts on instead of its pool's mean price; none: the mean price. */
  signedReport?: Hex | undefined
}

const calldata = {
  position: encodeFunctionData({ abi: positionVaultAbi, functionName: 'act' }),
  rebalancing: encodeFunctionData({ abi: vaultAbi, functionName: 'rebalance' }),
}

/** Has vaults do what is due. */
export const actionErrand: Errand<ActionDraft> = {
  toCall: ({ vault: { address, kind }, signedReport }) => {
    if (signedReport === undefined) return { to: address, data: calldata[kind] }
    const call = {
      abi: pricedVaultAbi,
      functionName: 'actWithPrice',
      args: [signedReport],
    } as const
    return { to: address, data: encodeFunctionData(call) }
  },
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
