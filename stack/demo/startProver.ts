import { choosePort } from '../local/choosePort.ts'
import type { Stack } from '../local/stack.ts'
import type { PreparedProver } from './prepareProver.ts'
import { type BotProcess, startBotProcess } from './startBotProcess.ts'

/**
 * Starts a prover beside the replicas, under the stack's care: it has the market's contract measure and push, and needs neither the
 * index nor peers.
 *
 * @param speed - How many times faster than the day the chain runs: blocks come that much closer.
 */
export async function startProver(
  stack: Stack,
  speed: number,
  { account }: PreparedProver,
): Promise<BotProcess> {
  return startBotProcess({
    stack,
    speed,
    name: 'prover',
    account,
    httpPort: await choosePort('a prover', undefined),
    createConfig: (common) =>
      Object.assign({}, common, {
        mode: 'prover',
        markets: ['weth-usd-proven'],
        decide: { deadBand: '5 %', heartbeat: '600 s' },
        // The most that it takes: a second here is minutes there, and hints are good for two.
        hints: { margin: '60 s' },
      }),
  })
}
