import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { datasets } from '../../../query/index.ts'
import { createNetworkFile } from '../../client/network/support/createNetworkFile.ts'
import { createEntities } from '../../query/support/createEntities.ts'
import { type FakeIndex, startIndex } from '../../query/support/startIndex.ts'
import { runGimbal } from '../support/runGimbal.ts'

let index: FakeIndex
let folder: string

beforeEach(async () => {
  index = await startIndex()
  index.collections[datasets.votes.collection] = createEntities(datasets.votes, 3)
  folder = await mkdtemp(join(tmpdir(), 'gimbal-export-'))
})

afterEach(async () => {
  await index.close()
  await rm(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => runGimbal(['export', 'votes', ...args])

async function writeNetwork(file: string, graphqlUrl?: string): Promise<string> {
  const path = join(folder, file)
  await writeFile(path, JSON.stringify(createNetworkFile(graphqlUrl ? { graphqlUrl } : {})))
  return path
}

describe('gimbal export --network', () => {
  test('default: the index of a network, and that of the stack that runs here', async () => {
    const file = await writeNetwork('1.json', index.url)
    const named = await run('--network', file)
    expect(named).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/3 votes, as of block/),
    })
    // As a stack leaves it in its folder.
    await writeNetwork('network.json', index.url)
    const local = await run('--dir', folder)
    expect(local).toMatchObject({ status: 0, stdout: named.stdout })
  })

  test('error: no stack runs; the network names no index; an invalid URL', async () => {
    const none = await run('--dir', folder)
    expect(none.stderr).toMatch(
      /no stack runs in .*; start one with `npm run -s gimbal -- stack up`/,
    )
    expect(none.status).toBe(1)
    const silent = await run('--network', await writeNetwork('1.json'))
    expect(silent.stderr).toMatch(/the network .* has no URL of a subgraph \(graphqlUrl/)
    expect(silent.status).toBe(1)
    const wrong = await run('--url', 'ftp://a')
    expect(wrong.status).toBe(2)
  })
})
