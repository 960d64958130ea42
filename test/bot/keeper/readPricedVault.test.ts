import {
  createPublicClient,
  custom,
  decodeFunctionData,
  encodeErrorResult,
  encodeFunctionResult,
  type Hex,
  parseAbi,
} from 'viem'
import { describe, expect, test } from 'vitest'
import { positionVaultAbi, pricedVaultAbi } from '../../../abi/index.ts'
import { type ActionDraft, actionErrand, type KeptVault } from '../../../bot/keeper/actionErrand.ts'
import { createKeeper } from '../../../bot/keeper/createKeeper.ts'
import type { KeeperMonitor } from '../../../bot/keeper/createKeeperMonitor.ts'
import { createQueue } from '../../../bot/keeper/createQueue.ts'
import { readPricedVault, takesPrices } from '../../../bot/keeper/readPricedVault.ts'
import type { PriceDesk } from '../../../bot/prices/openPrices.ts'
import type { Endpoints } from '../../../bot/sources/createEndpoints.ts'
import { actionNames, actionReasons } from '../../../client/vaults/decodeActed.ts'

const address = '0x5FC8d32690cc91D4c39d9d3abcBD16989F875707'
const signedReport = '0x1234'
const vault: KeptVault = {
  name: 'straddle',
  address,
  kind: 'position',
  takesPrices: true,
  limitWei: undefined,
}
const due = (action: string, reason = 'none') => ({
  action: actionNames.indexOf(action as never),
  reason: actionReasons.indexOf(reason as never),
  status: 0,
  driftPips: 90_000,
  bandPips: 50_000,
  returnPips: 0,
  elapsedSec: 60,
  navQuote: 1_000n,
  heldQuote: 0n,
  targetQuote: 0n,
  tradeQuote: 90n,
})

/** What a vault does with a report: it acts, or it refuses with these bytes; undefined: it has no such function. */
type Answer = ReturnType<typeof due> | { refusal: Hex } | undefined

/** A node with one vault, that says of its mean price that nothing is due. */
function createClient(answerTo: (report: Hex) => Answer, meanDue = due('none', 'inside-band')) {
  return createPublicClient({
    transport: custom({
      async request({ method, params }) {
        if (method !== 'eth_call') throw new Error(`asked ${method}`)
        const abi = [...pricedVaultAbi, ...positionVaultAbi] as const
        const { functionName, args } = decodeFunctionData({ abi, data: params[0].data })
        if (functionName === 'previewAction') {
          return encodeFunctionResult({ abi: positionVaultAbi, functionName, result: meanDue })
        }
        const answer = answerTo((args as readonly [Hex])[0])
        if (answer !== undefined && 'action' in answer) {
          return encodeFunctionResult({
            abi: pricedVaultAbi,
            functionName: 'actWithPrice',
            result: answer,
          })
        }
        throw Object.assign(new Error('execution reverted'), {
          code: 3,
          data: answer?.refusal ?? '0x',
        })
      },
    }),
  })
}

const refuse = (reason: string) => {
  const args = [actionReasons.indexOf(reason as never)] as const
  const errorName = 'RebalanceRefused'
  return { refusal: encodeErrorResult({ abi: pricedVaultAbi, errorName, args }) }
}
const noFeed = { refusal: encodeErrorResult({ abi: pricedVaultAbi, errorName: 'NoPriceFeed' }) }
const tooOld = {
  refusal: encodeErrorResult({
    abi: parseAbi(['error PriceTooOld(uint256 ageSec, uint256 maxAgeSec)']),
    args: [90n, 60n],
  }),
}

/** The draft that a keeper sends for the vault, if any. */
async function keep(client: ReturnType<typeof createClient>, prices: PriceDesk | undefined) {
  const drafts: ActionDraft[] = []
  const head = { number: 7n, hash: '0x07', timestamp: 1_000n } as const
  const endpoints = {
    readHead: async () => ({ block: head, inUse: [0], problems: [] }),
    askEach: async (ask: (one: typeof client) => Promise<unknown>) => ({
      answers: [{ answer: await ask(client) }],
    }),
  }
  const nothing = () => {}
  const keeper = createKeeper({
    vaults: [vault],
    endpoints: endpoints as unknown as Endpoints,
    submitter: {
      async advance(draft) {
        if (draft !== undefined) drafts.push(draft)
        return { type: 'idle' }
      },
      checkBalance: async () => ({ balanceWei: 1n }),
    },
    queue: createQueue(() => 1_000),
    monitor: new Proxy({}, { get: () => nothing }) as KeeperMonitor,
    prices,
    onHead: nothing,
  })
  await keeper.step(false)
  return drafts
}

/** A stream whose freshest report is of a time. */
function createDesk(observedAt: number): PriceDesk & { reviews: number } {
  const report = { signedReport, observedAt } as const
  return {
    reviews: 0,
    review() {
      this.reviews++
    },
    freshest: (blockAt) => (observedAt <= Number(blockAt) ? (report as never) : undefined),
    close: async () => {},
  }
}

describe('P-217 a keeper has vaults act on the freshest report', () => {
  test('default: what is due at the signed price is sent with it, though nothing is at the mean price', async () => {
    const client = createClient((report) => (report === signedReport ? due('trade') : undefined))
    const desk = createDesk(999)
    const [draft] = await keep(client, desk)
    expect(draft).toEqual({ vault, action: 'trade', signedReport })
    expect(desk.reviews).toBe(1)
    const { to, data } = actionErrand.toCall(draft as ActionDraft)
    expect(to).toBe(address)
    expect(decodeFunctionData({ abi: pricedVaultAbi, data })).toEqual({
      functionName: 'actWithPrice',
      args: [signedReport],
    })
  })

  test('default: what is due at the mean price alone is left where the signed price says otherwise', async () => {
    const client = createClient(() => refuse('inside-band'), due('trade'))
    expect(await keep(client, createDesk(999))).toEqual([])
  })

  test.each([
    ['the stream is silent', undefined, () => due('trade')],
    ['the report is of after the latest block', createDesk(1_001), () => due('trade')],
    ['the feed refuses the report', createDesk(999), () => tooOld],
    ['the signed price is too far from the mean', createDesk(999), () => refuse('price-deviates')],
  ] as const)('behavior: the mean price counts if %s', async (_, desk, answer) => {
    const [draft] = await keep(createClient(answer, due('trade')), desk)
    expect(draft).toEqual({ vault, action: 'trade', signedReport: undefined })
    expect(actionErrand.toCall(draft as ActionDraft).data).toHaveLength(10)
  })

  test('default: which vaults take prices is found by asking them', async () => {
    const ask = (answer: Answer) =>
      takesPrices(
        createClient(() => answer),
        address,
      )
    expect(await ask(due('trade'))).toBe(true)
    expect(await ask(refuse('too-soon'))).toBe(true)
    expect(await ask(noFeed)).toBe(false)
    expect(await ask(undefined)).toBe(false)
  })

  test('error: a node that fails is no answer of the vault', async () => {
    const client = createPublicClient({
      transport: custom(
        { request: () => Promise.reject(new Error('the node is gone')) },
        { retryCount: 0 },
      ),
    })
    await expect(readPricedVault(client, address, signedReport)).rejects.toThrow(/the node is gone/)
  })
})
