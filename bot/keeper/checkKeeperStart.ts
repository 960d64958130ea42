// What has to be true before a keeper begins.

import type { Address } from 'viem'
import type { StartCheck } from '../checkStart.ts'
import { describeFailure } from '../describeFailure.ts'
import type { Endpoints } from '../sources/createEndpoints.ts'
import { takesPrices } from './readPricedVault.ts'
import { recognizeVault, type VaultKind } from './readVault.ts'

interface KeeperStartInput {
  endpoints: Endpoints
  vaults: readonly { name: string; address: Address }[]
  /** Why this machine's clock and the chain's do not fit; none: they do. */
  checkClock(timestamp: bigint): string | undefined
}

interface KeeperStart {
  checks: StartCheck[]
  /** Of the vaults that were recognised. */
  kinds: Map<Address, VaultKind>
  /** Those of them that may act on a signed price. */
  priced: Set<Address>
}

/** Looks at chain, clock and each vault. Never throws because of what it finds. */
export async function checkKeeperStart(input: KeeperStartInput): Promise<KeeperStart> {
  const { endpoints, vaults, checkClock } = input
  const kinds = new Map<Address, VaultKind>()
  const priced = new Set<Address>()
  const checks: StartCheck[] = []
  const check = (name: string, isOk: boolean, detail: string) => {
    checks.push({ name, isOk, detail })
  }
  try {
    const { block } = await endpoints.readHead()
    check('chain', true, `block ${block.number}`)
    const problem = checkClock(block.timestamp)
    check('clock', problem === undefined, problem ?? 'this machine and the chain agree')
  } catch (error) {
    check('chain', false, describeFailure(error))
    return { checks, kinds, priced }
  }
  for (const { name, address } of vaults) {
    try {
      const found = await endpoints.agree(`what is at ${address}`, async (client) => {
        const recognized = await recognizeVault(client, address)
        const isPriced = 'kind' in recognized && (await takesPrices(client, address))
        return { ...recognized, isPriced }
      })
      if ('kind' in found) kinds.set(address, found.kind)
      if (found.isPriced) priced.add(address)
      const words = found.isPriced ? ', which takes signed prices,' : ''
      const detail = 'kind' in found ? `a ${found.kind} vault${words} at ${address}` : found.problem
      check(`vault ${name}`, 'kind' in found, detail)
    } catch (error) {
      const detail = `what is at ${address} cannot be read (${describeFailure(error)}); try again`
      check(`vault ${name}`, false, detail)
    }
  }
  return { checks, kinds, priced }
}
