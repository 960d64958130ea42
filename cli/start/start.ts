import { locateStack } from '../../client/network/findNetwork.ts'
import { isPackaged } from '../../files/installation.ts'
import { formatMinute } from '../../market/formatMinute.ts'
import { HOUR_SEC, SEGMENT_SEC } from '../../observation/periods.ts'
import { portfolioNames } from '../../stack/portfolio/portfolioNames.ts'
import { openRecording, shippedMarket } from '../market/openRecording.ts'
import { findDay, readMarketTime, requirePlayable, selectDay } from '../market/readDay.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { readSpeed } from '../program/readOptions.ts'
import { stackPlace } from '../stack/stackFolder.ts'

/** Slower than this the day is a long one, faster the replicas' blocks would come before their answers. */
const MAX_SPEED = 240
/**
 * How long before the watched time the replay begins at least: an observation takes fifteen segments, and one may be under way as
 * it begins.
 */
const WARM_UP_SEC = 16n * SEGMENT_SEC
/**
 * Of the first segment: the vote that adds the market ends some 20 s after the segment began, and a block that was recorded before that
 * has no place on the chain any more.
 */
const VOTED_SEC = 45n

/** Of the shipped market, where a portfolio or a second chain is shown: the shock, an hour before it and an hour after. */
const portfolioSpan = { from: '06:00', to: '09:30' }

/** `gimbal start`: everything at work on a recorded market. */
export const startCommand = defineCommand({
  meta: {
    name: 'start',
    description: 'Run everything on a recorded market: stack, vote, replicas, vaults',
    examples: [
      'gimbal start',
      'gimbal start --once --from 06:30 --to 08:30',
      'gimbal start --portfolio carry',
      'gimbal start --chains 2',
    ],
  },
  args: {
    once: { type: 'boolean', description: 'End after the summary; status 0 if every check passed' },
    json: { type: 'boolean', description: 'Print the summary as one JSON object' },
    portfolio: {
      type: 'string',
      valueHint: 'NAME',
      default: 'mix',
      description:
        `Which vaults: mix, half ether on one pool beside plain rules; or ${portfolioNames.join(' or ')}, a position on ` +
        'other venues beside its unhedged and its plainly hedged twin',
    },
    chains: {
      type: 'enum',
      options: ['1', '2'],
      valueHint: 'N',
      default: '1',
      description:
        'With 2 a second chain takes its parameters from the first, and both are shown side by side',
    },
    market: {
      type: 'string',
      valueHint: 'NAME|DIR',
      default: shippedMarket,
      description: 'The recorded market, shipped or a folder of yours; gas is paid in its asset',
    },
    from: {
      type: 'string',
      valueHint: 'TIME',
      description:
        'From when on vaults may trade, HH:MM or a date and time, UTC (default: as soon as it can; of a portfolio or two chains on the ' +
        `shipped market ${portfolioSpan.from})`,
    },
    to: {
      type: 'string',
      valueHint: 'TIME',
      description: `End of it, UTC (default: that of the market, or ${portfolioSpan.to})`,
    },
    speed: {
      type: 'string',
      valueHint: 'N',
      default: '150',
      description: `How many times faster than the market was, up to ${MAX_SPEED}`,
    },
    replicas: {
      type: 'enum',
      options: ['2', '3'],
      valueHint: 'N',
      default: '3',
      description:
        'How many of the three reporters have a replica: 2 are enough, and leave a place for yours',
    },
    dir: { type: 'string', valueHint: 'DIR', description: `Its folder (default: ${stackPlace})` },
  },
  async run({ once = false, json = false, portfolio: portfolioText, market, dir, ...times }) {
    const portfolio = chooseOne('portfolio', portfolioText, ['mix', ...portfolioNames])
    if (portfolio !== 'mix' && isPackaged) {
      throw new UsageError(
        `--portfolio ${portfolio} runs on contracts that others published, which only a checkout has; run \`npm start -- --portfolio ${portfolio}\` in one, or leave it out here`,
      )
    }
    const { speed: speedText, replicas, chains } = times
    if (chains === '2' && isPackaged) {
      throw new UsageError(
        '--chains 2 runs on bridges that others published, which only a checkout has; run `npm start -- --chains 2` in one, or leave it out here',
      )
    }
    const isSpanned = (portfolio !== 'mix' || chains === '2') && market === shippedMarket
    const from = times.from ?? (isSpanned ? portfolioSpan.from : undefined)
    const to = times.to ?? (isSpanned ? portfolioSpan.to : undefined)
    const speed = readSpeed(speedText)
    if (speed > MAX_SPEED) {
      throw new UsageError(
        `--speed is ${speedText}; give at most ${MAX_SPEED}, as replicas need time`,
      )
    }
    const recording = await openRecording(market)
    requirePlayable(recording)
    const dayAt = findDay(recording)
    const firstAt = recording.blocks[0]?.at ?? 0n
    const watchAt = from === undefined ? firstAt + WARM_UP_SEC : readMarketTime('from', from, dayAt)
    if (watchAt < firstAt + WARM_UP_SEC) {
      const least = formatMinute(firstAt + WARM_UP_SEC + 59n)
      throw new UsageError(
        `--from is ${from}; give ${least} or later, as the first observation takes half an hour`,
      )
    }
    // Two minutes before an hour: a market counts the hours that it has seen whole, with the segment before.
    const offset = BigInt(recording.start.segmentOffsetSec)
    const latest = watchAt - WARM_UP_SEC
    const beginAt = latest - ((latest - offset + SEGMENT_SEC) % HOUR_SEC)
    const toAt = to === undefined ? undefined : readMarketTime('to', to, dayAt)
    const day = selectDay(recording, beginAt + VOTED_SEC, toAt)
    if (watchAt >= day.to) {
      throw new UsageError(`--from is not before --to; give an earlier --from`)
    }
    const folder = locateStack(dir)
    // Imported only here: this module loads Hardhat and a database, which no other command needs.
    const { runStart } = await import('./runStart.ts')
    return runStart({
      portfolio,
      folder,
      chains: chains === '2' ? 2 : 1,
      day,
      watchAt,
      speed,
      replicaCount: Number(replicas),
      once,
      json,
    })
  },
})
