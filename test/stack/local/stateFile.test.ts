import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claimFolder } from '../../../stack/local/claimFolder.ts'
import { releaseFolder } from '../../../stack/local/stateFile.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-folder-'))
})

afterEach(() => rm(folder, { recursive: true }))

describe('claimFolder', () => {
  test('default: a folder is taken and given back, and can be taken again', async () => {
    await claimFolder(folder, 31_337)
    await mkdir(join(folder, 'data'))
    await releaseFolder(folder)
    await claimFolder(folder, 31_337)
    expect(await readdir(folder)).toEqual(['state.json'])
  })

  test('error: a folder "data" of somebody else is not taken for that of a stack', async () => {
    await mkdir(join(folder, 'data'))
    await writeFile(join(folder, 'data', 'thesis.txt'), 'years of work')
    await expect(claimFolder(folder, 31_337)).rejects.toThrow(
      'has a folder "data" that belongs to no',
    )
    expect(await readdir(folder, { recursive: true })).toEqual(['data', 'data/thesis.txt'])
  })
})
