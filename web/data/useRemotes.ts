import { useMemo } from 'react'
import { type ReadRemotes, readRemotes } from '../../client/proposals/readRemotes.ts'
import {
  type Change,
  isRemote,
  type ProposalState,
  type UnknownCall,
} from '../../governance/index.ts'
import { connectTo } from '../network/connectTo.ts'
import { type Reading, useReading } from './useReading.ts'

/**
 * What is known of the other chains that changes are for; nobody is asked where there are none.
 *
 * @param state - Of the proposal; undefined: of a draft.
 */
export function useRemotes(
  changes: readonly (Change | UnknownCall)[],
  state?: ProposalState,
): Reading<ReadRemotes> {
  const away = useMemo(() => changes.filter(isRemote), [changes])
  const subjects = away.map(({ chainId, market }) => `${chainId} ${market}`)
  const isExecuted = state === 'executed'
  return useReading({
    key: ['remotes', `${isExecuted}`, ...subjects],
    isEnabled: away.length > 0,
    read: ({ client, network }) => readRemotes(away, { client, network, connectTo, isExecuted }),
  })
}
