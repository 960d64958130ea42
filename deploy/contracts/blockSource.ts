/** In the order of the contract's enum: whether blocks are counted by the opcode NUMBER, or by Arbitrum's ArbSys. */
export const blockSources = ['Plain', 'ArbSys'] as const

/** How a chain counts its blocks. */
export type BlockSource = (typeof blockSources)[number]

/** Arbitrum One, Arbitrum Nova, Arbitrum Sepolia: their opcode gives the number of a block of the parent chain. */
const arbitrumChainIds: readonly number[] = [42_161, 42_170, 421_614]

/** The block source that RiskParameters needs on a chain. The contract's constructor checks it against the chain. */
export function chooseBlockSource(chainId: number): BlockSource {
  return arbitrumChainIds.includes(chainId) ? 'ArbSys' : 'Plain'
}

/** The same in words, for the plan. */
export function describeBlockSource(source: BlockSource): string {
  return source === 'Plain'
    ? 'counted by the chain itself (block.number)'
    : "counted by Arbitrum's ArbSys, because block.number is the parent chain's there"
}
