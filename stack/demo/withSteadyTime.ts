import type { ChainClient } from '../local/chainClient.ts'

/** Runs something with a second between blocks, however long it takes here: the same start gives the same chain. */
export async function withSteadyTime<Result>(
  client: ChainClient,
  run: () => Promise<Result>,
): Promise<Result> {
  await client.setBlockTimestampInterval({ interval: 1 })
  try {
    return await run()
  } finally {
    await client.removeBlockTimestampInterval()
  }
}
