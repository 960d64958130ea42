import { describe, expect, test } from 'vitest'
import { type AwayReading, decideSend, type HomeReading } from '../../../bot/relayer/decideSend.ts'
import { defaultTarget } from '../support/defaultInput.ts'

const ACTIVE = 1
const HALTED = 3
const settings = { heartbeatSec: 600n, deviationPips: 20_000n }

const home = (changes: Partial<HomeReading> = {}): HomeReading => {
  return { status: ACTIVE, madeAt: 1_000n, values: defaultTarget, ...changes }
}
const away = (changes: Partial<AwayReading> = {}): AwayReading => {
  const known = { homeStatus: ACTIVE, madeAt: 900n, isAwaitingEvidence: false }
  return { ...known, values: defaultTarget, ...changes }
}
const widened = (pips: bigint) => {
  const bandPips = (defaultTarget.bandPips * (1_000_000n + pips)) / 1_000_000n + 1n
  return { ...defaultTarget, bandPips }
}

describe('decideSend', () => {
  test('default: the same values with newer evidence wait for the heartbeat', () => {
    expect(decideSend(home(), away(), settings)).toBeUndefined()
    expect(decideSend(home({ madeAt: 1_499n }), away(), settings)).toBeUndefined()
    expect(decideSend(home({ madeAt: 1_500n }), away(), settings)).toBe('heartbeat')
  })

  test('behavior: a field that is further off than the deviation is sent at once', () => {
    expect(decideSend(home({ values: widened(10_000n) }), away(), settings)).toBeUndefined()
    expect(decideSend(home({ values: widened(20_000n) }), away(), settings)).toBe('deviation')
  })

  test('behavior: a field that was zero counts as off as soon as it is not', () => {
    const values = { ...defaultTarget, lotPips: 0n }
    const reading = home({ values: { ...defaultTarget, lotPips: 1n } })
    expect(decideSend(reading, away({ values }), settings)).toBe('deviation')
  })

  test('behavior: nothing is sent that the other chain would refuse as not newer', () => {
    const values = widened(500_000n)
    expect(decideSend(home({ madeAt: 900n, values }), away(), settings)).toBeUndefined()
  })

  test('behavior: a market that was never told is told', () => {
    expect(decideSend(home(), away({ madeAt: 0n, homeStatus: 0 }), settings)).toBe('first')
  })

  test('behavior: a halt at home is told once, and its end again', () => {
    const halted = home({ status: HALTED, madeAt: 2_000n })
    expect(decideSend(halted, away(), settings)).toBe('status')
    expect(decideSend(halted, away({ homeStatus: HALTED }), settings)).toBeUndefined()
    const told = away({ homeStatus: HALTED, madeAt: 2_000n })
    expect(decideSend(home({ madeAt: 2_001n }), told, settings)).toBe('status')
  })

  test('behavior: a resumed market gets the evidence that it waits for', () => {
    const reading = home({ madeAt: 901n })
    expect(decideSend(reading, away({ isAwaitingEvidence: true }), settings)).toBe('awaited')
  })
})
