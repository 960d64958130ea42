// Which messages of a source are used, and which are dropped and why.
//
// Method:   what is cheap is checked first, and signatures last: whoever floods the stream with nonsense costs little.
//           Time strictly rises: of two reports of one second, the one with the higher signed number is the newer one.
//           A jump of the price is not judged: the signatures decide.

import type { Hex } from 'viem'
import type { PriceCodec, PricedReport, SignedPrice } from '../codec.ts'
import { ReportRefusedError } from '../errors.ts'
import type { StreamLimits } from './settings.ts'

interface ReportFilterOptions {
  codec: PriceCodec
  limits: Pick<StreamLimits, 'maxAgeSec' | 'maxAheadSec'>
  /** Unix seconds. */
  now(): number
}

/** A filter for one source. Calls must not overlap. */
export function createReportFilter({ codec, limits, now }: ReportFilterOptions) {
  const { maxAgeSec, maxAheadSec } = limits
  let last: PricedReport | undefined

  function requireTime(price: SignedPrice): void {
    const { observedAt, expiresAt } = price
    if (last !== undefined && !isNewer(price, last)) {
      const detail = `of ${observedAt}, the one before was of ${last.observedAt}`
      throw new ReportRefusedError('not-newer', detail)
    }
    const nowAt = now()
    if (observedAt > nowAt + maxAheadSec) {
      const detail = `${observedAt - nowAt} s ahead of the clock here, allowed are ${maxAheadSec} s; set the clock, or use another source`
      throw new ReportRefusedError('ahead', detail)
    }
    if (nowAt - observedAt > maxAgeSec) {
      const detail = `${nowAt - observedAt} s old, allowed are ${maxAgeSec} s`
      throw new ReportRefusedError('too-old', detail)
    }
    if (expiresAt <= nowAt) throw new ReportRefusedError('expired', `since ${expiresAt}`)
  }

  return {
    /** The last report that was used. */
    last: () => last,

    /**
     * The report in a message, once its signatures are known to count; undefined: the message holds none.
     *
     * @throws ReportRefusedError
     */
    async take(text: string): Promise<PricedReport | undefined> {
      const signedReport: Hex | undefined = codec.readMessage(text)
      if (signedReport === undefined) return undefined
      const price = codec.decode(signedReport)
      requireTime(price)
      await codec.checkSignatures(signedReport)
      last = { ...price, signedReport }
      return last
    },
  }
}

/** Whether one report comes after another in the order that is signed. */
export function isNewer(one: SignedPrice, other: SignedPrice): boolean {
  if (one.observedAt !== other.observedAt) return one.observedAt > other.observedAt
  return one.sequence > other.sequence
}
