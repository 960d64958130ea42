import type { Address, Hex } from 'viem'
import { stringify } from 'yaml'
import { formatMarket } from '../../governance/index.ts'

/** The contract that is deployed: it measures alone, or confirms what others signed. */
export type DeployedKind = 'proven' | 'both'

interface DraftOptions {
  kind: DeployedKind
  market: Hex
  /** The contract. */
  address: Address
  /** Who signs now: the market's reporters that are no contract of evidence. */
  signers: readonly Address[]
}

const heads = {
  proven: [
    'The market takes what this contract measures, and nothing that anybody signs. Whoever signs today is left out.',
    'Either of the two: add one contract wallet (ERC-1271) in which they confirm together, and leave the threshold at 1.',
  ],
  both: [
    'A report has to be signed by all of the others and confirmed by this contract, which measures it.',
    'So that one of them may be away: name one contract wallet (ERC-1271) in their place, such as a 2 of 3, and a threshold of 2.',
  ],
} as const

/** A draft for `gimbal propose` that names a deployed contract of evidence among a market's reporters. */
export function draftReporters({ kind, market, address, signers }: DraftOptions): string {
  const reporters = kind === 'proven' ? [address] : [...signers, address]
  const name = formatMarket(market)
  const draft = {
    gimbal: 1,
    title:
      kind === 'proven' ? `${name}: measured on chain` : `${name}: signed and measured on chain`,
    changes: [
      {
        change: 'reporters',
        market: name,
        rationale: `${address} measures the pool for itself. Its settings are on the proposal's page.`,
        reporters,
        threshold: reporters.length,
      },
    ],
  }
  const comments = [...heads[kind], 'docs/evidence.md says who is trusted with what in each kind.']
  return `${comments.map((line) => `# ${line}\n`).join('')}${stringify(draft, { lineWidth: 0 })}`
}
