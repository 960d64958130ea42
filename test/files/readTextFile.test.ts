import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FileError } from '../../files/errors.ts'
import { readTextFile } from '../../files/readTextFile.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-files-'))
})

afterAll(() => rm(folder, { recursive: true }))

describe('readTextFile', () => {
  test('default', async () => {
    const file = join(folder, 'plain.txt')
    await writeFile(file, 'a\nb\n')
    expect(await readTextFile(file)).toBe('a\nb\n')
  })

  test('behavior: byte order mark and line ends make no difference', async () => {
    const file = join(folder, 'windows.txt')
    await writeFile(file, '\ufeffa\r\nb\r\n')
    expect(await readTextFile(file)).toBe('a\nb\n')
  })

  test('error: a file that is missing, a folder, and bytes that are no text are named', async () => {
    const file = join(folder, 'latin1.txt')
    await writeFile(file, Uint8Array.of(0x5a, 0xfc))
    await expect(readTextFile(file)).rejects.toThrow(`${file}: is no text in UTF-8`)
    await expect(readTextFile(join(folder, 'none'))).rejects.toThrow(FileError)
    await expect(readTextFile(folder)).rejects.toThrow('EISDIR')
  })
})
