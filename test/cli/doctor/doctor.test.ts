import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createConditions } from '../../../bot/health/conditions.ts'
import { createMetrics } from '../../../bot/health/metrics.ts'
import { startHealthServer } from '../../../bot/health/startHealthServer.ts'
import { openSqliteJournal } from '../../../bot/journal/openSqliteJournal.ts'
import { type DoctorStack, startDoctorStack } from './support/doctorStack.ts'
import { runDoctorCommand } from './support/runDoctorCommand.ts'

let stack: DoctorStack

beforeAll(async () => {
  stack = await startDoctorStack()
}, 600_000)

afterAll(() => stack?.stop())

afterEach(() => {
  stack.node.meddle = (_, forward) => forward()
})

/** A replica's health at a free port. */
async function startHealth() {
  const conditions = createConditions({ alarmAfterMs: 10, now: () => 0, onAlarm: () => {} })
  const { registry } = createMetrics()
  const alive = { isLive: () => true, isRunning: () => true }
  return startHealthServer({ host: '127.0.0.1', port: 0, registry, conditions, ...alive })
}

describe('gimbal doctor', { timeout: 600_000 }, () => {
  test('default: this installation and the stack that runs on it', async () => {
    const { status, stdout, stderr } = await runDoctorCommand(['--dir', stack.stack.folder])
    expect(stderr).toBe('')
    const headings = stdout.split('\n').filter((line) => /^[A-Z]/.test(line))
    expect(headings).toEqual([
      ...['This machine', 'What is installed', 'What is built', 'The local stack'],
    ])
    expect(stdout).toMatch(/^ {2}ok {3}node {7}\d+\.\d+\.\d+, /m)
    expect(stdout).toMatch(
      /^ {2}ok {3}chain {6}http:\/\/127\.0\.0\.1:\d+: chain 31337, block \d+$/m,
    )
    // If sources are edited while this runs, a build product is stale.
    const isWell = !/^ {2}MEND/m.test(stdout)
    expect(status).toBe(isWell ? 0 : 1)
    expect(stdout).toMatch(isWell ? /\n\nall is well\n$/ : /\n\n\d+ things? to mend\n$/)
  })

  test('default: a replica that may begin, in text and as JSON; no secret, no path', async () => {
    const config = await stack.writeConfig()
    const text = await runDoctorCommand(['--config', config], stack.env)
    expect(text).toMatchObject({ status: 0, stderr: '' })
    expect(text.stdout).toMatch(/\n\nall is well\n$/)
    const json = await runDoctorCommand(['--config', config, '--json'], stack.env)
    expect(json).toMatchObject({ status: 0, stderr: '' })
    const { isOk, checks } = JSON.parse(json.stdout)
    expect(isOk).toBe(true)
    expect(checks.length).toBe(text.stdout.match(/^ {2}ok {3}/gm)?.length)
    expect(checks[0]).toEqual({
      group: 'The configuration',
      name: 'file',
      isOk: true,
      detail: expect.stringMatching(/replica-0 on chain 31337 for weth-usd; signs, sends$/),
    })
    for (const out of [text.stdout, json.stdout]) {
      expect(out).not.toMatch(/hunter2|\/v3|secret-key|v1\/sign/)
      expect(out).not.toContain(stack.env.DOCTOR_KEY?.slice(2))
    }
    expect(stack.asked).toEqual([])
  })

  test('error: the faults of a replica, without a secret although the node’s answer contains it', async () => {
    stack.node.meddle = async ({ method }) => ({
      error: {
        code: -32_000,
        message: `no project hunter2 at ${stack.env.DOCTOR_RPC} (${method})`,
      },
    })
    const peers = [{ url: stack.peer.url, token: 'DOCTOR_TOKEN' }]
    const config = await stack.writeConfig({ peers })
    const env = { ...stack.env, DOCTOR_TOKEN: 'hunter2' }
    const { status, stdout, stderr } = await runDoctorCommand(['--config', config], env)
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toMatch(/^ {2}MEND endpoint 1 {2}http.*: no project \(hidden\) at .*; mend it/m)
    expect(stdout).toMatch(/^ {2}MEND peer 1 {2}.* does not take the token in DOCTOR_TOKEN; ask/m)
    expect(stdout).toMatch(/\n\n2 things to mend\n$/)
    expect(stdout).not.toMatch(/hunter2/)
  })

  test('error: an invalid configuration, as JSON', async () => {
    const config = await stack.writeConfig({ version: '0.0.0', markets: [] })
    const { status, stdout } = await runDoctorCommand(['--config', config, '--json'], stack.env)
    expect(status).toBe(1)
    const { isOk, checks } = JSON.parse(stdout)
    expect(isOk).toBe(false)
    expect(checks.map(({ name }: { name: string }) => name)).toEqual(['version', 'markets'])
  })

  test('behavior: a running replica has its journal and its port; another replica is recognised', async () => {
    const health = await startHealth()
    const file = `${stack.folder}/running.sqlite`
    const journal = openSqliteJournal(file)
    const port = Number(new URL(health.url).port)
    const config = await stack.writeConfig({ journal: { file }, http: { port } })
    try {
      const own = await runDoctorCommand(['--config', config], stack.env)
      expect(own.stdout).toMatch(/^ {2}ok {3}journal .*, in use by this replica$/m)
      expect(own.stdout).toMatch(/^ {2}ok {3}http {4}port \d+ of 127.0.0.1, this replica's$/m)
      expect(own.stdout).toMatch(/^ {2}ok {3}health {2}ready$/m)
      expect(own.status).toBe(0)
    } finally {
      await journal.close()
    }
    const other = await runDoctorCommand(['--config', config], stack.env)
    await health.close()
    expect(other.stdout).toMatch(/^ {2}MEND http .* its replica has another journal; end that one/m)
    expect(other.status).toBe(1)
  })

  test('error: --dir with --config is wrong usage', async () => {
    const { status, stderr } = await runDoctorCommand(['--config', 'a', '--dir', 'b'])
    expect(stderr).toMatch(/--dir belongs to the check without --config; give one of them/)
    expect(status).toBe(2)
  })
})
