import { isAddress } from 'viem'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { readPort } from '../program/readOptions.ts'
import { requireHttpUrl } from '../program/requireHttpUrl.ts'
import { serve } from './serve.ts'
import { watch, watchConfig } from './watch.ts'

const DEFAULT_MARKET = 'ethereum-2022-05-12'

/** `gimbal prices`: listens to a stream of signed prices, or is one, until a signal ends it. */
export const pricesCommand = defineCommand({
  meta: {
    name: 'prices',
    description: 'Watch a stream of signed prices, or serve one with test keys (docs/prices.md)',
    examples: [
      'gimbal prices serve',
      'gimbal prices watch --url ws://127.0.0.1:9480/api/v1/ws',
      'gimbal prices watch --config replica.yaml --json',
    ],
  },
  args: {
    action: { type: 'positional', required: false, description: 'watch, or serve' },
    config: {
      type: 'string',
      valueHint: 'FILE',
      description: "For watch: a replica's or a keeper's configuration that has prices",
    },
    url: {
      type: 'string',
      valueHint: 'URL',
      description: 'For watch: a source with the test keys of `gimbal prices serve`',
    },
    count: {
      type: 'string',
      valueHint: 'N',
      description: 'For watch: end after so many prices',
    },
    json: { type: 'boolean', description: 'For watch: one JSON object a line' },
    market: {
      type: 'string',
      valueHint: 'NAME|DIR',
      description: `For serve: the recorded market whose prices it tells, from now on (default: ${DEFAULT_MARKET})`,
    },
    'rpc-url': {
      type: 'string',
      valueHint: 'URL',
      description:
        'A local chain. For serve: instead of a recorded market; for watch: its time counts, not the clock',
    },
    pool: {
      type: 'string',
      valueHint: 'ADDRESS',
      description: 'For serve: the pool of that chain whose price it tells',
    },
    port: {
      type: 'string',
      valueHint: 'PORT',
      default: '9480',
      description: 'For serve: on the loopback address',
    },
    rate: {
      type: 'string',
      valueHint: 'N',
      default: '5',
      description: 'For serve: reports a second, 1 to 50',
    },
  },
  async run({ action, config, url, count, json, market, pool, port, rate, 'rpc-url': rpcUrl }) {
    if (chooseOne('action', action, ['watch', 'serve']) === 'serve') {
      const perSecond = readCount('--rate', rate, 50)
      const of = readSubject(market, rpcUrl, pool)
      return serve({ of, port: readPort('port', port) ?? 0, perSecond })
    }
    if (rpcUrl !== undefined) requireHttpUrl('rpc-url', rpcUrl)
    if ((config === undefined) === (url === undefined)) {
      throw new UsageError('give --config FILE, or --url URL of a source with test keys')
    }
    const options = {
      most: count === undefined ? undefined : readCount('--count', count, 1_000_000),
      isJson: json ?? false,
      rpcUrl,
    }
    return config === undefined ? watch(url ?? '', options) : watchConfig(config, options)
  },
})

/** Whose prices are served. */
function readSubject(
  market: string | undefined,
  rpcUrl: string | undefined,
  pool: string | undefined,
) {
  if (rpcUrl === undefined && pool === undefined) return { market: market ?? DEFAULT_MARKET }
  if (rpcUrl === undefined || pool === undefined || market !== undefined) {
    throw new UsageError('--rpc-url and --pool belong together, and replace --market; give both')
  }
  requireHttpUrl('rpc-url', rpcUrl)
  if (!isAddress(pool)) throw new UsageError(`--pool is ${pool}; give an address`)
  return { rpcUrl, pool }
}

function readCount(flag: string, text: string, most: number): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && count >= 1 && count <= most) return count
  throw new UsageError(`${flag} is ${JSON.stringify(text)}; give a whole number, 1 to ${most}`)
}
