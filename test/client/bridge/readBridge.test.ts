import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readBridge } from '../../../client/bridge/readBridge.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { AWAY, BridgedChains, DELAY_SEC, HOME } from './support/bridgedChains.ts'

const patience = 300_000

let chains: BridgedChains

beforeAll(async () => {
  chains = await BridgedChains.start()
}, patience)

afterAll(() => chains?.stop())

async function read() {
  const { network, home, connectRemote } = chains
  const now = await readBridge(network, home as never, connectRemote, [LOCAL_MARKET_ID])
  if (now === undefined) throw new Error('the network has no bridge')
  return now
}

/** Each test goes on where the one before it ended. */
describe('what is between two chains', { timeout: patience }, () => {
  test('default: without a message the chain away answers with its fallback', async () => {
    const { chains: read_, markets, messages, records } = await read()
    expect(read_.map(({ name, chainId, isHome }) => [name, chainId, isHome])).toEqual([
      [HOME.name, HOME.chainId, true],
      [AWAY.name, AWAY.chainId, false],
    ])
    const [market] = markets
    expect(market?.home.status).toBe('active')
    expect(market?.away.get(AWAY.chainId)).toMatchObject({
      status: 'fallback',
      ageSec: undefined,
      isAwaitingEvidence: true,
      held: [],
    })
    expect([messages, records]).toEqual([[], []])
  })

  test('default: a vector is under way until it is delivered, and then in force there', async () => {
    const sent = await chains.sendVector('axelar')
    const before = (await read()).messages[0]
    expect(before).toMatchObject({
      id: sent.messageId,
      kind: 'parameters',
      state: 'under-way',
      messenger: 'axelar',
      from: HOME,
      to: AWAY,
      nonce: 0n,
      marketId: LOCAL_MARKET_ID,
      repeat: 'deliver',
      reason: 'a relayer has to deliver it; anyone may',
    })
    expect(before?.received).toBeUndefined()
    await chains.deliver(sent, 'axelar')
    const { messages, markets } = await read()
    expect(messages[0]).toMatchObject({ id: sent.messageId, state: 'delivered', reason: undefined })
    expect(messages[0]?.received?.at).toBeGreaterThan(0n)
    const away = markets[0]?.away.get(AWAY.chainId)
    expect(away).toMatchObject({ status: 'active', isAwaitingEvidence: false })
    const reached = away?.held.map(({ field }) => field)
    for (const field of Object.keys(away?.values ?? {}) as never[]) {
      const isHeld = reached?.includes(field)
      expect(away?.values[field] === markets[0]?.home.values[field]).toBe(!isHeld)
    }
  })

  test('default: an older one that comes later is of no use, and nothing has to be done', async () => {
    const late = await chains.sendVector('axelar')
    // It names it as axelar named the first one, which was delivered: each counts from 0.
    const other = await chains.sendVector('hyperlane')
    // Of the same evidence, and so is what was taken before.
    const { messages } = await read()
    for (const [messenger, { messageId }] of [
      ['axelar', late],
      ['hyperlane', other],
    ] as const) {
      const found = messages.find((one) => one.id === messageId && one.messenger === messenger)
      expect(found).toMatchObject({
        state: 'failed',
        repeat: undefined,
        reason: expect.stringContaining('a newer vector came before it'),
      })
    }
  })

  test('default: one that waited too long failed, and anyone may send again', async () => {
    await chains.pass(60)
    await chains.push()
    const { messageId } = await chains.sendVector('hyperlane')
    const { maxAgeSec } = (await read()).markets[0]?.away.get(AWAY.chainId) ?? {}
    await chains.pass(Number(maxAgeSec) + 60)
    const now = await read()
    expect(now.messages.find(({ id }) => id === messageId)).toMatchObject({
      state: 'failed',
      repeat: 'send',
      reason: expect.stringContaining('anyone may send the vector again'),
    })
    expect(now.markets[0]?.away.get(AWAY.chainId)?.status).toBe('stale')
  })

  test('default: calls that were voted go through every step', async () => {
    const [target, data] = chains.resumeCall()
    const step = async () => (await read()).records[0]
    await chains.record([target], [data])
    expect(await step()).toMatchObject({
      chain: AWAY,
      nonce: 0n,
      step: 'recorded',
      broughtCount: 0,
      threshold: 2,
      carriers: [
        { messenger: 'axelar', state: 'recorded' },
        { messenger: 'hyperlane', state: 'recorded' },
      ],
    })
    // To a receiver of a stranger's: the record is brought nowhere by that.
    const { trader } = localAccounts
    await chains.post('axelar', 0n, [target], [data], trader.address)
    expect(await step()).toMatchObject({ step: 'recorded', carriers: [{ state: 'recorded' }, {}] })
    const first = await chains.post('axelar', 0n, [target], [data])
    expect(await step()).toMatchObject({ step: 'posted', carriers: [{ state: 'under-way' }, {}] })
    await chains.deliver(first, 'axelar')
    expect(await step()).toMatchObject({
      step: 'brought',
      broughtCount: 1,
      carriers: [{ state: 'delivered' }, { state: 'recorded' }],
    })
    const again = await chains.post('axelar', 0n, [target], [data])
    const doubled = (await read()).messages.find(({ id }) => id === again.messageId)
    expect(doubled).toMatchObject({ state: 'failed', repeat: undefined, recordNonce: 0n })
    await chains.deliver(await chains.post('hyperlane', 0n, [target], [data]), 'hyperlane')
    const scheduled = await step()
    expect(scheduled).toMatchObject({ step: 'scheduled', broughtCount: 2 })
    expect((scheduled?.readyAt ?? 0n) - (scheduled?.scheduled?.at ?? 0n)).toBe(BigInt(DELAY_SEC))
    await chains.pass(DELAY_SEC)
    expect(await step()).toMatchObject({ step: 'ready' })
    await chains.execute(0n, [target], [data])
    const executed = await step()
    expect(executed).toMatchObject({ step: 'executed', readyAt: undefined })
    expect(executed?.executed?.at).toBeGreaterThanOrEqual(scheduled?.readyAt ?? 0n)
  })

  test('behavior: a record that comes before an earlier one waits for it', async () => {
    const [target, data] = chains.resumeCall()
    await chains.record([target], [data])
    await chains.record([target], [data])
    const { messageId } = await chains.post('axelar', 2n, [target], [data])
    const { messages } = await read()
    expect(messages.find(({ id }) => id === messageId)).toMatchObject({
      state: 'under-way',
      reason: 'record 2 waits for record 1, which comes first',
    })
  })

  test('behavior: a chain that nobody reads leaves its part unknown', async () => {
    const { network, home } = chains
    const now = await readBridge(network, home as never, async () => undefined, [LOCAL_MARKET_ID])
    expect(now?.messages.every(({ state }) => state === 'unknown')).toBe(true)
    expect(now?.markets[0]?.away.size).toBe(0)
    expect(now?.records.map(({ step }) => step)).toEqual(['unknown', 'recorded', 'unknown'])
  })

  test('error: a chain whose node fails says why, and the others are told', async () => {
    const failure = new Error('down')
    const fail = () => Promise.reject(failure)
    const now = await readBridge(chains.network, chains.home as never, fail, [LOCAL_MARKET_ID])
    expect(now?.chains.map((chain) => [chain.isHome, chain.failure])).toEqual([
      [true, undefined],
      [false, failure],
    ])
    expect(now?.markets[0]?.home.status).toBeDefined()
  })

  test('behavior: a network without a bridge has nothing to tell', async () => {
    const network = Object.assign({}, chains.network, { bridge: undefined, remotes: [] })
    expect(
      await readBridge(network, chains.home as never, chains.connectRemote, []),
    ).toBeUndefined()
  })
})
