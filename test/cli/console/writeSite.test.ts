import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeSite } from '../../../cli/console/writeSite.ts'
import { FileError } from '../../../files/errors.ts'
import { createSite } from './support/createSite.ts'

let site: string
let folder: string

beforeEach(async () => {
  site = await createSite()
  folder = await mkdtemp(join(tmpdir(), 'gimbal-out-'))
})

afterEach(async () => {
  await rm(site, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
})

const networks = { networks: { main: {} } }
const names = ['assets', 'icon.svg', 'index.html', 'networks.json']

describe('writeSite', () => {
  test('default: the built files and networks.json, in a folder that was not there', async () => {
    const out = join(folder, 'deep', 'site')
    expect(await writeSite(out, networks, site)).toBe(5)
    expect((await readdir(out)).toSorted()).toEqual(names)
    expect(JSON.parse(await readFile(join(out, 'networks.json'), 'utf8'))).toEqual(networks)
    expect(await readFile(join(out, 'assets', 'index-a1b2c3d4.js'), 'utf8')).toBe('export {}')
    // Nothing of the way there is left.
    expect(await readdir(join(folder, 'deep'))).toEqual(['site'])
  })

  test('behavior: an empty folder is filled; a console is replaced, also through a link', async () => {
    const out = join(folder, 'site')
    await mkdir(out)
    await writeSite(out, networks, site)
    await writeFile(join(out, 'assets', 'old-00000000.js'), '')
    await symlink(out, join(folder, 'link'))
    await writeSite(join(folder, 'link'), { networks: {} }, site)
    expect((await readdir(out)).toSorted()).toEqual(names)
    expect(await readdir(join(out, 'assets'))).not.toContain('old-00000000.js')
    expect(await readFile(join(out, 'networks.json'), 'utf8')).toContain('"networks": {}')
    expect((await readdir(folder)).toSorted()).toEqual(['link', 'site'])
  })

  test.each([
    ['a foreign file beside a console', 'CNAME', /has CNAME, which is no file of the console/],
    ['other files', 'thesis.txt', /has thesis\.txt/],
  ])('error: a folder with %s stays as it is', async (what, name, message) => {
    const out = join(folder, 'site')
    if (what.includes('beside')) await writeSite(out, networks, site)
    else await mkdir(out)
    await writeFile(join(out, name), 'mine')
    const before = await readdir(out)
    await expect(writeSite(out, networks, site)).rejects.toThrow(FileError)
    await expect(writeSite(out, networks, site)).rejects.toThrow(message)
    expect(await readdir(out)).toEqual(before)
  })

  test('error: a page that is no console, a file, a folder that takes no new one', async () => {
    await writeFile(join(folder, 'index.html'), '<title>My page</title>')
    await expect(writeSite(folder, networks, site)).rejects.toThrow(/holds no console/)
    const file = join(folder, 'index.html')
    await expect(writeSite(file, networks, site)).rejects.toThrow(/is a file; name a folder/)
    await expect(writeSite('/proc/site', networks, site)).rejects.toThrow(FileError)
    expect(await readdir(folder)).toEqual(['index.html'])
  })
})
