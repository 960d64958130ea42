import type { BotConfigText } from '../../bot/index.ts'
import { localAccounts } from '../local/accounts.ts'
import { choosePort, LOCALHOST } from '../local/choosePort.ts'
import type { Stack } from '../local/stack.ts'
import { toPriceSettings } from '../prices/toPriceSettings.ts'
import { type BotProcess, startBotProcess } from './startBotProcess.ts'

/**
 * Starts a replica for each of the first `count` reporters, under the stack's care: each with its own key, journal and
 * port, and the others as its peers. They use the chain's time only.
 *
 * @param speed - How many times faster than the day the chain runs: blocks come that much closer.
 */
export async function startReplicas(
  stack: Stack,
  speed: number,
  count: number = localAccounts.reporters.length,
): Promise<BotProcess[]> {
  const reporters = localAccounts.reporters.slice(0, count)
  const ports: { sign: number; http: number }[] = []
  for (const _ of reporters) {
    const name = 'a replica'
    ports.push({
      sign: await choosePort(name, undefined),
      http: await choosePort(name, undefined),
    })
  }
  const starting = reporters.map((account, at) => {
    const name = `replica-${at + 1}`
    const own = ports[at] ?? { sign: 0, http: 0 }
    const peers = ports.filter((_, other) => other !== at)
    return startBotProcess({
      stack,
      speed,
      name,
      account,
      httpPort: own.http,
      createConfig: (common) =>
        Object.assign({}, common, createReplicaSettings(stack, own, peers, common.submit.key)),
    })
  })
  const replicas = await Promise.all(starting)
  await stack.publish({
    replicaUrls: replicas.map(({ url }) => url),
    signUrls: ports.map(formatSignUrl),
  })
  return replicas
}

function createReplicaSettings(
  { urls, prices }: Stack,
  own: { sign: number },
  peers: readonly { sign: number }[],
  key: { variable: string },
) {
  return {
    // Five minutes of the market are some seconds here.
    index: {
      endpoints: [{ url: urls.graphql ?? '' }],
      // anvil may answer for its latest block with the state of the one that it is mining.
      confirmations: 1,
      maxLagBlocks: 25,
      maxLag: '300 s',
    },
    markets: ['weth-usd'],
    decide: { deadBand: '5 %', heartbeat: '600 s', maxObservationAge: '600 s' },
    reporter: { key },
    peers: peers.map((peer) => ({ url: formatSignUrl(peer) })),
    sign: { port: own.sign },
    // Ten blocks for each replica before.
    turns: { takeover: '120 s', peerTimeoutMs: 3_000 },
    ...(prices && { prices: toPriceSettings(prices) }),
  } satisfies Partial<BotConfigText>
}

function formatSignUrl({ sign }: { sign: number }): string {
  return `http://${LOCALHOST}:${sign}/v1/sign`
}
