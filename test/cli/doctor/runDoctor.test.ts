import { afterEach, describe, expect, test, vi } from 'vitest'
import { attempt, mend, pass } from '../../../cli/doctor/check.ts'
import { formatGroup } from '../../../cli/doctor/formatGroup.ts'
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

  test('behavior: long details go on below themselves, and hints are as they are typed', () => {
    const detail = `${'word '.repeat(20)}see \`gimbal stack down\``
    const text = formatGroup('One', [mend('first', detail)], {})
    const lines = text.split('\n')
    expect(lines[2]).toMatch(/^ {14}word/)
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
    expect(lines.join(' ').replaceAll(/ +/g, ' ')).toContain('`npm run -s gimbal -- stack down`')
    expect(text).not.toContain('\u001b')
  })

  test('behavior: what is too wide beside its name stands below it, uncut', () => {
    const hash = `0x${'ab'.repeat(32)}`
    const text = formatGroup('One', [pass('core hash', `${hash}, as voted`)], {})
    expect(text).toBe(`One\n  ok   core hash\n       ${hash}, as\n       voted`)
  })

  test('behavior: colours on a terminal, unless they are refused', () => {
    const terminal = { isTTY: true, columns: 80, hasColors: () => true }
    const format = () => formatGroup('One', [mend('first', 'is gone')], terminal)
    for (const name of ['NO_COLOR', 'FORCE_COLOR', 'TERM']) vi.stubEnv(name, undefined)
    expect(format()).toContain('\u001b[')
    vi.stubEnv('NO_COLOR', '1')
    expect(format()).toBe('One\n  MEND first  is gone')
    vi.unstubAllEnvs()
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
  test('error: a check that throws counts as a fault', async () => {
    const checks = await attempt('disk', () => {
      throw new Error('no http://a.invalid/hush\nmore')
    })
    expect(checks).toEqual([mend('disk', 'no (URL)')])
  })
})
