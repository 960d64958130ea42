import type { Address } from 'viem'
import type { SnapshotVotingType } from './createMessage.ts'

export interface SpaceSettingsFields {
  name: string
  /** The chain of token and Governor. */
  chainId: number
  token: Address
  symbol: string
  /** The Governor's votingDelay() and votingPeriod(), or the shorter window that votes on Snapshot have. */
  votingDelaySec: number
  votingPeriodSec: number
  /** Votes that an author needs, whole tokens, as the Governor's proposalThreshold(). */
  minScore: number
  admins: readonly Address[]
  type?: SnapshotVotingType
}

/** The settings of a space, as the ENS record's JSON holds them. Source: snapshot.js 0.17.5, src/schemas/space.json. */
export type SpaceSettings = ReturnType<typeof createSpaceSettings>

/** The settings with which a space's votes are what the Governor counts: past delegated votes, one choice a vote. */
export function createSpaceSettings(fields: SpaceSettingsFields) {
  const network = String(fields.chainId)
  const strategies = [
    {
      name: 'erc20-votes',
      network,
      params: { address: fields.token, symbol: fields.symbol, decimals: 18 },
    },
  ]
  return {
    name: fields.name,
    network,
    symbol: fields.symbol,
    strategies,
    admins: [...fields.admins],
    members: [] as Address[],
    moderators: [] as Address[],
    filters: { minScore: fields.minScore, onlyMembers: false },
    validation: { name: 'basic', params: { minScore: fields.minScore, strategies } },
    voteValidation: { name: 'any', params: {} },
    plugins: {},
    voting: {
      delay: fields.votingDelaySec,
      period: fields.votingPeriodSec,
      type: fields.type ?? ('basic' as SnapshotVotingType),
      quorum: 0,
      privacy: '',
      aliased: false,
      hideAbstain: false,
    },
  }
}
