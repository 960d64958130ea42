import { readClockTime } from '../readClockTime.ts'
import type { Names, RowReader } from '../rowReader.ts'
import { defineTable, keepTime, type SourceFormat } from '../sourceFormat.ts'

const expiry: Names = ['expiry', 'expiration']
const type: Names = ['type', 'option_type']
const strike: Names = ['strike']
const forward: Names = ['forward', 'underlying_price']
const markVolatility: Names = ['mark_iv']
const bid: Names = ['bid', 'bid_price']
const ask: Names = ['ask', 'ask_price']
const mark: Names = ['mark', 'mark_price']
const delta: Names = ['delta']
const openInterest: Names = ['open_interest']

/** Deribit's contracts expire at 08:00 UTC. */
const EXPIRY_HOUR_SEC = 28_800

const dollars = { min: 1n, max: 10n ** 15n }
/** Quotes are in coins: a put far in the money costs many. */
const coins = { min: 0n, max: 10n ** 12n }

/** Quotes of whole option chains. */
export const optionChainFormat: SourceFormat = {
  name: 'option-chain',
  title:
    'whole option chains, one snapshot after the other: strike, expiry, forward, mark, bid, ask in coins',
  time: ['snapshot', 'timestamp', 'time'],
  needs: [expiry, type, strike, forward, markVolatility, bid, ask, mark],
  stepSec: 0,
  picks: [{ option: 'asset', names: ['asset', 'currency'] }],
  assumptions: [
    'an expiry without a time of the day is 08:00 UTC; bid, ask and mark are in coins; an empty bid or ask is 0',
    'an exchange takes no gas: the base fee is 0 where none is recorded',
  ],
  isGasFree: true,
  tables: [
    defineTable({
      kind: 'option',
      read: (row) => ({
        expiryAt: readExpiry(row),
        isCall: readType(row),
        strikeUsd6: row.decimal(strike, 6, dollars),
        forwardUsd6: row.decimal(forward, 6, dollars),
        markVolatilityPips: row.decimal(markVolatility, 6, { min: 1n, max: 100_000_000n }),
        bidPips9: row.optional(bid, 9, coins) ?? 0n,
        askPips9: row.optional(ask, 9, coins) ?? 0n,
        markPips9: row.decimal(mark, 9, coins),
        deltaPips: row.optional(delta, 6, { min: -1_000_000n, max: 1_000_000n }),
        openInterestE3: row.optional(openInterest, 3, { min: 0n }),
      }),
      build: keepTime,
    }),
  ],
}

function readExpiry(row: RowReader): bigint {
  const text = row.text(expiry)
  const time = readClockTime(text)
  if (time === undefined) throw row.refuse(expiry, 'a day as 2026-06-26, or a time of UTC')
  return BigInt(time.sec + (/^\d{4}-\d{2}-\d{2}$/.test(text) ? EXPIRY_HOUR_SEC : 0))
}

function readType(row: RowReader): bigint {
  const text = row.text(type)
  if (/^(c|call)$/i.test(text)) return 1n
  if (/^(p|put)$/i.test(text)) return 0n
  throw row.refuse(type, 'C or P')
}
