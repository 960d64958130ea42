import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkParts } from '../../../cli/doctor/checkParts.ts'

let folder: string
let manifest: string

const install = (name: string, version: string) => {
  const place = join(folder, 'node_modules', name)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version }))
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-parts-'))
  install('gimbal', '1.2.3')
  install('small', '1.0.0')
  install('@heavy/one', '2.0.0')
  manifest = join(folder, 'node_modules', 'gimbal', 'package.json')
  writeFileSync(
    manifest,
    JSON.stringify({
      version: '1.2.3',
      dependencies: { small: '1.0.0' },
      optionalDependencies: { '@heavy/one': '2.0.0', '@heavy/one-linux-x64': '2.0.0' },
    }),
  )
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('checkParts', () => {
  test('default: everything is there', () => {
    expect(checkParts(manifest)).toEqual([
      { name: 'package', isOk: true, detail: 'gimbal 1.2.3' },
      { name: 'library', isOk: true, detail: '1 packages, as asked for' },
      { name: 'stack', isOk: true, detail: '1 packages, as asked for' },
    ])
  })

  test('behavior: what was left out, or has another version, is named', () => {
    rmSync(join(folder, 'node_modules', '@heavy'), { recursive: true })
    install('small', '1.0.1')
    const [, library, stack] = checkParts(manifest)
    expect([library?.isOk, library?.detail]).toEqual([
      false,
      expect.stringMatching(/^small is 1.0.1, not 1.0.0; run `/),
    ])
    expect([stack?.isOk, stack?.detail]).toEqual([
      false,
      expect.stringMatching(/^@heavy\/one is not installed; run `/),
    ])
  })
})
