import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { findNetwork } from '../../client/network/findNetwork.ts'
import { requireOwnFile } from '../../files/requireOwnFile.ts'
import { readState } from '../../stack/local/stateFile.ts'

const own = process.getuid?.() ?? 0
/** Neither this user nor root. */
const other = own + 4_242

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-own-'))
  for (const name of ['state.json', 'network.json']) await writeFile(join(folder, name), '{}')
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => vi.restoreAllMocks())

test('default: takes a file of this user', async () => {
  await requireOwnFile(join(folder, 'state.json'))
  expect(await readState(folder)).toEqual({})
})

// Only root can give a file away; for others the test moves to another user, who is not root either.
test("error: another user's file decides nothing", async () => {
  if (own === 0) {
    for (const name of ['state.json', 'network.json']) await chown(join(folder, name), other, other)
  } else {
    vi.spyOn(process, 'getuid').mockReturnValue(other)
  }
  const said = /belongs to another user \(uid \d+\)/
  await expect(requireOwnFile(join(folder, 'state.json'))).rejects.toThrow(said)
  await expect(readState(folder)).rejects.toThrow(said)
  await expect(findNetwork({ network: 'local', dir: folder })).rejects.toThrow(said)
})
