import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { forwardTo } from '../../bot/support/startFaultyNode.ts'
import { type DoctorStack, readKey, startDoctorStack } from './support/doctorStack.ts'
import { mine, showBlock } from './support/followChain.ts'

let stack: DoctorStack
let intercept: DoctorStack['index']['intercept']

beforeAll(async () => {
  stack = await startDoctorStack()
  intercept = stack.index.intercept
}, 600_000)

afterAll(() => stack?.stop())

afterEach(async () => {
  stack.node.meddle = (_, forward) => forward()
  stack.index.intercept = intercept
})

/** A port at which nothing listens. */
const NOWHERE = 'http://127.0.0.1:9/v3/hunter2'
const chainWith = (...endpoints: object[]) => ({
  chain: { id: 31_337, endpoints, clock: 'replayed', maxLagBlocks: 2 },
})
const submit = { key: { variable: 'DOCTOR_KEY' }, budget: '300 gwei', dailyBudget: '5 ether' }

describe('examineReplica', () => {
  test('default: everything about a replica that may begin', async () => {
    const found = await stack.examine()
    expect(found.filter(({ isOk }) => !isOk)).toEqual([])
    expect(found.map(({ group, name }) => `${group}: ${name}`)).toEqual([
      ...['The configuration: file', 'The configuration: variables'],
      ...['Keys and journal: reporter.key', 'Keys and journal: submit.key'],
      ...['Keys and journal: journal', 'The chain: endpoint 1'],
      ...['The chain: balance', 'The chain: blocks weth-usd'],
      ...['chain', 'clock', 'contract', 'core'].map((name) => `The start gate: ${name}`),
      ...['market', 'role', 'quorum', 'heartbeat'].map(
        (name) => `The start gate: ${name} weth-usd`,
      ),
      ...['The index: subgraph 1', 'The index: observation weth-usd', 'Peers: peer 1'],
      'The replica: http',
    ])
    expect(stack.asked).toEqual([])
    const blocks = found.find(({ name }) => name === 'blocks weth-usd')
    expect(blocks?.detail).toMatch(
      /^reportAgeBlocks of 200 blocks last .*; at .* s a block, the 8,191 blocks whose hashes the chain keeps last /,
    )
  })

  test('behavior: a replica that only signs shows no journal, no balance and no quorum', async () => {
    const found = await stack.examine({ submit: undefined, sign: { port: 0 } })
    expect(found.filter(({ isOk }) => !isOk)).toEqual([])
    const names = found.map(({ name }) => name)
    expect(names).toContain('sign')
    for (const name of ['submit.key', 'balance', 'quorum weth-usd']) {
      expect(names).not.toContain(name)
    }
    const journal = found.find(({ name }) => name === 'journal')
    expect(journal?.detail).toBe('is not opened, as nothing is sent')
  })

  test('behavior: a core that serves two markets is named once', async () => {
    const found = await stack.examine({ markets: ['weth-usd', 'weth-usd'] })
    expect(found.filter(({ name }) => name === 'core')).toHaveLength(1)
  })

  test.each<[string, object, RegExp[]]>([
    [
      'every place that is wrong is a line',
      { markt: [], decide: { heartbeat: '45' } },
      [/^decide.heartbeat: .*10 min/, /^markt: replica-\d+.json:1: is no setting/],
    ],
    ['another release', { version: '9.9.9' }, [/^version: replica-\d+.json:1: this release is/]],
    [
      'a variable that is not set',
      { index: { endpoints: [{ variable: 'DOCTOR_NONE' }] } },
      [
        /^index.endpoints.0: replica-\d+.json:1: the environment variable DOCTOR_NONE is not set; set it/,
      ],
    ],
    [
      'a key whose variable is not set, and what rests on it is left out',
      { reporter: { key: { variable: 'DOCTOR_NONE' } } },
      [/^reporter.key: the environment variable DOCTOR_NONE is not set; set it to 0x/],
    ],
    [
      'an endpoint that does not answer, and nothing else of the chain',
      chainWith({ url: NOWHERE }),
      [/^endpoint 1: http:\/\/127.0.0.1:9: .*; mend it, or give another/],
    ],
    [
      'another chain',
      { chain: { id: 1, endpoints: [{ variable: 'DOCTOR_RPC' }] } },
      [/^endpoint 1: .*is on chain 31337, wanted is 1/],
    ],
    [
      'one of two endpoints',
      chainWith({ variable: 'DOCTOR_RPC' }, { url: NOWHERE }),
      [/^endpoint 2: http:\/\/127.0.0.1:9: /],
    ],
    [
      'a relay that does not answer',
      { submit: { ...submit, lowBalance: '1 ether', relay: { url: NOWHERE } } },
      [/^relay: http:\/\/127.0.0.1:9 does not answer; mend it/],
    ],
    [
      'an account that is low',
      { submit: { ...submit, lowBalance: '10000 ether' } },
      [/^balance: 10000 ether at 0x15d3.*; at least 10000 ether is wanted/],
    ],
    [
      'no contract there',
      { riskParameters: localAccounts.trader.address },
      [/^contract: there is no contract at/],
    ],
    ['a market that nobody added', { markets: ['gold'] }, [/^market gold: .*; correct markets/]],
    [
      'a heartbeat that is too long',
      { decide: { heartbeat: '700 s' } },
      [/^heartbeat weth-usd: .*give a shorter heartbeat/],
    ],
    ['too few that can sign', { peers: [] }, [/^quorum weth-usd: 2 have to sign, 1 can/]],
    [
      "a clock that is not the chain's",
      { chain: { id: 31_337, endpoints: [{ variable: 'DOCTOR_RPC' }], maxClockSkew: '1 s' } },
      [/^clock: the latest block is \d+ s (behind|ahead of) this machine's clock/],
    ],
    [
      'a subgraph that does not answer, and no observation then',
      { index: { endpoints: [{ url: NOWHERE }] } },
      [/^subgraph 1: .*http:\/\/127.0.0.1:9 does not answer/],
    ],
    [
      'a peer that does not answer',
      { peers: [{ url: 'http://127.0.0.1:9/v1/sign' }] },
      [/^peer 1: http:\/\/127.0.0.1:9 does not answer within 3000 ms; start it/],
    ],
    [
      'a journal whose folder is not there',
      { journal: { file: 'none/journal.sqlite' } },
      [/^journal: its folder .*none is not there; make it/],
    ],
    [
      'a port of another machine',
      { http: { host: '192.0.2.1', port: 9_464 } },
      [/^http: 192.0.2.1 is no address of this machine; correct http.host/],
    ],
  ])('error: %s', async (_, changes, expected) => {
    const mends = await stack.listMends(changes)
    expect(mends).toHaveLength(expected.length)
    for (const [at, line] of mends.entries()) expect(line).toMatch(expected[at] as RegExp)
  })

  test('error: a file that is not there', async () => {
    const file = join(stack.folder, 'broken.json')
    await writeFile(file, '{')
    const { examineReplica } = await import('../../../cli/doctor/examineReplica.ts')
    for (const [name, message] of [
      [`${file}.none`, /cannot be read \(ENOENT\); name another file/],
      [file, /is neither YAML nor JSON here/],
    ] as const) {
      const { groups } = await examineReplica(name, {})
      expect(await groups[0]?.checks).toEqual([
        { name: 'file', isOk: false, detail: expect.stringMatching(message) },
      ])
    }
  })

  test('error: a key that is not a reporter', async () => {
    const env = { ...stack.env, DOCTOR_KEY: readKey(localAccounts.trader) }
    expect(await stack.listMends({}, env)).toEqual([
      expect.stringMatching(/^role weth-usd: .*use another key, or ask voters for the role/),
      expect.stringMatching(/^quorum weth-usd: 2 have to sign, 1 can/),
    ])
  })

  test('error: an endpoint that is behind the other', async () => {
    const head = await stack.client.getBlockNumber({ cacheTime: 0 })
    stack.node.meddle = async (request, forward) => {
      if (request.method !== 'eth_getBlockByNumber' || request.params[0] !== 'latest') {
        return forward()
      }
      const params = [`0x${(head - 3n).toString(16)}`, false]
      return forwardTo(stack.stack.urls.rpc, { ...request, params })
    }
    const both = chainWith({ url: stack.stack.urls.rpc }, { variable: 'DOCTOR_RPC' })
    expect(await stack.listMends(both)).toEqual([
      expect.stringMatching(/^endpoint 2: .*block \d+, 3 behind, allowed are 2; mend it/),
    ])
  })

  test('error: a relay of another chain', async () => {
    stack.node.meddle = async (request, forward) =>
      request.method === 'eth_chainId' ? { result: '0x1' } : forward()
    const relay = { variable: 'DOCTOR_RPC' }
    const changes = {
      ...chainWith({ url: stack.stack.urls.rpc }),
      submit: { ...submit, lowBalance: '1 ether', relay },
    }
    expect(await stack.listMends(changes)).toEqual([
      expect.stringMatching(/^relay: .*is on chain 1, wanted is 31337; give another/),
    ])
    // One that takes transactions and nothing else is fine.
    stack.node.meddle = async () => ({ error: { code: -32_601, message: 'no such method' } })
    expect(await stack.listMends(changes)).toEqual([])
  })

  describe('the index', () => {
    test('error: it has no observation yet', async () => {
      stack.index.intercept = (answer) => {
        if (!/marketWindow/.test(JSON.stringify(answer))) return undefined
        const _meta = { block: { hash: stack.index.newest.hash } }
        return { body: JSON.stringify({ data: { _meta, marketWindow: null } }) }
      }
      expect(await stack.listMends()).toEqual([
        expect.stringMatching(/^observation weth-usd: the index has no observation yet; the first/),
      ])
    })

    test('error: it is of another release of the subgraph', async () => {
      stack.index.intercept = undefined
      expect(await stack.listMends()).toEqual([
        expect.stringMatching(/^observation weth-usd: .*check that it indexes this version/),
      ])
    })

    test('error: it stands still, and then its observation is old', async () => {
      for (let blocks = 0; blocks < 6; blocks++) await mine(stack.client)
      const lagging = await stack.listMends()
      expect(lagging).toEqual([
        expect.stringMatching(/^subgraph 1: .*, 6 blocks and 6 s behind, allowed are 5 and 120/),
      ])
      await mine(stack.client, 700n)
      await showBlock(stack.index, stack.client)
      expect(await stack.listMends()).toEqual([
        expect.stringMatching(/^observation weth-usd: .*706 s old, allowed are 600; see whether/),
      ])
      // A chain's endpoint that is behind the index cannot confirm it.
      stack.index.newest = { ...stack.index.newest, number: stack.index.newest.number + 9 }
      expect(await stack.listMends()).toEqual([
        expect.stringMatching(/^subgraph 1: .*, 9 ahead of the chain's endpoints; mend those/),
      ])
    })
  })
})
