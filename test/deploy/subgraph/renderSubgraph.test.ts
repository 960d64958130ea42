import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { SubgraphTargetError } from '../../../deploy/subgraph/errors.ts'
import { renderSubgraph } from '../../../deploy/subgraph/renderSubgraph.ts'
import { accountOf } from '../../subgraph/support/fixture.ts'

const addresses = {
  riskParameters: accountOf(1),
  governor: accountOf(2),
  token: accountOf(3),
  timelock: accountOf(4),
}

describe('renderSubgraph', () => {
  let outDir: string

  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'gimbal-render-'))
  })

  afterAll(() => rm(outDir, { recursive: true, force: true }))

  test('default: every data source has network, address and start block, and its files', async () => {
    const pools = [{ address: accountOf(5), startBlock: 3 }]
    await renderSubgraph({ network: 'matic', startBlock: 7, addresses, pools, outDir })
    const { dataSources, templates } = parse(await readFile(join(outDir, 'subgraph.yaml'), 'utf8'))
    expect(
      dataSources.map(({ name, source }: { name: string; source: Record<string, unknown> }) => {
        return [name, source.address, source.startBlock]
      }),
    ).toEqual([
      ['RiskParameters', accountOf(1), 7],
      ['Governor', accountOf(2), 7],
      ['Token', accountOf(3), 7],
      ['Timelock', accountOf(4), 7],
      ['Pool1', accountOf(5), 3],
    ])
    for (const { network, mapping } of [...dataSources, ...templates]) {
      expect(network).toBe('matic')
      await readFile(join(outDir, mapping.file))
      for (const { file } of mapping.abis) await readFile(join(outDir, file))
    }
  })

  test('error: a network without a deployment, an unknown one, an address that is none', async () => {
    const render = (network: string, given: object) => renderSubgraph({ network, outDir, ...given })
    await expect(render('base', {})).rejects.toThrow(SubgraphTargetError)
    await expect(render('base', { startBlock: 1 })).rejects.toThrow('subgraph for base: addresses')
    await expect(render('nowhere', { startBlock: 1, addresses })).rejects.toThrow('networks.json')
    const wrong = { ...addresses, token: '0x12' }
    await expect(render('local', { startBlock: 1, addresses: wrong })).rejects.toThrow(
      'addresses.token: is no address',
    )
  })
})
