/** What it takes to bring a market's vector to another chain by each bridge: gas of each transaction, and blocks. */
import type { Address } from 'viem'
import { localAccounts } from '../stack/local/accounts.ts'
import { readArtifact } from '../stack/local/artifacts.ts'
import { deployArtifact } from '../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../stack/local/localMarket.ts'
import { type ChainsWorld, startChainsWorld } from '../test/chains/support/chainsWorld.ts'
import { openTestRelayer, type TestRelayer } from '../test/chains/support/openTestRelayer.ts'
import type { Bench, Figure } from './figure.ts'
import { gasFigure } from './support/gasFigure.ts'

/** Of both: for a message whose counters are no longer zero. */
const SEND_AIM = 90_000
const DELIVER_AIM = 160_000
const READ_AIM = 5_700
/** More than any delivery takes. */
const MOST_BLOCKS = 20
/** Turns of the relayer between two blocks: it finds all that can be found. */
const TURNS_A_BLOCK = 4
/** An epoch of the local market and a minute: fields may move again. */
const EPOCH_SEC = 660

const measureChains: Bench = async () => {
  const world = await startChainsWorld()
  try {
    const relayer = await openTestRelayer(world)
    try {
      const figures: Figure[] = []
      for (const { name, address } of world.deployed.bridge.messengers) {
        figures.push(...(await measureBridge(world, relayer, name, address as Address)))
      }
      return [...figures, gasFigure('remote-read', await measureRead(world), { aim: READ_AIM })]
    } finally {
      await relayer.close()
    }
  } finally {
    await world.stop()
  }
}

export default measureChains

async function measureBridge(
  world: ChainsWorld,
  relayer: TestRelayer,
  name: string,
  messenger: Address,
): Promise<Figure[]> {
  // The first message fills slots that every later one finds filled.
  await bring(world, relayer, messenger)
  const { sendGas, deliveries, blocks } = await bring(world, relayer, messenger)
  const deliver = deliveries.reduce((sum, gas) => sum + gas, 0)
  const parts = deliveries.length > 1 ? deliveries : []
  return [
    gasFigure(`${name}-send`, sendGas, { aim: SEND_AIM }),
    gasFigure(`${name}-deliver`, deliver, { aim: DELIVER_AIM }),
    ...parts.map((gas, at) => gasFigure(`${name}-deliver-${at + 1}-of-${parts.length}`, gas)),
    { name: `${name}-blocks`, value: blocks, unit: 'blocks', better: 'lower' },
  ]
}

/** Brings one vector that moves fields, both chains making a block at a time. */
async function bring(world: ChainsWorld, relayer: TestRelayer, messenger: Address) {
  const { home, away } = world
  await world.pass(EPOCH_SEC)
  await world.push()
  const hash = await world.sendVector(messenger)
  const { gasUsed } = await home.getTransactionReceipt({ hash })
  const from = await away.getBlockNumber()
  const before = relayer.countTaken()
  for (const client of [home, away]) await client.setAutomine(false)
  // The block of the message is the first.
  let blocks = 1
  while ((await world.readAway()).ageSec > EPOCH_SEC / 2) {
    for (let turn = 0; turn < TURNS_A_BLOCK; turn++) await relayer.step()
    for (const client of [home, away]) await client.mine({ blocks: 1 })
    blocks++
    if (blocks > MOST_BLOCKS) throw new Error('the message is not brought')
  }
  for (const client of [home, away]) await client.setAutomine(true)
  await relayer.settle()
  if (relayer.countTaken() === before) throw new Error('another relayer was first')
  return { sendGas: Number(gasUsed), deliveries: await readGas(world, from), blocks }
}

/** Gas of each transaction away since a block. */
async function readGas({ away }: ChainsWorld, from: bigint): Promise<number[]> {
  const gas: number[] = []
  const latest = await away.getBlockNumber({ cacheTime: 0 })
  for (let number = from + 1n; number <= latest; number++) {
    const { transactions } = await away.getBlock({ blockNumber: number })
    for (const hash of transactions) {
      gas.push(Number((await away.getTransactionReceipt({ hash })).gasUsed))
    }
  }
  return gas
}

/** A protocol's first read in a transaction. */
async function measureRead({ away, deployed }: ChainsWorld): Promise<number> {
  const artifact = readArtifact('tools/GasMeter')
  const meter = await deployArtifact(away, localAccounts.deployer, 'GasMeter', artifact)
  const { result } = await away.simulateContract({
    address: meter,
    abi: artifact.abi,
    functionName: 'readParametersGas',
    args: [deployed.remote.contracts.remoteParameters, LOCAL_MARKET_ID],
    account: localAccounts.deployer,
  })
  const gas = Array.isArray(result) ? result[0] : result
  return Number(gas)
}
