import type { PushSettings } from '../governance/findPushReason.ts'

/** The bot's own dead-band (bot/config.ts), 2 %. */
const DEAD_BAND_PIPS = 20_000n

/**
 * When a bot with settings of its own pushes: beyond its dead-band, and in time for two more epochs to pass before the value
 * expires, as its own checks want it. Seconds.
 */
export function assumePushSettings(market: { epochSec: bigint; maxAgeSec: bigint }): PushSettings {
  const { epochSec, maxAgeSec } = market
  const spareSec = maxAgeSec - 2n * epochSec
  return {
    deadBandPips: DEAD_BAND_PIPS,
    heartbeatSec: spareSec > 0n ? spareSec : maxAgeSec / 2n,
  }
}
