import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Hex } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashSource } from '../../../backtest/node/hashSource.ts'

const modules: Hex[] = [`0x${'a'.repeat(64)}`, `0x${'b'.repeat(64)}`]

/** Log returns are of core/, and what a bot would push is decided in governance/. */
const rooms = ['backtest', 'core', 'governance', 'market', 'observation', 'strategy']

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-source-'))
  for (const room of rooms) write(`${room}/a.ts`, room)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

test('default: this checkout has one, always the same', () => {
  expect(hashSource(modules)).toMatch(/^0x[0-9a-f]{64}$/)
  expect(hashSource(modules)).toBe(hashSource(modules))
})

test('behavior: a changed, new or renamed file, and another module, are another hash', () => {
  const hashes = [hashSource(modules, folder)]
  write('strategy/deep/b.ts', 'export {}')
  hashes.push(hashSource(modules, folder))
  write('strategy/deep/b.ts', 'export { }')
  hashes.push(hashSource(modules, folder))
  rmSync(join(folder, 'strategy/deep/b.ts'))
  write('strategy/deep/c.ts', 'export { }')
  hashes.push(hashSource(modules, folder), hashSource(modules.toReversed(), folder))
  expect(new Set(hashes).size).toBe(5)
})

test.each(rooms)('behavior: a changed file of %s is another hash', (room) => {
  const hash = hashSource(modules, folder)
  write(`${room}/a.ts`, 'changed')
  expect(hashSource(modules, folder)).not.toBe(hash)
})

test('behavior: line ends, and what computes no figure, change nothing', () => {
  write('market/b.ts', 'one\ntwo\n')
  const hash = hashSource(modules, folder)
  write('market/b.ts', 'one\r\ntwo\r\n')
  write('backtest/page/page.ts', 'x')
  write('market/import/x.ts', 'x')
  write('market/shipped/x/pool.csv', 'x')
  write('strategy/README.md', 'x')
  expect(hashSource(modules, folder)).toBe(hash)
})
