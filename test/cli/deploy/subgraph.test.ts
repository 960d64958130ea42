import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf, createNetworkFile } from '../../client/network/support/createNetworkFile.ts'
import { runGimbal } from '../support/runGimbal.ts'

describe('gimbal subgraph', () => {
  let dir: string
  let deployment: string
  /** On a chain that no list of chains has. */
  let unnamed: string

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'gimbal-subgraph-test-'))
    deployment = join(dir, 'deployment.json')
    writeFileSync(deployment, JSON.stringify(createNetworkFile({ chainId: 8_453, startBlock: 7 })))
    unnamed = join(dir, 'unnamed.json')
    writeFileSync(unnamed, JSON.stringify(createNetworkFile({ chainId: 4_242 })))
  })

  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  test('default: render writes a folder that graph-node takes', async () => {
    const out = join(dir, 'out')
    const args = ['render', '--network', deployment, '--out', out]
    const { status, stdout } = await runGimbal(['subgraph', ...args])
    expect([status, stdout]).toEqual([0, `${join(out, 'subgraph.yaml')}\n`])
    const manifest = readFileSync(join(out, 'subgraph.yaml'), 'utf8')
    expect(manifest).toContain(accountOf(1))
    expect(manifest).toContain('network: base')
  })

  test('behavior: a chain without a name of its own gets graph-node’s from gimbal.yaml', async () => {
    const out = join(dir, 'named')
    const config = join(dir, 'gimbal.yaml')
    const args = ['--config', config, '--network', 'own', '--out', out]
    writeFileSync(config, 'networks: { own: { deployment: unnamed.json } }')
    const refused = await runGimbal(['subgraph', 'render', ...args])
    expect(refused.stderr).toMatch(/graph-node's name for chain 4242 .*; add graphNetwork to /)
    expect(refused.status).toBe(1)
    writeFileSync(config, 'networks: { own: { deployment: unnamed.json, graphNetwork: my-chain } }')
    const { status } = await runGimbal(['subgraph', 'render', ...args])
    expect(status).toBe(0)
    expect(readFileSync(join(out, 'subgraph.yaml'), 'utf8')).toContain('network: my-chain')
  })

  test.each([
    [[], 2, /no action given; give one of render, deploy/],
    [['render', '--network', 'base'], 2, /no --out given/],
    [['deploy', '--network', 'base', '--name', 'a'], 2, /URL for --graph-node/],
    [
      ['render', '--network', 'nowhere', '--out', 'x'],
      1,
      /there is no network nowhere; give one of/,
    ],
    [['render', '--network', 'base', '--out', 'x'], 1, /put its file at deployments\/8453.json/],
    [['render', '--network', 'none.json', '--out', 'x'], 1, /none.json: cannot be read \(ENOENT\)/],
  ])('error: %j', async (args, expected, message) => {
    const { status, stderr } = await runGimbal(['subgraph', ...(args as string[])])
    expect(stderr).toMatch(message as RegExp)
    expect(status).toBe(expected)
  })
})
