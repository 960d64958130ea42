import { formatMarket } from '../../governance/marketNames.ts'
import { formatDuration } from '../formatDuration.ts'
import { formatUtc } from '../formatUtc.ts'
import type { Refusal } from './findRefusal.ts'

/**
 * What anyone can do about a message. `deliver`: relay it, now or once the reason is gone. `send`: send the market's vector
 * again, since this one is of no use any more. Undefined: nothing has to be done.
 */
export type Repeat = 'deliver' | 'send' | undefined

/** How it stands with a message that has left and not come. */
export interface Standing {
  state: 'under-way' | 'failed'
  /** In a sentence, without its full stop. */
  reason: string
  repeat: Repeat
}

type Explain = (...args: never) => Standing

const wait = (reason: string): Standing => ({ state: 'under-way', reason, repeat: 'deliver' })
const fail = (reason: string, repeat?: Repeat): Standing => ({ state: 'failed', reason, repeat })

const explanations: Readonly<Record<string, Explain>> = {
  MessageNotNewer: (_madeAt: bigint, last: bigint) =>
    fail(`a newer vector came before it, of ${formatUtc(last)}; nothing is lost`),
  MessageInFuture: (madeAt: bigint) =>
    wait(`it is of ${formatUtc(madeAt)}, which that chain's clock has not reached`),
  MessageTooOld: (ageSec: bigint, maxAgeSec: bigint) =>
    fail(
      `it is ${formatDuration(ageSec)} old, and ${formatDuration(maxAgeSec)} are allowed; anyone may send the vector again`,
      'send',
    ),
  HaltedMarket: (id: `0x${string}`) =>
    fail(
      `the guardian there has halted ${formatMarket(id)}; once it is resumed, send again`,
      'send',
    ),
  MarketUsesFallback: (id: `0x${string}`) =>
    fail(
      `the guardian there has put ${formatMarket(id)} on its fallback; once it is resumed, send again`,
      'send',
    ),
  UnknownMarket: (id: `0x${string}`) =>
    fail(
      `that chain has no market ${formatMarket(id)}; voters have to set it there first`,
      'deliver',
    ),
  MalformedMessage: () => fail('the receiver cannot read it'),
  NotMessenger: (account: string) =>
    fail(
      `the receiver does not trust the messenger ${account}; voters decide whom it trusts`,
      'deliver',
    ),
  NotTheSender: (_chainId: bigint, sender: string) =>
    fail(`the receiver does not listen to ${sender}`),
  NotThisChain: (chainId: bigint) => fail(`its calls are for chain ${chainId}`),
  NonceAhead: (nonce: bigint, next: bigint) =>
    wait(`record ${nonce} waits for record ${next}, which comes first`),
  NoncePast: () => fail('its record was scheduled before; nothing is lost'),
  BroughtBefore: () => fail('this messenger has brought the record before; nothing is lost'),
}

/** What it means that the receiver would say this to a message; undefined: it would take it. */
export function explainDelivery(refusal: Refusal | undefined): Standing {
  if (refusal === undefined) return wait('a relayer has to deliver it; anyone may')
  const { name = '', args } = refusal
  if (!Object.hasOwn(explanations, name)) {
    return fail(`the receiver refuses it (${name || 'without a reason'})`, 'deliver')
  }
  return (explanations[name] as (...of: readonly unknown[]) => Standing)(...args)
}
