import type { VaultNow } from '../../../client/vaults/readVault.ts'
import type { Listed, VaultsNow } from './useVaults.ts'

/** One of our vaults, by the name to call it. */
export interface ListedVault extends Listed {
  now: VaultNow
}

/** Those of a network's contracts that are vaults of ours. */
export function listVaults({ vaults }: VaultsNow): ListedVault[] {
  return vaults.flatMap(({ name, address, markets, now }) =>
    now.kind === 'vault' ? [{ name, address, markets, now }] : [],
  )
}
