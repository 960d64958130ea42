import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runGimbal } from '../support/runGimbal.ts'

const account = (digit: number) => `0x${String(digit).repeat(40)}`

describe('gimbal subgraph', () => {
  let dir: string
  let deployment: string

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'gimbal-subgraph-test-'))
    deployment = join(dir, 'deployment.json')
    const [riskParameters, governor, token, timelock] = [1, 2, 3, 4].map(account)
    const addresses = { riskParameters, governor, token, timelock }
    writeFileSync(deployment, JSON.stringify({ startBlock: 7, addresses }))
  })

  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  test('default: render writes a folder that graph-node takes', async () => {
    const out = join(dir, 'out')
    const args = ['render', '--network', 'base', '--deployment', deployment, '--out', out]
    const { status, stdout } = await runGimbal(['subgraph', ...args])
    expect([status, stdout]).toEqual([0, `${join(out, 'subgraph.yaml')}\n`])
    const manifest = readFileSync(join(out, 'subgraph.yaml'), 'utf8')
    expect(manifest).toContain(account(1))
    expect(manifest).toContain('network: base')
  })

  test.each([
    [[], 2, /the action is missing; give render or deploy/],
    [['render', '--network', 'base'], 2, /no --out given/],
    [['deploy', '--network', 'base', '--name', 'a'], 2, /URL for --graph-node/],
    [['render', '--network', 'nowhere', '--out', 'x'], 1, /not in networks.json/],
    [['render', '--network', 'base', '--out', 'x'], 1, /startBlock/],
    [
      ['render', '--network', 'base', '--out', 'x', '--deployment', 'none.json'],
      1,
      /none.json: cannot be read \(ENOENT\)/,
    ],
  ])('error: %j', async (args, expected, message) => {
    const { status, stderr } = await runGimbal(['subgraph', ...(args as string[])])
    expect(stderr).toMatch(message as RegExp)
    expect(status).toBe(expected)
  })
})
