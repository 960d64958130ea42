import type { Address, Hex } from 'viem'
import type { ChainClient } from '../local/chainClient.ts'
import type { TwinVault } from './deployTwins.ts'

/** A deployed contract as its code tells it: what cannot change is in there. */
export interface TwinCode {
  name: string
  /** Of the vault, and of each adapter. */
  codes: readonly Hex[]
  /** Addresses that may differ from twin to twin: the vault, its adapters, where its parameters are. */
  own: readonly Address[]
}

/** The code of each vault and of its adapters, with what is its own. */
export function readTwinCodes(
  client: ChainClient,
  twins: readonly TwinVault[],
): Promise<TwinCode[]> {
  return Promise.all(
    twins.map(async ({ name, vault, adapters, parameters }) => ({
      name,
      codes: await Promise.all(
        [vault, ...adapters].map(async (address) => (await client.getCode({ address })) ?? '0x'),
      ),
      own: [vault, ...adapters, parameters],
    })),
  )
}

/**
 * In what vaults differ besides the addresses that are their own, one line each: contracts, and the settings that their code holds
 * and nobody can change.
 */
export function compareTwins([first, ...others]: readonly TwinCode[]): string[] {
  if (first === undefined) return []
  const wanted = normalize(first)
  return others.flatMap((other) => {
    const got = normalize(other)
    if (got.length !== wanted.length) return [`${other.name} has other adapters`]
    return wanted.flatMap((code, index) => {
      if (code === '0x') return [`${first.name} has no code`]
      const what = index === 0 ? 'vault' : `adapter ${index}`
      return code === got[index] ? [] : [`the ${what} of ${other.name} has other code or settings`]
    })
  })
}

/** The code with each own address as its place in the list. */
function normalize({ codes, own }: TwinCode): string[] {
  return codes.map((code) =>
    own.reduce<string>((text, address, index) => {
      const hex = address.slice(2).toLowerCase()
      return text.replaceAll(hex, `${index}`.padStart(hex.length, '_'))
    }, code.toLowerCase()),
  )
}
