import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Hex, parseEther, toHex } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHubClient } from '../../../snapshot/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { createChainClient } from '../../../stack/local/chainClient.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import { spawnGimbal } from '../support/runGimbal.ts'

const [first, second] = localAccounts.voters
const { operator } = localAccounts
const keyOf = (account: HDAccount): Hex => toHex(account.getHdKey().privateKey as Uint8Array)

const governanceFile = new URL('../../../stack/local/governance.json', import.meta.url)
const DELAY_SEC = 3_000
const PERIOD_SEC = 6_000

let stack: Stack
let folder: string
let chain: ReturnType<typeof createChainClient>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-voters-'))
  // Longer than any of these tests takes on a busy machine.
  const config = JSON.parse(readFileSync(governanceFile, 'utf8'))
  config.governor.votingDelaySec = DELAY_SEC
  config.governor.votingPeriodSec = PERIOD_SEC
  const configFile = join(folder, 'governance.json')
  writeFileSync(configFile, JSON.stringify(config))
  stack = await startStack({ folder: join(folder, 'stack'), index: false, configFile })
  chain = createChainClient(stack.urls.rpc)
}, 90_000)

afterAll(async () => {
  await stack?.stop()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

/** Runs the command line as an account, or without a key. */
async function gimbal(account: HDAccount | undefined, ...args: string[]) {
  const key = account === undefined ? '' : keyOf(account)
  const place = args.includes('--network') ? [] : ['--dir', stack.folder]
  const child = spawnGimbal([...args, ...place], { GIMBAL_KEY: key })
  child.stdin.end()
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [status, stdout, stderr] = await Promise.all([
    closed,
    text(child.stdout),
    text(child.stderr),
  ])
  return { status, stdout, stderr }
}

/** A draft of its own, so that it has an id of its own. */
function writeDraft(title: string, maxAgeMin: number, rationale = 'Fresher.'): string {
  const file = join(folder, `${maxAgeMin}.yaml`)
  const change = `  - change: freshness\n    market: weth-usd\n    rationale: ${rationale}\n    freshness: { maxAge: ${maxAgeMin} min }\n`
  writeFileSync(file, `gimbal: 1\ntitle: ${title}\nchanges:\n${change}`)
  return file
}

async function pass(seconds: number): Promise<void> {
  await chain.increaseTime({ seconds })
  await chain.mine({ blocks: 1 })
}

async function propose(draft: string): Promise<string> {
  const { stdout, stderr } = await gimbal(first, 'propose', draft, '--yes', '--json')
  expect(stderr).toBe('')
  return JSON.parse(stdout).proposalId
}

/** What the hub has of proposals. */
async function readPosted(): Promise<string[]> {
  const { hub: hubUrl = '', sequencer: sequencerUrl = '' } = stack.urls
  const hub = createHubClient({ hubUrl, sequencerUrl, ipfsUrl: new URL(hubUrl).origin })
  const ids: string[] = []
  for await (const page of hub.fetchProposals('gimbal.eth')) ids.push(...page.map(({ id }) => id))
  return ids
}

describe('voters', { timeout: 300_000 }, () => {
  test('default: an account is shown with and without a key, and what gives it votes', async () => {
    const mine = await gimbal(first, 'account')
    expect(mine.stdout).toMatch(/delegate +itself\nvotes now +600,000 \(all of its own tokens\)/)
    const none = await gimbal(undefined, 'account', operator.address)
    expect([none.status, none.stdout]).toEqual([
      0,
      expect.stringMatching(/votes now +0\n.*!! 0x\w+ holds no tokens/s),
    ])
    const both = await gimbal(undefined, 'account', operator.address, '--keystore', 'file')
    expect([both.status, both.stderr]).toEqual([2, expect.stringMatching(/give one of them/)])
    const keyless = await gimbal(undefined, 'account')
    expect(keyless.stderr).toMatch(/no key is given|GIMBAL_KEY/)
  })

  test('error: a vote that counts for nothing is refused before it is signed, in each way', async () => {
    const draft = writeDraft('Weigh the votes', 51)
    const posted = await gimbal(first, 'propose', draft, '--via', 'both', '--yes', '--json')
    const { proposalId } = JSON.parse(posted.stdout)
    await pass(DELAY_SEC + 1)
    for (const via of ['chain', 'signature', 'snapshot']) {
      const vote = ['vote', proposalId, '--choice', 'for', '--via', via, '--yes']
      const { status, stdout, stderr } = await gimbal(operator, ...vote)
      expect([status, stdout, stderr]).toEqual([
        1,
        '',
        expect.stringMatching(/would count for nothing: 0x\w+ holds no tokens.*--allow-zero/),
      ])
    }
    const insisted = await gimbal(
      operator,
      ...['vote', proposalId, '--choice', 'for', '--via', 'signature', '--allow-zero'],
    )
    expect([insisted.status, insisted.stderr]).toEqual([
      0,
      expect.stringMatching(/This vote counts for nothing/),
    ])
    // Delegated after the vote began: now it has votes, on this proposal it has none.
    const given = await gimbal(second, 'delegate', operator.address, '--yes')
    expect(given.stdout).toMatch(
      /holds 400,000 tokens; their votes are with itself, and will be with 0x/,
    )
    const late = await gimbal(operator, 'vote', proposalId, '--choice', 'for')
    expect([late.status, late.stderr]).toEqual([
      1,
      expect.stringMatching(
        /has 400,000 votes now, but had none at 20.*when the vote on this proposal began/,
      ),
    ])
    const page = await gimbal(operator, 'account')
    expect(page.stdout).toMatch(
      /votes now +400,000 \(all delegated to it by others\)\n {2}400,000 from 0x3C44/,
    )
    expect(page.stdout).toMatch(/!! it had no votes at 20/)
    // Who gave his votes away after the vote began still has them here.
    const kept = await gimbal(second, 'vote', proposalId, '--choice', 'for')
    expect([kept.status, kept.stdout]).toEqual([
      0,
      expect.stringMatching(/^Weight: 400,000 votes as of/),
    ])
    const again = await gimbal(second, 'delegate', operator.address, '--yes')
    expect(again.stdout).toMatch(/already; nothing is left to do\n$/)
    await gimbal(second, 'delegate', second.address, '--yes')
  })

  test('P-59 ballots of one voter for two open proposals count both, in any order', async () => {
    const ids = [
      await propose(writeDraft('The first', 52)),
      await propose(writeDraft('The second', 53)),
    ]
    const unclear = await gimbal(first, 'vote', 'latest', '--choice', 'for')
    expect(unclear.status).toBe(2)
    expect(unclear.stderr).toMatch(/\d proposals are open; give the id of the one you mean: 0x/)
    await pass(DELAY_SEC + 1)
    const ballots: string[] = []
    for (const id of ids) {
      const signed = await gimbal(first, 'vote', id, '--choice', 'for', '--via', 'signature')
      ballots.unshift(signed.stdout.trim())
    }
    const file = join(folder, 'both.ndjson')
    writeFileSync(file, `${ballots.join('\n')}\n`)
    const { status, stdout } = await gimbal(operator, 'relay', file, '--yes')
    expect([status, stdout.match(/ {2}cast/g)?.length]).toEqual([0, 2])
  })

  test('error: a draft proposed again, a vote before the start and after the end: where it stands, and what one can do', async () => {
    const draft = writeDraft('Twice', 54)
    const id = await propose(draft)
    const twice = await gimbal(first, 'propose', draft)
    expect([twice.status, twice.stderr]).toEqual([
      1,
      expect.stringMatching(
        /is pending.*it exists already as 0x[0-9a-f]{8}; see `npm run -s gimbal -- proposals show/,
      ),
    ])
    const early = await gimbal(first, 'vote', id, '--choice', 'for', '--yes')
    expect([early.status, early.stderr]).toEqual([
      1,
      expect.stringMatching(/its vote begins after 20.*sign a ballot now/),
    ])
    const cancel = await gimbal(second, 'cancel', id, '--yes')
    expect(cancel.stderr).toMatch(/0x3C44\w+ may not cancel it; its proposer 0x7099/)
    await pass(DELAY_SEC + PERIOD_SEC + 1)
    const late = await gimbal(first, 'vote', id, '--choice', 'for', '--yes')
    expect([late.status, late.stderr]).toEqual([
      1,
      expect.stringMatching(/is defeated: its vote is over since 20.*no vote counts any more/),
    ])
    const again = await gimbal(first, 'propose', draft, '--yes')
    expect([again.status, again.stderr]).toEqual([
      1,
      expect.stringMatching(/is defeated.*change its title, or a word of it/),
    ])
  })

  test('P-60 nothing is posted where the second step would fail; what was posted is taken up', async () => {
    const draft = writeDraft('Two steps', 55)
    const before = await readPosted()
    await chain.setBalance({ address: first.address, value: 1_000n })
    for (const rest of [['--yes'], []]) {
      const poor = await gimbal(first, 'propose', draft, '--via', 'both', ...rest)
      expect([poor.status, poor.stderr]).toEqual([
        1,
        expect.stringMatching(
          /the balance of 0x7099\w+ is 0.000000000000001 ether, and proposeWithSnapshot may cost 0.\d+ ether; send 0.\d+ ether or more/,
        ),
      ])
    }
    expect(await readPosted()).toEqual(before)
    await chain.setBalance({ address: first.address, value: parseEther('10') })
    // Only the first step, as a run that was ended between the two leaves it.
    const alone = await gimbal(first, 'propose', draft, '--via', 'snapshot', '--yes')
    expect([alone.status, alone.stdout]).toEqual([
      0,
      expect.stringMatching(
        /On Snapshot 0x\w+\nPosted to Snapshot\. The Governor has no such proposal/,
      ),
    ])
    const rest = await gimbal(first, 'propose', draft, '--via', 'snapshot')
    expect(rest.stdout).toMatch(/It was posted to Snapshot before/)
    await pass(5)
    const both = await gimbal(first, 'propose', draft, '--via', 'both', '--yes')
    expect([both.status, both.stdout]).toEqual([
      0,
      expect.stringMatching(/On Snapshot 0x\w+ \(posted by an earlier run\)\nSent: 0x/),
    ])
    expect((await readPosted()).length).toBe(before.length + 1)
  })

  test('error: if the second step fails, the message names the posted proposal and the command that continues', async () => {
    // A node that takes no transactions.
    const node = createServer(async (request, response) => {
      const body = await text(request)
      const calls = [JSON.parse(body)].flat()
      if (calls.some(({ method }) => method === 'eth_sendRawTransaction')) {
        const error = { code: -32_000, message: 'the pool is full' }
        response.end(JSON.stringify({ jsonrpc: '2.0', id: calls[0].id, error }))
        return
      }
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(stack.urls.rpc, { method: 'POST', headers, body })
      response.setHeader('content-type', 'application/json').end(await answer.text())
    })
    await once(node.listen(0, '127.0.0.1'), 'listening')
    const config = join(folder, 'full.yaml')
    const write = (rpcUrl: string) => {
      const { riskParameters, token, timelock, governor } = stack.addresses.governance
      const { hub: hubUrl = '', sequencer: sequencerUrl } = stack.urls
      const addresses = { riskParameters, token, timelock, governor }
      const urls = { rpcUrl, hubUrl, sequencerUrl, ipfsUrl: new URL(hubUrl).origin }
      const network = { chainId: stack.chainId, startBlock: 0, addresses, ...urls }
      writeFileSync(config, JSON.stringify({ networks: { full: network } }))
    }
    write(`http://127.0.0.1:${(node.address() as AddressInfo).port}`)
    const before = await readPosted()
    const draft = writeDraft('Half', 58)
    const flags = ['--via', 'both', '--yes', '--network', 'full', '--config', config]
    const half = await gimbal(first, 'propose', draft, ...flags)
    node.close()
    const [, command = ''] = /`npm run -s gimbal -- (.*)`/.exec(half.stderr) ?? []
    expect([half.status, half.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^gimbal: Snapshot has the proposal 0x\w{64} but the Governor does not.*the pool is full.*Before 20.*UTC, `npm run -s gimbal --/,
      ),
    ])
    expect(command.split(' ')).toEqual(['propose', draft, ...flags])
    write(stack.urls.rpc)
    const rest = await gimbal(first, ...command.split(' '))
    expect([rest.status, rest.stdout]).toEqual([
      0,
      expect.stringMatching(/earlier run\)\nSent: 0x/),
    ])
    expect((await readPosted()).length).toBe(before.length + 1)
  })

  test('error: a dry run of both refuses a text that is too long for Snapshot', async () => {
    const draft = writeDraft('Long', 56, 'word '.repeat(1_100))
    const { status, stderr } = await gimbal(first, 'propose', draft, '--via', 'both')
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/its body has 1\d,\d{3} characters, Snapshot takes 10,000; shorten/),
    ])
  })

  test('behavior: on a chain without a block for longer than a vote, both steps fit together', async () => {
    await chain.increaseTime({ seconds: 2 * PERIOD_SEC })
    const draft = writeDraft('Quiet', 57)
    const { status, stdout, stderr } = await gimbal(
      first,
      'propose',
      draft,
      '--via',
      'both',
      '--yes',
    )
    expect([status, stderr, stdout]).toEqual([0, '', expect.stringMatching(/Sent: 0x/)])
  })

  test('error: an address of another contract, or without a contract, is described', async () => {
    const { governance } = stack.addresses
    const config = join(folder, 'gimbal.yaml')
    const write = (governor: string) => {
      const { riskParameters, token, timelock } = governance
      const addresses = { riskParameters, token, timelock, governor }
      const network = { chainId: stack.chainId, rpcUrl: stack.urls.rpc, startBlock: 0, addresses }
      writeFileSync(config, JSON.stringify({ networks: { here: network } }))
    }
    const flags = ['proposals', 'list', '--network', 'here', '--config', config]
    write(governance.token)
    expect((await gimbal(undefined, ...flags)).stderr).toMatch(
      /addresses.governor 0x\w+ is the token, not the Governor; correct/,
    )
    write(operator.address)
    expect((await gimbal(undefined, ...flags)).stderr).toMatch(
      /addresses.governor 0x\w+ is no contract, not the Governor/,
    )
    expect(readFileSync(config, 'utf8')).toContain(operator.address)
  })
})
