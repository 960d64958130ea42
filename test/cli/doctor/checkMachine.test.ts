import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkDisk } from '../../../cli/doctor/checkDisk.ts'
import { checkNode } from '../../../cli/doctor/checkNode.ts'
import { checkTerminal } from '../../../cli/doctor/checkTerminal.ts'

describe('checkNode', () => {
  test('default: the version, and whence it comes', () => {
    expect(checkNode({ root: '/p/', version: 'v24.1.0', path: '/p/toolchain/x/bin/node' })).toEqual(
      {
        name: 'node',
        isOk: true,
        detail: '24.1.0, brought by toolchain/',
      },
    )
    expect(checkNode({ root: '/p/', version: 'v26.0.0', path: '/usr/bin/node' })).toMatchObject({
      isOk: true,
      detail: '26.0.0, /usr/bin/node',
    })
    expect(checkNode({ root: '/p/' })).toMatchObject({ isOk: true })
  })

  test('error: a Node that runs TypeScript, but is too old', () => {
    const { isOk, detail } = checkNode({ root: '/p', version: 'v22.18.0', path: '/usr/bin/node' })
    expect(isOk).toBe(false)
    expect(detail).toBe(
      '22.18.0 (/usr/bin/node), wanted is 24 or later; run `npm run -s gimbal -- doctor`, which brings one, or install it',
    )
  })
})

describe('checkDisk', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gimbal-doctor-disk-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('default: the room where a folder would be made', async () => {
    const check = await checkDisk('disk', join(folder, 'none', 'deeper'), 1)
    expect(check).toMatchObject({ name: 'disk', isOk: true })
    expect(check.detail).toMatch(new RegExp(`^\\d+(\\.\\d)? GB free in ${folder}$`))
  })

  test('error: too little room', async () => {
    const { isOk, detail } = await checkDisk('disk', folder, 2 ** 70)
    expect(isOk).toBe(false)
    expect(detail).toMatch(/^\d+ MB are free in .*, wanted are \d+; make room$/)
  })

  test('error: a file where a folder has to be', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const { isOk, detail } = await checkDisk('disk', join(file, 'below'), 1)
    expect({ isOk, detail }).toEqual({
      isOk: false,
      detail: `${file} is a file, and has to be a folder; move it away`,
    })
  })

  test.runIf(process.platform === 'linux')('error: a folder that may not be written', async () => {
    // Root may write anywhere but into what the system keeps for itself.
    const { isOk, detail } = await checkDisk('disk', '/proc/sys/none', 0)
    expect({ isOk, detail }).toMatchObject({
      isOk: false,
      detail: expect.stringMatching(/^\/proc.* may not be written; change its rights, or run as/),
    })
  })
})

describe('checkTerminal', () => {
  const check = (env: NodeJS.ProcessEnv, stream = {}) =>
    checkTerminal({ env, stream }).map(({ isOk, detail }) => `${isOk ? 'ok' : 'MEND'} ${detail}`)

  test('default: a terminal, a pipe, a machine without a locale', () => {
    expect(check({ LANG: 'de_CH.UTF-8' }, { isTTY: true, columns: 120 })).toEqual([
      ...['ok de_CH.UTF-8', 'ok 120 columns'],
    ])
    expect(check({})).toEqual([
      ...['ok no locale is set; UTF-8 is written', 'ok no terminal; plain lines are written'],
    ])
    expect(check({}, { isTTY: true, columns: 0 })[1]).toBe('ok 80 columns')
    expect(check({ LC_ALL: '', LC_CTYPE: 'C.utf8', LANG: 'x.latin1' })[0]).toBe('ok C.utf8')
  })

  test('error: characters that cannot be shown, and a terminal that cannot hold them', () => {
    expect(check({ LANG: 'de_DE.ISO-8859-1@euro' })[0]).toMatch(/^MEND .* set LANG=C.UTF-8/)
    expect(check({ TERM: 'dumb' }, { isTTY: true })[1]).toMatch(/^MEND TERM is dumb.*; pipe it/)
    expect(check({}, { isTTY: true, columns: 60 })[1]).toBe(
      'MEND 60 columns, wanted are 80; widen it',
    )
  })
})
