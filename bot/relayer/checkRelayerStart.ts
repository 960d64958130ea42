// What has to be true before a relayer begins.

import { type Address, getAddress, zeroAddress } from 'viem'
import { messengerAbi, remoteParametersAbi } from '../../abi/index.ts'
import type { StartCheck } from '../checkStart.ts'
import { describeFailure } from '../describeFailure.ts'
import type { Endpoints } from '../sources/createEndpoints.ts'
import type { AwayContracts, HomeContracts, RelayChain } from './relayChain.ts'

interface StartChain extends RelayChain {
  endpoints: Endpoints
  home: HomeContracts | undefined
  away: AwayContracts | undefined
  /** Why this machine's clock and the chain's do not fit; none: they do. */
  checkClock(timestamp: bigint): string | undefined
}

/**
 * Looks at every chain that answers: its clock, its messengers and where they lead. A chain that does not answer is no
 * reason not to begin, since the others have to be served. Never throws because of what it finds.
 */
export async function checkRelayerStart(chains: readonly StartChain[]): Promise<StartCheck[]> {
  const home = chains.find((chain) => chain.home !== undefined)
  const checks = await Promise.all(
    chains.map(async (chain): Promise<StartCheck[]> => {
      const { name, endpoints, checkClock } = chain
      const say = (isOk: boolean, detail: string): StartCheck => {
        return { name: `chain ${name}`, isOk, detail }
      }
      try {
        const { block } = await endpoints.readHead()
        const skew = checkClock(block.timestamp)
        if (skew !== undefined) return [say(false, skew)]
        const found = await findProblems(chain, home?.home?.parametersSender, chains)
        if (found.length > 0) return found.map((problem) => say(false, problem))
        return [say(true, `block ${block.number}`)]
      } catch (error) {
        return [say(true, `does not answer (${describeFailure(error)}); it is tried again`)]
      }
    }),
  )
  return checks.flat()
}

async function findProblems(
  chain: StartChain,
  parametersSender: Address | undefined,
  chains: readonly StartChain[],
): Promise<string[]> {
  const others = chains.filter(({ chainId }) => chainId !== chain.chainId)
  const problems: string[] = []
  for (const { bridge, address } of chain.messengers) {
    for (const other of others) {
      const expected = other.messengers.find((one) => one.bridge.name === bridge.name)?.address
      // Two chains that home reaches need not reach each other.
      if (expected === undefined || (chain.away !== undefined && other.away !== undefined)) continue
      const peer = await chain.endpoints.agree(`the peer of ${address}`, (client) =>
        client.readContract({
          address,
          abi: messengerAbi,
          functionName: 'peerOf',
          args: [BigInt(other.chainId)],
        }),
      )
      if (peer === zeroAddress || getAddress(peer) === getAddress(expected)) continue
      problems.push(
        `the messenger ${address} listens to ${peer} on ${other.name}, not to ${expected}; correct the addresses`,
      )
    }
  }
  if (chain.away !== undefined && parametersSender !== undefined) {
    const { remoteParameters } = chain.away
    const sender = await chain.endpoints.agree(`whom ${remoteParameters} listens to`, (client) =>
      client.readContract({
        address: remoteParameters,
        abi: remoteParametersAbi,
        functionName: 'homeSender',
      }),
    )
    if (getAddress(sender) !== getAddress(parametersSender)) {
      problems.push(`${remoteParameters} listens to ${sender}, not to ${parametersSender}`)
    }
  }
  return problems
}
