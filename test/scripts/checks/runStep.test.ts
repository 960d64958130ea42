import { describe, expect, test } from 'vitest'
import { countOne } from '../../../scripts/checks/counts.ts'
import { runStep, type Step } from '../../../scripts/checks/runStep.ts'

/** Runs a line of shell as a step; what was shown comes with the result. */
async function runShell(line: string, step: Partial<Step> = {}, options = {}) {
  let shown = ''
  const whole: Step = { name: 'shell', command: ['sh', '-c', line], count: countOne, ...step }
  const result = await runStep(whole, process.cwd(), (text) => (shown += text), options)
  return { ...result, shown }
}

test('default: shows nothing of a step that passes', async () => {
  expect(await runShell('echo fine')).toMatchObject({
    name: 'shell',
    passed: 1,
    failed: 0,
    shown: '',
  })
})

describe('behavior', () => {
  test('shows all of a step that fails', async () => {
    const { passed, failed, shown } = await runShell('echo one; echo two >&2; exit 3')
    expect({ passed, failed }).toEqual({ passed: 0, failed: 1 })
    expect(shown.split('\n').sort()).toEqual(['', 'one', 'two'])
  })

  test('shows a long step as it comes, each line once', async () => {
    const { shown } = await runShell('echo one; sleep 0.4; echo two', {}, { showAfterMs: 100 })
    expect(shown).toBe('one\ntwo\n')
  })

  test('gives what was printed to the count', async () => {
    const count = (_status: number, output: string) => ({ passed: output.length, failed: 0 })
    expect(await runShell('printf abc', { count })).toMatchObject({ passed: 3 })
  })
})

describe('error', () => {
  test('a command that does not exist has failed', async () => {
    const { failed, shown } = await runShell('', { command: ['no-such-command'] })
    expect(failed).toBe(1)
    expect(shown).toContain('no-such-command')
  })

  test('a runner that ran no test has failed', async () => {
    expect(await runShell('true', { count: () => ({ passed: 0, failed: 0 }) })).toMatchObject({
      failed: 1,
    })
  })
})
