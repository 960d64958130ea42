import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { portfolioNames } from '../../stack/portfolio/portfolioNames.ts'
import { runGimbal } from '../cli/support/runGimbal.ts'

const patience = 1_800_000

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-portfolio-'))
  chmodSync(folder, 0o755)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('gimbal start --portfolio', { timeout: patience }, () => {
  test('P-167 P-168 default: a carry beside its twins through the begin of the shock, every check passed', async () => {
    const span = ['--from', '06:50', '--to', '07:30', '--speed', '100', '--dir', folder]
    const args = ['start', '--once', '--json', '--portfolio', 'carry', ...span]
    const { status, stdout, stderr } = await runGimbal(args)
    expect([status, status === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, ''])
    const summary = JSON.parse(stdout)
    expect(summary).toMatchObject({
      isPassed: true,
      disagreements: 0,
      problems: [],
      portfolio: { name: 'carry', differences: [] },
    })
    const [ours, unhedged, plain] = summary.vaults
    expect(summary.vaults.map(({ name }: { name: string }) => name)).toEqual([
      ...['gimbal', 'unhedged', 'plain 2.5 %'],
    ])
    // The market measures our vault, and our vault acts on what is pushed for it.
    expect(summary.pushes.count).toBeGreaterThanOrEqual(3)
    expect(ours.acts.trade).toBeGreaterThanOrEqual(1)
    expect(Number(ours.gasUsd6)).toBeGreaterThan(0)
    expect(unhedged).toMatchObject({ acts: {}, costUsd6: '0', gasUsd6: '0' })
    for (const vault of [ours, unhedged, plain]) {
      expect(vault.brokenPromises).toEqual([])
      expect(vault.liquidations).toBe(0)
      const sum = Number(vault.costUsd6) + Number(vault.gasUsd6) + Number(vault.riskUsd6)
      expect(Math.abs(sum - Number(vault.jUsd6))).toBeLessThan(10)
      // The legs cancel: while ether moves by percents, the value stays where it began.
      expect(Number(vault.startUsd6)).toBeGreaterThan(9.9e12)
      const moved = Math.abs(Number(vault.endUsd6) - Number(vault.startUsd6))
      expect(moved / Number(vault.startUsd6)).toBeLessThan(0.005)
    }
  })

  test('error: a portfolio that is not there', async () => {
    const { status, stderr } = await runGimbal(['start', '--portfolio', 'straddle'])
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining(`give one of mix, ${portfolioNames.join(', ')}`),
    ])
  })
})
