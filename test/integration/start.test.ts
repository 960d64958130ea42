import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRunning } from '../../files/processIdentity.ts'
import type { StackState } from '../../stack/local/stateFile.ts'
import { portfolioNames } from '../../stack/portfolio/portfolioNames.ts'
import { runGimbal, spawnGimbal } from '../cli/support/runGimbal.ts'

const patience = 1_800_000

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-start-'))
  chmodSync(folder, 0o755)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('gimbal start', { timeout: patience }, () => {
  test('P-185 default: a short market, signed and proven, from the vote to the verdict, every check passed', async () => {
    const args = ['--from', '07:00', '--to', '08:04', '--speed', '60', '--dir', folder]
    const { status, stdout, stderr } = await runGimbal(['start', '--once', '--json', ...args])
    expect([status, status === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, ''])
    const summary = JSON.parse(stdout)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(`the console: ${summary.urls.console}\n`)
    expect(summary).toMatchObject({
      isPassed: true,
      market: 'weth-usd',
      disagreements: 0,
      problems: [],
      governance: {
        forVotes: `1000000${'0'.repeat(18)}`,
        chainVotes: `600000${'0'.repeat(18)}`,
        snapshotVotes: `400000${'0'.repeat(18)}`,
      },
      values: { storedEqualsCore: true, peakBaseFeePerGas: '1352188204502' },
    })
    // One push for most of the six epochs that begin, and more while gas rises.
    const { pushes, vaults, values } = summary
    expect(pushes.count).toBeGreaterThanOrEqual(4)
    expect(pushes).toMatchObject({ verified: pushes.count, differing: 0, wasted: 0 })
    expect(pushes.reasons).toMatchObject({ 'evidence-awaited': 1 })
    // The shock is answered at once, not at the next epoch.
    expect(pushes.withinEpoch).toBeGreaterThan(0)
    const { tightening = 0, 'both ways': bothWays = 0 } = pushes.reasons
    expect(tightening + bothWays).toBeGreaterThan(0)
    expect(Number(values.tightest.aggressivenessPips)).toBeLessThan(
      Number(values.first.aggressivenessPips),
    )
    // The same market beside it, without a signature.
    const { signed, proven, targets, inForce, storedEqualsCore } = summary.sideBySide
    expect(signed).toMatchObject({ market: 'weth-usd', pushes: pushes.count })
    expect(proven.pushes).toBeGreaterThanOrEqual(4)
    expect(proven).toMatchObject({
      market: 'weth-usd-proven',
      verified: proven.pushes,
      differing: 0,
    })
    expect([storedEqualsCore, targets.moments]).toEqual([true, proven.pushes])
    expect(inForce.blocks).toBeGreaterThan(200)
    expect(Number(proven.medianGas)).toBeGreaterThan(Number(signed.medianGas))
    // Of the same pool at the same end: most of the distance is the base fee's and the variance's.
    for (const { field, medianPips } of targets.distances) {
      expect([field, Number(medianPips) < 250_000]).toEqual([field, true])
    }
    const [gimbal, hold, fixed, clock] = vaults
    expect(vaults.map(({ name }: { name: string }) => name)).toEqual([
      ...['gimbal', 'hold', 'fixed 2.5 %', 'daily 08:00'],
    ])
    for (const vault of vaults) expect(vault.brokenPromises).toEqual([])
    // The market moves the vaults by itself: by 08:00 it has led them off their targets, and the clock strikes.
    expect(hold).toMatchObject({ rebalances: 0, feeUsd6: '0', gasUsd6: '0' })
    expect(clock.rebalances).toBe(1)
    for (const { feeUsd6, impactUsd6, gasUsd6, riskUsd6, jUsd6, ...vault } of vaults) {
      const sum = Number(feeUsd6) + Number(impactUsd6) + Number(gasUsd6) + Number(riskUsd6)
      expect(Math.abs(sum - Number(jUsd6))).toBeLessThan(10)
      const earned = Number(vault.targetEarnedUsd6) + Number(vault.driftEarnedUsd6)
      const change = Number(vault.endUsd6) - Number(vault.startUsd6)
      expect(Math.abs(earned - Number(feeUsd6) - Number(impactUsd6) - change)).toBeLessThan(10)
    }
    expect(Number(clock.gasUsd6)).toBeGreaterThan(0)
    expect([gimbal.rebalances, fixed.rebalances]).toEqual([0, 0])
    expect(existsSync(join(folder, 'state.json'))).toBe(false)
  })

  test('behavior: SIGINT while it is at work ends everything that it has started', async () => {
    const child = spawnGimbal(['start', '--from', '07:00', '--speed', '30', '--dir', folder])
    const closed = once(child, 'close')
    let output = ''
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      output += chunk
      if (output.includes('a prover, which')) break
    }
    const { parts, urls } = JSON.parse(
      readFileSync(join(folder, 'state.json'), 'utf8'),
    ) as StackState
    const site = urls.console ?? ''
    expect(output).toContain(`the console: ${site}\n`)
    expect(await (await fetch(site)).text()).toContain('<title>Gimbal</title>')
    const { networks } = await (await fetch(`${site}networks.json`)).json()
    expect(networks.local.vaults.map(({ name }: { name: string }) => name)).toEqual([
      ...['gimbal', 'hold', 'fixed 2.5 %', 'daily 08:00'],
    ])
    expect(networks.local.replicaUrls).toHaveLength(3)
    const names = parts.map(({ name }) => name).toSorted()
    expect(names).toEqual([
      ...['anvil', 'graph-node', 'postgres', 'prover', 'replica-1', 'replica-2', 'replica-3'],
    ])
    expect(await Promise.all(parts.map(isRunning))).toEqual(parts.map(() => true))
    child.kill('SIGINT')
    expect(await closed).toEqual([0, null])
    expect(await Promise.all(parts.map(isRunning))).toEqual(parts.map(() => false))
    await expect(fetch(site)).rejects.toThrow()
    expect(existsSync(join(folder, 'state.json'))).toBe(false)
  })

  test.each([
    [['--speed', '500'], /give at most 240/],
    [['--from', '02:50'], /give 2022-05-12 02:56 or later/],
    [['--from', '10:00', '--to', '09:00'], /not before/],
    [['--from', '22:00', '--to', '21:00'], /give a\s+time in it/],
    [['--market', 'polygon-2023-08-17'], /gas is paid in MATIC/],
    [['--from', '25:00'], /give a time of the day/],
  ])('error: %j', async (args, message) => {
    const { status, stderr } = await runGimbal(['start', ...args])
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)])
  })
})

// In this file, so that never two runs at once share the machine.
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
    // Messages are wrapped at the width of a terminal.
    expect([status, stderr.replaceAll(/\s+/g, ' ')]).toEqual([
      2,
      expect.stringContaining(`give one of mix, ${portfolioNames.join(', ')}`),
    ])
  })
})
