import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkMarket } from '../../../market/check/checkMarket.ts'
import { listShippedMarkets, openMarket } from '../../../market/files/openMarket.ts'
import { importMarket } from '../../../market/import/importMarket.ts'
import { makeFolder } from '../support/makeFolder.ts'
import { findFormat, recordedFile } from '../support/recordedFile.ts'

/** The bars of an exchange as a market, with its file of prices changed, and the hash of what it then is. */
async function checkChanged(change: (lines: string[]) => string[], isHashed = true) {
  const folder = join(makeFolder(), 'day')
  await importMarket(folder, {
    format: findFormat('exchange'),
    files: [recordedFile('exchange')],
    write: 'csv',
    facts: { chain: { baseFeePerGas: 1 }, venue: { depthUsd6: 1e14 }, assumptions: [] },
  })
  const file = join(folder, 'price.csv')
  const text = `${change(readFileSync(file, 'utf8').trimEnd().split('\n')).join('\n')}\n`
  writeFileSync(file, text)
  if (isHashed) {
    const manifest = join(folder, 'market.json')
    const sha256 = createHash('sha256').update(text).digest('hex')
    const old = readFileSync(manifest, 'utf8')
    writeFileSync(manifest, old.replace(/"sha256": "\w+"/, `"sha256": "${sha256}"`))
  }
  const { findings } = await checkMarket(await openMarket(folder))
  return findings.filter(({ name }) => name !== 'depth-constant')
}

describe('checkMarket', () => {
  test.each(listShippedMarkets())('default: the shipped market %s is not refused', async (name) => {
    const { findings, tables } = await checkMarket(await openMarket(name))
    expect(findings.filter(({ severity }) => severity === 'refuse')).toEqual([])
    expect(tables.length).toBeGreaterThan(0)
  })

  test('default: an imported market has no finding but its constant depth', async () => {
    expect(await checkChanged((lines) => lines)).toEqual([])
  })

  const swap = (lines: string[], a: number, b: number) =>
    lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '')
  const faults: [
    name: string,
    change: (lines: string[]) => string[],
    found: string,
    text: RegExp,
  ][] = [
    ['a duplicate', (lines) => lines.with(9, lines[8] ?? ''), 'duplicate', /is there twice/],
    ['a falling clock', (lines) => swap(lines, 20, 21), 'falling-clock', /stands after/],
    [
      'a gap that is not listed',
      (lines) => lines.toSpliced(30, 1),
      'not-readable',
      /list \{ "from": /,
    ],
    ['a NaN', (lines) => lines.with(5, 'NaN,1,1,1,1,1'), 'not-readable', /price.csv, line 6/],
    ['an empty partition', (lines) => lines.slice(0, 1), 'not-readable', /holds no row/],
  ]
  test.each(faults)('error: %s is refused by place', async (_name, change, found, text) => {
    const findings = await checkChanged(change)
    const finding = findings.find(({ name }) => name === found)
    expect(finding?.severity).toBe('refuse')
    expect(finding?.text).toMatch(text)
  })

  test('error: bytes that are not those of the manifest', async () => {
    const findings = await checkChanged(
      (lines) => lines.with(5, (lines[5] ?? '').replace(/\d$/, '1')),
      false,
    )
    expect(findings[0]).toMatchObject({ name: 'not-readable', severity: 'refuse' })
    expect(findings[0]?.text).toMatch(/price.csv: the SHA-256 is/)
  })
})
