import { type Address, encodeAbiParameters, encodeFunctionData } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { governanceReceiverAbi, messengerAbi, remoteParametersAbi } from '../../abi/index.ts'
import { type Attestor, nameMessage, type SentMessage } from '../../bot/relayer/bridges/bridge.ts'
import { bridges } from '../../bot/relayer/bridges/index.ts'
import { readSentMessages } from '../../bot/relayer/readSentMessages.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { send } from '../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { AWAY_CHAIN_ID, type ChainsWorld, startChainsWorld } from './support/chainsWorld.ts'
import { openTestRelayer, type TestRelayer } from './support/openTestRelayer.ts'

const ACTIVE = 1
const DAY_SEC = 86_400

let world: ChainsWorld
const open: TestRelayer[] = []

const openRelayer: typeof openTestRelayer = async (...args) => {
  const relayer = await openTestRelayer(...args)
  open.push(relayer)
  return relayer
}

beforeAll(async () => {
  world = await startChainsWorld()
})

afterAll(async () => {
  for (const relayer of open) await relayer.close()
  await world?.stop()
})

const messengerOf = (name: string) =>
  world.deployed.bridge.messengers.find((one) => one.name === name)?.address as Address

const readState = () =>
  world.away.readContract({
    address: world.deployed.remote.contracts.remoteParameters as Address,
    abi: remoteParametersAbi,
    functionName: 'marketState',
    args: [LOCAL_MARKET_ID],
  })

/** New evidence at home, told by a messenger; the message that says so. */
async function tell(name: string): Promise<SentMessage> {
  await world.pass(12)
  await world.push()
  const hash = await world.sendVector(messengerOf(name))
  const { logs } = await world.home.getTransactionReceipt({ hash })
  return readSentMessages(logs, world.stack.chainId)[0] as SentMessage
}

