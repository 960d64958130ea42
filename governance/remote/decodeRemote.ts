import { decodeFunctionData, type Hex, isAddressEqual } from 'viem'
import { governanceSenderAbi, remoteParametersAbi } from '../../abi/index.ts'
import type { RemoteChange, RemoteConfig } from '../document.ts'
import { toBigints } from '../toBigints.ts'
import { encodeRemote } from './encodeRemote.ts'
import type { RemoteContracts } from './remoteChange.ts'

/** Why a record for another chain is no change: its chain is not in the network's file; it is no single call that a draft can name. */
export type RemoteReason = 'remote-chain' | 'remote-call'

/** The change that a call of GovernanceSender records, without its reason. Never throws. */
export function decodeRemote(
  calldata: Hex,
  remote: RemoteContracts,
  rationale: string,
): RemoteChange | RemoteReason {
  try {
    const { functionName, args } = decodeFunctionData({ abi: governanceSenderAbi, data: calldata })
    if (functionName !== 'record') return 'remote-call'
    const [chainId, [target, ...targets], [call, ...calls]] = args
    const chain = remote.chains.find((of) => of.chainId === chainId)
    if (chain === undefined) return 'remote-chain'
    if (target === undefined || call === undefined) return 'remote-call'
    // One record a change: what a voter reads is then all that it does.
    if (targets.length > 0 || calls.length > 0) return 'remote-call'
    if (!isAddressEqual(target, chain.remoteParameters)) return 'remote-call'
    const change = toChange(call, { chainId, rationale })
    if (change === undefined) return 'remote-call'
    // Two encodings of the same arguments would be two proposals that read the same.
    const { calldata: canonical } = encodeRemote(change, remote, 0)
    return canonical === calldata.toLowerCase() ? change : 'remote-call'
  } catch {
    return 'remote-call'
  }
}

function toChange(
  calldata: Hex,
  head: { chainId: bigint; rationale: string },
): RemoteChange | undefined {
  const { functionName, args } = decodeFunctionData({ abi: remoteParametersAbi, data: calldata })
  if (functionName === 'resume') return { change: 'remote-resume', ...head, market: args[0] }
  if (functionName !== 'setMarket') return undefined
  const [market, config] = args
  const { bounds, fallbackVector, ...timing } = toBigints(config) as RemoteConfig
  return { change: 'remote-market', ...head, market, bounds, fallback: fallbackVector, timing }
}
