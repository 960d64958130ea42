import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { renderRemoteSubgraph, renderSubgraph } from '../../../deploy/subgraph/renderSubgraph.ts'
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

  const chainId = 31_337
  const messengers = [accountOf(8), accountOf(9)]

  test('behavior: a bridge adds its senders and each messenger, and tells them who is who', async () => {
    const bridge = {
      chainId,
      parametersSender: accountOf(6),
      governanceSender: accountOf(7),
      messengers,
    }
    await renderSubgraph({ network: 'local', startBlock: 7, addresses, pools: [], bridge, outDir })
    const { dataSources } = parse(await readFile(join(outDir, 'subgraph.yaml'), 'utf8'))
    expect(dataSources.map(({ name }: { name: string }) => name)).toEqual([
      'RiskParameters',
      'Governor',
      'Token',
      'Timelock',
      'ParametersSender',
      'GovernanceSender',
      'Messenger1',
      'Messenger2',
    ])
    const [first, second] = dataSources.slice(-2)
    expect(second.source.address).toBe(accountOf(9))
    expect(first.context).toEqual({
      chainId: { type: 'BigInt', data: '31337' },
      parametersSender: { type: 'Bytes', data: accountOf(6) },
      governanceSender: { type: 'Bytes', data: accountOf(7) },
    })
  })

  test('behavior: a chain away is indexed by its own contracts only', async () => {
    await renderRemoteSubgraph({
      network: 'local-2',
      startBlock: 2,
      chainId: 31_338,
      addresses: {
        remoteParameters: accountOf(1),
        governanceReceiver: accountOf(2),
        timelock: accountOf(3),
      },
      messengers,
      outDir,
    })
    const { dataSources, templates } = parse(await readFile(join(outDir, 'subgraph.yaml'), 'utf8'))
    expect(templates).toBeUndefined()
    expect(
      dataSources.map(({ name, source }: { name: string; source: Record<string, unknown> }) => {
        return [name, source.address, source.startBlock]
      }),
    ).toEqual([
      ['RemoteParameters', accountOf(1), 2],
      ['GovernanceReceiver', accountOf(2), 2],
      ['RemoteTimelock', accountOf(3), 2],
      ['Messenger1', accountOf(8), 2],
      ['Messenger2', accountOf(9), 2],
    ])
    for (const { network, mapping } of dataSources) {
      expect(network).toBe('local-2')
      await readFile(join(outDir, mapping.file))
    }
  })
})