describe('messages between two chains', () => {
  test('P-208 too few signatures: both bridges refuse, and nothing moves', async () => {
    const attestor = world.createAttestor({ signatures: 1 })
    const relayer = await openRelayer(world, { attestor })
    const before = await readState()
    const sent = [await tell('axelar'), await tell('hyperlane')]
    await relayer.settle()
    expect(relayer.countTaken()).toBe(0)
    expect(await readState()).toEqual(before)
    const held = relayer.lines.filter(({ event }) => event === 'held')
    expect(held.map(({ key }) => key)).toEqual(
      expect.arrayContaining(sent.map((message) => `deliver ${nameMessage(message)}`)),
    )
  })

  test('P-208 late and out of order: the newest is taken, and what is older is refused by name', async () => {
    const older = await tell('axelar')
    const newer = await tell('hyperlane')
    // The older one is held up by its bridge until the newer one is there.
    const whole = world.createAttestor()
    let isHeldUp = true
    const attestor: Attestor = {
      attest: async (request) =>
        isHeldUp && request.messageId === older.messageId
          ? { pending: 'held up' }
          : whole.attest(request),
    }
    const relayer = await openRelayer(world, { attestor })
    await relayer.until(async () =>
      relayer.lines.some(
        ({ event, messageId }) => event === 'delivered' && messageId === newer.messageId,
      ),
    )
    expect((await world.readAway()).status).toBe(ACTIVE)
    const { madeAt } = await readState()
    isHeldUp = false
    await world.pass(60)
    await relayer.until(async () =>
      relayer.lines.some(
        ({ event, messageId, refusal }) =>
          event === 'refused' && messageId === older.messageId && refusal === 'MessageNotNewer',
      ),
    )
    expect((await readState()).madeAt).toBe(madeAt)
  })

  test('P-208 doubled: a delivery is refused by the bridge, and a second relayer finds nothing to do', async () => {
    const message = await tell('hyperlane')
    const first = await openRelayer(world)
    await first.until(async () => (await readState()).madeAt > 0 && first.countTaken('deliver') > 0)
    await first.settle()
    const state = await readState()
    const second = await openRelayer(world)
    await second.settle()
    expect(second.countTaken()).toBe(0)
    const ends = createEnds('hyperlane')
    const delivery = await bridges.hyperlane.findCall(message, ends, world.createAttestor())
    if (delivery.type !== 'call') throw new Error('there is no proof')
    const again = world.away.call({ account: localAccounts.operator.address, ...delivery.call })
    await expect(again).rejects.toThrow(/already delivered/)
    expect(await readState()).toEqual(state)
  })

  test('P-208 from a stranger: refused by messenger and receiver by name', async () => {
    const { contracts } = world.deployed.remote
    const stranger = localAccounts.trader
    const state = await readState()
    const payload = encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'uint256' }, { type: 'address' }],
      [LOCAL_MARKET_ID, 1n, stranger.address],
    )
    const direct = world.away.simulateContract({
      account: stranger,
      address: contracts.remoteParameters as Address,
      abi: remoteParametersAbi,
      functionName: 'receiveMessage',
      args: [
        BigInt(world.stack.chainId),
        world.deployed.bridge.parametersSender as Address,
        payload,
      ],
    })
    await expect(direct).rejects.toThrow(/NotMessenger/)
    // Anybody may send by a messenger: the receiver is told who it was.
    for (const receiver of [contracts.remoteParameters, contracts.governanceReceiver]) {
      await send(world.home, stranger, {
        address: messengerOf('axelar'),
        abi: messengerAbi,
        functionName: 'send',
        args: [BigInt(AWAY_CHAIN_ID), receiver, payload],
      })
    }
    const relayer = await openRelayer(world)
    await relayer.settle()
    const refusals = relayer.lines.filter(({ refusal }) => refusal === 'NotTheSender')
    expect(new Set(refusals.map(({ messageId }) => messageId)).size).toBe(2)
    expect(relayer.countTaken()).toBe(0)
    expect(await readState()).toEqual(state)
  })

  test('P-208 a lost message is sent again, by the next bridge', async () => {
    // Axelar's signers see nothing any more.
    const whole = world.createAttestor()
    const attestor: Attestor = {
      attest: async (request) =>
        request.bridge === 'axelar' ? { pending: 'lost' } : whole.attest(request),
    }
    const relayer = await openRelayer(world, { attestor, markets: ['weth-usd'] })
    await relayer.settle()
    await world.pass(3_601)
    await world.push()
    const { madeAt } = await readState()
    await relayer.settle()
    expect((await readState()).madeAt).toBe(madeAt)
    // After `repeat.lost`, also while anyone sends by the bridge that loses.
    await world.pass(3_601)
    await world.sendVector(messengerOf('axelar'))
    await relayer.until(async () => (await readState()).madeAt > madeAt)
  })

  test('P-208 a reorg of the sending chain: what it took back is brought nowhere', async () => {
    const { home } = world
    const depth = 4
    const attestor = world.createAttestor({ homeDepth: BigInt(depth) })
    const relayer = await openRelayer(world, { attestor, homeDepth: depth })
    await relayer.settle()
    const taken = relayer.countTaken()
    const state = await readState()
    await world.pass(12)
    await world.push()
    const snapshot = await home.snapshot()
    await world.sendVector(messengerOf('hyperlane'))
    await relayer.settle()
    await home.revert({ id: snapshot })
    await home.mine({ blocks: depth + 2 })
    await relayer.settle()
    expect(relayer.countTaken()).toBe(taken)
    expect(await readState()).toEqual(state)
    // Sent again on the chain that stays, it is brought once it is deep.
    await world.sendVector(messengerOf('hyperlane'))
    await relayer.settle()
    expect(relayer.countTaken()).toBe(taken)
    await home.mine({ blocks: depth })
    await relayer.until(async () => (await readState()).madeAt > state.madeAt)
  })

  test('P-208 a chain down for a day: its market ends in the fallback, and is brought back by the newest message', async () => {
    const relayer = await openRelayer(world, { markets: ['weth-usd'] })
    await relayer.settle()
    // Away, a day passes; at home, evidence comes and is sent, and nothing is brought.
    for (let part = 0; part < 4; part++) {
      await world.pass(DAY_SEC / 4)
      await world.push()
      await world.sendVector(messengerOf('hyperlane'))
    }
    expect((await world.readAway()).status).not.toBe(ACTIVE)
    const late = await openRelayer(world, { markets: ['weth-usd'] })
    await late.until(async () => (await world.readAway()).status === ACTIVE)
    await late.settle()
    // Of those that were sent in vain only the newest is brought.
    expect(late.countTaken('deliver')).toBeLessThanOrEqual(2)
    const { madeAt } = await readState()
    expect(madeAt).toBeGreaterThan(0)
  })

  test('P-208 governance by one bridge alone is not scheduled', async () => {
    const whole = world.createAttestor()
    const attestor: Attestor = {
      attest: async (request) =>
        request.bridge === 'axelar' ? { pending: 'lost' } : whole.attest(request),
    }
    const { remoteParameters, governanceReceiver } = world.deployed.remote.contracts
    const data = encodeFunctionData({
      abi: remoteParametersAbi,
      functionName: 'resume',
      args: [LOCAL_MARKET_ID],
    })
    await world.vote([remoteParameters as Address], [data])
    const relayer = await openRelayer(world, { attestor })
    await relayer.settle()
    await world.pass(121)
    await relayer.settle()
    const readNext = () =>
      world.away.readContract({
        address: governanceReceiver as Address,
        abi: governanceReceiverAbi,
        functionName: 'nextNonce',
      })
    expect(relayer.countTaken('post')).toBe(2)
    expect(await readNext()).toBe(0n)
    const other = await openRelayer(world)
    await other.until(async () => (await readNext()) === 1n)
    await world.pass(121)
    await other.until(async () => other.countTaken('execute') === 1)
  })
})

/** Both ends of a bridge, asked without a relayer. */
function createEnds(name: 'axelar' | 'hyperlane') {
  const { home, away, deployed, stack } = world
  const find = (list: readonly { name: string; address: string }[]) =>
    list.find((one) => one.name === name)?.address as Address
  return {
    source: {
      chainId: stack.chainId,
      messenger: find(deployed.bridge.messengers),
      ask: (_: string, ask: (client: never) => never) => ask(home as never),
    },
    destination: {
      chainId: AWAY_CHAIN_ID,
      messenger: find(deployed.remote.messengers),
      ask: (_: string, ask: (client: never) => never) => ask(away as never),
    },
  } as never
}
