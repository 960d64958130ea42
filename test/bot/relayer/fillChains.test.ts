import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillChains } from '../../../bot/relayer/fillChains.ts'
import type { NetworkFileText } from '../../../client/network/schema.ts'
import {
  accountOf,
  createNetworkFile,
  createRemote,
} from '../../client/network/support/createNetworkFile.ts'

const bridge = {
  parametersSender: accountOf(7),
  governanceSender: accountOf(8),
  remotePortfolio: accountOf(9),
  messengers: [{ name: 'axelar' as const, address: accountOf(6) }],
}

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-fill-'))
  await mkdir(join(folder, 'deployments'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const write = (file: NetworkFileText) =>
  writeFile(join(folder, 'deployments/1.json'), JSON.stringify(file))

describe('fillChains', () => {
  test('default: each chain gets its contracts from the network; what the file says stays', async () => {
    await write(createNetworkFile({ bridge, remotes: [createRemote()] }))
    const chains = [{ id: 1, startBlock: 30 }, { id: 10, name: 'op' }, { id: 7 }]
    const filled = await fillChains({ network: 1, pollMs: 50, chains }, folder, {})
    const { messengers, parametersSender, governanceSender } = bridge
    expect(filled).toEqual({
      value: {
        pollMs: 50,
        chains: [
          {
            id: 1,
            name: expect.any(String),
            startBlock: 30,
            messengers,
            home: { parametersSender, governanceSender },
            receivers: [accountOf(9)],
          },
          {
            id: 10,
            name: 'op',
            startBlock: 5,
            messengers: [{ name: 'axelar', address: accountOf(5) }],
            away: {
              remoteParameters: accountOf(1),
              governanceReceiver: accountOf(2),
              timelock: accountOf(3),
            },
            receivers: [],
          },
          { id: 7 },
        ],
      },
    })
  })

  test('default: without a network everything stays as it is', async () => {
    const content = { chains: [{ id: 1 }] }
    expect(await fillChains(content, folder, {})).toEqual({ value: content })
  })

  test('error: a network that is not there, or reaches no other chain', async () => {
    await write(createNetworkFile())
    const readFault = async (network: unknown) => {
      const { faults = [] } = await fillChains({ network, chains: [] }, folder, {})
      return faults.map(({ path, text }) => `${path}: ${text}`).join('\n')
    }
    expect(await readFault(1)).toMatch(/^network: 1 reaches no other chain/)
    expect(await readFault('nowhere')).toMatch(/^network: /)
    expect(await readFault({})).toMatch(/^network: is no text/)
  })
})
