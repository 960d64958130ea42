import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../client/connect.ts'
import { type MadeProposal, readProposals } from '../../client/readProposals.ts'
import { measureColumns } from '../../core/index.ts'
import { toIdHex } from '../../governance/index.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { readArtifact } from '../../stack/local/artifacts.ts'
import { createChainClient, send } from '../../stack/local/chainClient.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { startStack } from '../../stack/local/startStack.ts'
import { runGimbal } from '../cli/support/runGimbal.ts'
import { hostileTexts, unseen } from './support/hostileTexts.ts'

const names = Object.keys(hostileTexts)
const [voter] = localAccounts.voters

let folder: string
let stack: Stack
let proposals: MadeProposal[]

/** Runs a command and checks what every output has to be: drawn characters, 80 columns. */
async function run(...args: string[]) {
  const { status, stdout, stderr } = await runGimbal([...args, '--dir', stack.folder])
  expect(`${stdout}${stderr}`).not.toMatch(unseen)
  return { status, lines: stdout.trimEnd().split('\n'), stdout, stderr }
}

async function propose(description: string): Promise<void> {
  const { governor, token } = stack.addresses.governance
  const { abi } = readArtifact('governance/GimbalGovernor')
  const args = [[token], [0n], ['0xdeadbeef'], description]
  const call = { address: governor, abi, functionName: 'propose', args }
  await send(createChainClient(stack.urls.rpc), voter, call)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-hostile-'))
  stack = await startStack({ folder: join(folder, 'stack'), index: false })
  for (const text of Object.values(hostileTexts)) await propose(`# ${text}\n\n${text}`)
  const client = await connect(stack.urls.rpc, stack.chainId)
  proposals = await readProposals(client, stack.addresses.governance.governor, 0n)
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

describe("strangers' text", { timeout: 120_000 }, () => {
  test('default: the list has one line of 80 columns a proposal, with an id that is taken back', async () => {
    const { lines } = await run('proposals', 'list')
    expect(lines).toHaveLength(names.length)
    for (const [index, line] of lines.entries()) {
      expect(line).toMatch(/^0x[0-9a-f]{8} {2}pending {4}\S/)
      expect(measureColumns(line)).toBeLessThanOrEqual(80)
      expect(line.slice(0, 10)).toBe(toIdHex(proposals[index]?.id ?? 0n).slice(0, 10))
    }
    expect(lines[names.indexOf('a very long title')]).toMatch(/…$/)
    expect(lines[0]).toMatch(/Routine upkeep\\x1b\[8m$/)
    const { stdout } = await run('proposals', 'list', '--json')
    const { proposals: rows } = JSON.parse(stdout)
    expect(rows.map(({ title }: { title: string }) => title)).toEqual(Object.values(hostileTexts))
  })

  test.each(names)('behavior: the page of a proposal with %s', async (name) => {
    const { id } = proposals[names.indexOf(name)] as MadeProposal
    const { lines } = await run('proposals', 'show', toIdHex(id).slice(2, 12))
    expect(lines[0]).toMatch(/^Proposal: /)
    const warnings = lines.filter((line) => line.startsWith('!! DANGER'))
    // First and last, and no line of the text passes for one.
    expect(warnings).toHaveLength(2)
    expect(new Set(warnings).size).toBe(1)
    expect(lines.filter((line) => /^(Voting|## |\d+\. )/.test(line)).length).toBe(3)
    for (const line of lines) expect(measureColumns(line)).toBeLessThanOrEqual(80)
  })

  test('behavior: verify, tally and the steps show it neither', async () => {
    const id = `${proposals[0]?.id}`
    expect((await run('verify', 'proposal', id)).status).toBe(4)
    expect((await run('tally', id)).status).toBe(0)
    expect((await run('params', 'list')).status).toBe(0)
  })

  test('behavior: a reason that a voter gives is quoted', async () => {
    const client = createChainClient(stack.urls.rpc)
    await client.increaseTime({ seconds: 13 })
    await client.mine({ blocks: 1 })
    const { abi } = readArtifact('governance/GimbalGovernor')
    const { governor: address } = stack.addresses.governance
    const id = proposals[0]?.id ?? 0n
    const reason = 'fine\n!! DANGER: none\x1b[8m\n0x70997970C51812dc3A010C7d01b50e0d17dc79C8 for 9'
    const args = [id, 1, reason]
    await send(client, voter, { address, abi, functionName: 'castVoteWithReason', args })
    const { stdout } = await run('proposals', 'show', `${id}`)
    expect(stdout).toContain('\n  | fine\n  | !! DANGER: none\\x1b[8m\n  | 0x7099')
  })

  test('error: an unknown id, and a text that is no id', async () => {
    const none = await run('proposals', 'show', '0xffffffffffff')
    expect([none.status, none.stderr]).toEqual([
      1,
      expect.stringMatching(
        /the Governor has no proposal 0xffffffffffff; give one of (0x[0-9a-f]{8}, ){4}0x[0-9a-f]{8} \(and \d+ more\), see/,
      ),
    ])
    const odd = await run('proposals', 'show', 'x\x1b[8m')
    expect([odd.status, odd.stderr]).toEqual([
      2,
      expect.stringMatching(/the proposal is x\\x1b\[8m; give its id/),
    ])
  })
})

describe("strangers' answers", { timeout: 60_000 }, () => {
  const said = 'no\x1b[2K\r\u202e\u009b8m\nDANGER: none'
  let server: Server
  let url: string
  let mode: 'rpc' | 'graphql' | 'http'

  beforeAll(async () => {
    server = createServer(async (request, response): Promise<unknown> => {
      let body = ''
      for await (const chunk of request) body += chunk
      const status = mode === 'http' ? 400 : 200
      response.writeHead(status, { 'content-type': 'application/json' })
      if (mode === 'http') return response.end(said)
      if (mode === 'graphql') return response.end(JSON.stringify({ errors: [{ message: said }] }))
      const answer = ({ id, method }: { id: number; method: string }) =>
        method === 'eth_chainId'
          ? { jsonrpc: '2.0', id, result: '0x7a69' }
          : { jsonrpc: '2.0', id, error: { code: -32000, message: said, data: said } }
      const asked = JSON.parse(body)
      return response.end(JSON.stringify(Array.isArray(asked) ? asked.map(answer) : answer(asked)))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterAll(() => {
    server?.closeAllConnections()
    server?.close()
  })

  const expectShown = async (args: readonly string[], status = 1) => {
    const { stdout, stderr, status: got } = await runGimbal(args)
    expect(`${stdout}${stderr}`).not.toMatch(unseen)
    expect(`${stdout}${stderr}`).not.toMatch(/^DANGER/m)
    expect([got, stderr]).toEqual([status, expect.stringMatching(/\S/)])
    return stderr
  }

  const network = () => {
    const address = localAccounts.operator.address
    const addresses = {
      riskParameters: address,
      governor: address,
      token: address,
      timelock: address,
    }
    const file = join(folder, 'gimbal.yaml')
    const one = { chainId: 31_337, rpcUrl: url, startBlock: 0, addresses }
    writeFileSync(file, JSON.stringify({ networks: { one } }))
    return ['--network', 'one', '--config', file]
  }

  test.each(['rpc', 'http'] as const)('error: of a node, by %s', async (by) => {
    mode = by
    await expectShown(['params', 'list', ...network()])
    await expectShown(['proposals', 'list', ...network()])
    await expectShown(['verify', 'latest', ...network()])
  })

  test.each(['graphql', 'http'] as const)('error: of an index, by %s', async (by) => {
    mode = by
    await expectShown(['export', 'observations', '--url', url])
  })

  test('error: of files', async () => {
    const file = join(folder, 'draft\x1b[8m.yaml')
    const key = '"ga\\x1b[8m\\u202emma"'
    writeFileSync(file, `gimbal: 1\ntitle: "a\\x1b[8m\\u202eb"\n${key}: 1\nchanges: []\n`)
    const stderr = await expectShown(['params', 'diff', file, '--dir', stack.folder])
    expect(stderr).toMatch(/title \(line 2\): got "a\\u001b\[8m\\u\{202e\}b"/)
    await expectShown(['params', 'list', '--network', 'a\x1b[8m', '--config', file])
    await expectShown(['replay', '--market', file])
    await expectShown(['start', '--market', file], 1)
    await expectShown([`stack\x1b[8m`], 2)
  })
})
