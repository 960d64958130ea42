import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseConfig } from '../../../bot/config.ts'
import { type DoctorStack, startDoctorStack } from '../doctor/support/doctorStack.ts'
import { runDoctorCommand } from '../doctor/support/runDoctorCommand.ts'
import { runGimbal } from '../support/runGimbal.ts'

let stack: DoctorStack

beforeAll(async () => {
  stack = await startDoctorStack()
}, 90_000)

afterAll(() => stack?.stop())

const initReplica = (...args: string[]) =>
  runGimbal(['init', 'replica', '--network', 'local', '--dir', stack.stack.folder, ...args])

describe('gimbal init replica', { timeout: 60_000 }, () => {
  test('default: the written file passes the checks once the variables that it names are set', async () => {
    const file = join(stack.folder, 'replica.yaml')
    const { status, stdout, stderr } = await initReplica('--out', file)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const named = [...stdout.matchAll(/^ {2}([A-Z_0-9]+)$/gm)].map(([, name = '']) => name)
    const values: Record<string, string | undefined> = {
      GIMBAL_SUBGRAPH: stack.index.url,
      GIMBAL_REPORTER_KEY: stack.env.DOCTOR_KEY,
      GIMBAL_SIGN_TOKEN: 'a token of our own',
      GIMBAL_PEER_2_URL: stack.peer.url,
      GIMBAL_PEER_2_TOKEN: stack.env.PEER_TOKEN,
    }
    expect(named.toSorted()).toEqual(Object.keys(values).toSorted())
    const text = await readFile(file, 'utf8')
    // Other programs of this machine may have the usual ports.
    await writeFile(file, text.replace('port: 9465', 'port: 0').replace('port: 9464', 'port: 0'))
    const doctor = await runDoctorCommand(['--config', file], values as Record<string, string>)
    expect(doctor.stdout).toMatch(/\n\nall is well\n$/)
    expect(doctor.status).toBe(0)
    const { parsed, lines } = { parsed: parse(text), lines: text.trimEnd().split('\n') }
    expect(parseConfig(parsed)).toHaveProperty('settings')
    expect(parsed).toMatchObject({ markets: ['weth-usd'], decide: { heartbeat: '10 min' } })
    // Each place that holds something says what it is; a list says so above.
    const silent = lines.filter((line) => !line.includes('#') && /\w: \S/.test(line))
    expect(silent.filter((line) => !line.trim().startsWith('- '))).toEqual([])
    expect(lines.filter((line) => line.length > 120)).toEqual([])
  })

  test('error: a file that exists is left alone', async () => {
    const file = join(stack.folder, 'own.yaml')
    await writeFile(file, 'mine')
    const { status, stdout, stderr } = await initReplica('--out', file)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(
      /own.yaml exists already and was not changed; name another file by --out/,
    )
    expect(await readFile(file, 'utf8')).toBe('mine')
  })

  test.each([
    [['init'], /no configuration given; give one of replica, prover/],
    [['init', 'bot'], /unknown configuration bot; give one of replica, prover/],
    [['init', 'replica', '--rpc', 'ftp://a'], /the value of --rpc is no http or https URL/],
  ])('error: %j is wrong usage', async (args, message) => {
    const { status, stderr } = await runGimbal(args)
    expect(stderr).toMatch(message)
    expect(status).toBe(2)
  })
})

// On the same stack.
describe('gimbal doctor --network', { timeout: 60_000 }, () => {
  test('default: it checks a network against its file, and finds what is wrong', async () => {
    const network = join(stack.stack.folder, 'network.json')
    const well = await runDoctorCommand(['--network', network])
    expect(well.stdout).toMatch(/^ {2}ok {3}RiskParameters {2}0x\w{40}, with this core$/m)
    expect(well.stdout).toMatch(/^ {2}ok {3}hub .*: has the space gimbal.eth$/m)
    expect([well.status, well.stderr]).toEqual([0, ''])
    const file = JSON.parse(await readFile(network, 'utf8'))
    const { GimbalToken, RiskParameters } = file.contracts
    const changed = join(stack.folder, 'changed.json')
    const check = async (contracts: object) => {
      await writeFile(
        changed,
        JSON.stringify({ ...file, contracts: { ...file.contracts, ...contracts } }),
      )
      return runDoctorCommand(['--network', changed])
    }
    const mistaken = await check({ RiskParameters: GimbalToken })
    expect(mistaken.stdout).toMatch(
      /^ {2}MEND RiskParameters .* is no RiskParameters of this depl/m,
    )
    expect(mistaken.status).toBe(1)
    const token = await check({ GimbalToken: RiskParameters })
    expect(token.stdout).toMatch(/^ {2}MEND token or Governor {2}0x.* is no token or Governor/m)
    const other = await runDoctorCommand(['--network', changed, '--config', 'replica.yaml'])
    expect(other.stderr).toMatch(/--config is a replica, which has its network/)
    expect(other.status).toBe(2)
  })
})
