import { locateStack } from '../../client/network/findNetwork.ts'
import { formatMinute } from '../../market/formatMinute.ts'
import { readDay } from '../market/readDay.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { readSpeed, readTimeOfDay } from '../program/readOptions.ts'

/** Slower than this the day is a long one, faster the replicas' blocks would come before their answers. */
const MAX_SPEED = 120
const HOUR_SEC = 3_600n
/**
 * How long before the watched time the replay begins at least: the pool has to remember half an hour when the vaults get
 * their money, which is 25 minutes before it is watched.
 */
const WARM_UP_SEC = HOUR_SEC
/** Before the hour: the variance of a whole hour needs the segment before it. */
const SEGMENT_BEFORE_SEC = 120n

/** `gimbal start`: everything at work on a recorded day. */
export const startCommand = defineCommand({
  meta: {
    name: 'start',
    description: 'Run everything on a recorded market day: stack, vote, replicas, vaults',
    examples: ['gimbal start', 'gimbal start --once --from 21:30 --to 22:10'],
  },
  args: {
    once: { type: 'boolean', description: 'End after the summary; status 0 if every check passed' },
    json: { type: 'boolean', description: 'Print the summary as one JSON object' },
    from: {
      type: 'string',
      valueHint: 'HH:MM',
      default: '21:00',
      description: 'First minute, UTC',
    },
    to: { type: 'string', valueHint: 'HH:MM', default: '22:30', description: 'End of it, UTC' },
    speed: {
      type: 'string',
      valueHint: 'N',
      default: '40',
      description: 'How many times faster than the day was, up to 120',
    },
    dir: { type: 'string', valueHint: 'DIR', description: 'Its folder (default: build/stack)' },
  },
  async run({ once = false, json = false, from, to, speed: speedText, dir }) {
    const speed = readSpeed(speedText)
    if (speed > MAX_SPEED) {
      throw new UsageError(
        `--speed is ${speedText}; give at most ${MAX_SPEED}, as replicas need time`,
      )
    }
    const watchSec = readTimeOfDay('from', from)
    const warmUpSec = watchSec - WARM_UP_SEC
    const beginSec = warmUpSec - (warmUpSec % HOUR_SEC) - SEGMENT_BEFORE_SEC
    if (beginSec < 0n) {
      throw new UsageError(`--from is ${from}; give 02:00 or later, as the warm-up needs two hours`)
    }
    const day = readDay('default', formatMinute(beginSec).slice(-5), to)
    const watchAt = day.from + watchSec - beginSec
    if (watchAt >= day.to)
      throw new UsageError(`${from} is not before ${to}; give an earlier --from`)
    const folder = locateStack(dir)
    // Imported only here: this module loads Hardhat and a database, which no other command needs.
    const { runStart } = await import('./runStart.ts')
    return runStart({ folder, day, watchAt, speed, once, json })
  },
})
