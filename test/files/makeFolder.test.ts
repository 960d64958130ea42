import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FileError } from '../../files/errors.ts'
import { makeFolder } from '../../files/makeFolder.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gimbal-folder-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('makeFolder', () => {
  test('default: with those above it; twice is once', async () => {
    const folder = join(root, 'a', 'b', 'c')
    await Promise.all([makeFolder(folder), makeFolder(folder)])
    await makeFolder(folder)
    expect((await stat(folder)).isDirectory()).toBe(true)
  })

  test('error: a file of that name, or on the way', async () => {
    const file = join(root, 'file')
    await writeFile(file, '')
    for (const folder of [file, join(file, 'below')]) {
      await expect(makeFolder(folder)).rejects.toThrow(
        new FileError(folder, 'is a file, or leads through one; name a folder'),
      )
    }
  })

  test.runIf(process.platform === 'linux')(
    'error: a place that takes no folder is refused, not tried for ever',
    async () => {
      await expect(makeFolder('/proc/gimbal')).rejects.toThrow(
        new FileError('/proc/gimbal', 'cannot be made (ENOENT); name another folder'),
      )
    },
  )
})
