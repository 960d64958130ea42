import { afterEach, describe, expect, test, vi } from 'vitest'
import { attempt, mend, pass } from '../../../cli/doctor/check.ts'
import { runDoctor } from '../../../cli/doctor/runDoctor.ts'

let written = ''
afterEach(() => {
  vi.restoreAllMocks()
  written = ''
})

async function run(mends: number, json = false) {
  vi.spyOn(process.stdout, 'write').mockImplementation((text, _, done?: unknown) => {
    written += text
    const callback = typeof _ === 'function' ? _ : done
    if (typeof callback === 'function') callback()
    return true
  })
  const bad = Array.from({ length: mends }, (_, at) =>
    mend(`b${at}`, 'no hush at http://a.invalid/x'),
  )
  const groups = [
    { title: 'One', checks: Promise.resolve([pass('first', 'is\n  there')]) },
    { title: 'None', checks: Promise.resolve([]) },
    { title: 'Two', checks: Promise.resolve([pass('a', 'b'), ...bad]) },
  ]
  return runDoctor({ groups, secrets: ['hush'], json })
}

describe('runDoctor', () => {
  test('default: a line a check below its heading, and a verdict', async () => {
    expect(await run(0)).toBe(0)
    expect(written).toBe('One\n  ok   first  is there\n\nTwo\n  ok   a  b\n\nall is well\n')
  })

  test.each([
    [1, '1 thing to mend\n'],
    [2, '2 things to mend\n'],
  ])('error: %d to mend', async (count, verdict) => {
    expect(await run(count)).toBe(1)
    expect(written.endsWith(verdict)).toBe(true)
    expect(written).toContain('  MEND b0  no (hidden) at http://a.invalid\n')
  })

  test('default: --json is one object, with nothing hidden in it either', async () => {
    expect(await run(1, true)).toBe(1)
    expect(JSON.parse(written)).toEqual({
      isOk: false,
      checks: [
        { group: 'One', name: 'first', isOk: true, detail: 'is\n  there' },
        { group: 'Two', name: 'a', isOk: true, detail: 'b' },
        { group: 'Two', name: 'b0', isOk: false, detail: 'no (hidden) at http://a.invalid' },
      ],
    })
  })
})

describe('attempt', () => {
  test('error: what a check throws is a thing to mend', async () => {
    const checks = await attempt('disk', () => {
      throw new Error('no http://a.invalid/hush\nmore')
    })
    expect(checks).toEqual([mend('disk', 'no (URL)')])
  })
})
