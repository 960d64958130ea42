import { type Address, getAddress, type Hex } from 'viem'
import { z } from 'zod'
import { NoGovernorLinkError } from './errors.ts'

/** The Governor proposal that a Snapshot proposal is about. */
export interface GovernorLink {
  chainId: number
  governor: Address
  /** The Governor's id. */
  proposalId: bigint
}

const pluginsSchema = z.object({
  gimbal: z.object({
    governor: z.string().regex(/^eip155:[1-9]\d{0,15}:0x[0-9a-fA-F]{40}$/),
    proposalId: z.string().regex(/^0x[0-9a-f]{64}$/),
  }),
})

/**
 * Reads which Governor proposal the plugins of a Snapshot proposal name.
 *
 * @param plugins The text that was signed, or the object that the hub makes of it. Other plugins may stand beside.
 * @throws NoGovernorLinkError
 */
export function readPlugins(plugins: unknown): GovernorLink {
  let value = plugins
  if (typeof plugins === 'string') {
    try {
      value = JSON.parse(plugins)
    } catch {
      throw new NoGovernorLinkError('are no JSON')
    }
  }
  const { data } = pluginsSchema.safeParse(value)
  if (data === undefined) throw new NoGovernorLinkError('name no Governor proposal')
  const [, chainId, governor] = data.gimbal.governor.split(':')
  return {
    chainId: Number(chainId),
    governor: getAddress(governor as Hex),
    proposalId: BigInt(data.gimbal.proposalId),
  }
}
