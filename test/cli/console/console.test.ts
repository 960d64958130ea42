import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createNetworkFile } from '../../client/network/support/createNetworkFile.ts'
import { runCommand } from '../support/runCommand.ts'
import { spawnGimbal } from '../support/runGimbal.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-console-'))
  await mkdir(join(folder, 'deployments'))
  await writeFile(
    join(folder, 'deployments', '1.json'),
    JSON.stringify(createNetworkFile({ rpcUrl: 'https://rpc.example/' })),
  )
  await writeFile(
    join(folder, 'gimbal.yaml'),
    'networks:\n  ours:\n    deployment: deployments/1.json\n    graphqlUrlVariable: OUR_INDEX\n  other:\n    deployment: deployments/no.json\n',
  )
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

const config = () => ['--config', join(folder, 'gimbal.yaml'), '--dir', folder]
const read = async (out: string) =>
  JSON.parse(await readFile(join(out, 'networks.json'), 'utf8')).networks

describe('gimbal console', () => {
  test('default: it prints its URL, serves the networks as they are now, and ends by a signal', async () => {
    const child = spawnGimbal(['console', ...config()], { OUR_INDEX: 'https://index.example/key' })
    const closed = once(child, 'close')
    let notes = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      notes += text
    })
    const [output] = await once(child.stdout.setEncoding('utf8'), 'data')
    const url = String(output).trim()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    const ask = async () => (await (await fetch(`${url}networks.json`)).json()).networks
    expect(await ask()).toMatchObject({ ours: { rpcUrl: 'https://rpc.example/' } })
    expect(JSON.stringify(await ask())).not.toContain('index.example')
    await writeFile(
      join(folder, 'deployments', 'no.json'),
      JSON.stringify(createNetworkFile({ chainId: 10 })),
    )
    expect(Object.keys(await ask())).toEqual(['ours', 'other'])
    child.kill('SIGINT')
    expect(await closed).toEqual([0, null])
    const said = notes.replaceAll(/\s+/g, ' ')
    expect(said.match(/no\.json: cannot be read/g)).toHaveLength(1)
    expect(said.match(/ours: graphqlUrl is kept from the page/g)).toHaveLength(1)
    expect(said).not.toContain('index.example')
  })

  test('behavior: --out writes those that are asked for, in that order', async () => {
    await writeFile(
      join(folder, 'deployments', 'no.json'),
      JSON.stringify(createNetworkFile({ chainId: 10 })),
    )
    const out = join(folder, 'site')
    const { status, stdout } = await runCommand(
      ...['console', ...config(), '--network', 'other, ours', '--out', out],
    )
    expect([status, stdout]).toEqual([0, expect.stringMatching(/networks\.json names other, ours/)])
    expect(Object.keys(await read(out))).toEqual(['other', 'ours'])
    expect(await readFile(join(out, 'index.html'), 'utf8')).toContain('<title>Gimbal</title>')
  })

  test('behavior: a file that is wrong hides no other network; asked for by its name it is an error', async () => {
    const out = join(folder, 'site')
    const all = await runCommand('console', ...config(), '--out', out)
    expect(all.status).toBe(0)
    expect(all.stderr).toContain('no.json: cannot be read')
    expect(Object.keys(await read(out))).toContain('ours')
    const one = await runCommand('console', ...config(), '--network', 'other', '--out', out)
    expect([one.status, one.stderr]).toEqual([1, expect.stringContaining('no.json')])
  })

  test('behavior: a secret of the environment is kept back, and so it is said', async () => {
    vi.stubEnv('OUR_INDEX', 'https://index.example/secret-key')
    const out = join(folder, 'site')
    const { stderr } = await runCommand('console', ...config(), '--network', 'ours', '--out', out)
    expect(stderr).toContain('ours: graphqlUrl is kept from the page')
    expect(await readFile(join(out, 'networks.json'), 'utf8')).not.toContain('secret-key')
  })

  test('behavior: who writes a site for others is told of URLs of this machine only', async () => {
    await writeFile(
      join(folder, 'deployments', '1.json'),
      JSON.stringify(createNetworkFile({ rpcUrl: 'http://127.0.0.1:8545' })),
    )
    const out = join(folder, 'site')
    const { stderr } = await runCommand('console', ...config(), '--network', 'ours', '--out', out)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'ours: each visitor asks his own machine for rpcUrl',
    )
  })

  test.each([
    [['--out', 'a', '--port', '4000'], /--port and --out exclude each other/],
    [['--check', 'http://a.example', '--network', 'main'], /--check takes no --network/],
    [['--check', 'ftp://a.example'], /--check/],
    [['--network', 'a,,b'], /--network has an empty name/],
    [['--port', '70000'], /give a port/],
  ])('error: %j', async (args, message) => {
    const { status, stderr } = await runCommand('console', ...args)
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)])
  })
})
