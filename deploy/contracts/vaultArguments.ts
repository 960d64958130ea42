import type { VaultConfig } from './deployConfig.ts'

const modes = { 'constant-mix': 0, cppi: 1 } as const

/** The vault's name, symbol and `VaultSettings` without `riskParameters`, as its constructor takes them. */
export function toVaultArguments({ market: marketId, mode, ...rest }: VaultConfig) {
  return { ...rest, marketId, mode: modes[mode] }
}
