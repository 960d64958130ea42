import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { bringNode } from '../../../scripts/setup/bringNode.mjs'
import { Project } from '../support/project.ts'

const name = `node-${process.platform}-${process.arch}`
let project: Project
let lock: string

beforeEach(() => {
  project = new Project()
  lock = join(project.root, 'build', 'setup.lock')
  const version = '24.1.2'
  const packages = { '': {}, [`node_modules/${name}`]: { version, optional: true } }
  project.write(
    'toolchain/package.json',
    JSON.stringify({ optionalDependencies: { [name]: version } }),
  )
  project.write('toolchain/package-lock.json', JSON.stringify({ packages }))
  project.write('toolchain/fake-node', '#!/bin/sh\necho v24.1.2\n')
  vi.stubEnv('npm_execpath', project.npm)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  project.remove()
})

describe('default', () => {
  test('takes this Node if it is new enough', async () => {
    const node = await bringNode(project.root, { version: 'v24.0.0', lock })
    expect(node).toMatchObject({
      path: process.execPath,
      major: 24,
      npm: [process.execPath, project.npm],
    })
    expect(node.env.PATH).toMatch(`${project.root}/node_modules/.bin:`)
    expect(existsSync(join(project.root, 'toolchain/npm-calls'))).toBe(false)
  })

  test('brings one if it is not, first on the path', async () => {
    const node = await bringNode(project.root, { version: 'v23.9.0', lock })
    const home = join(project.root, 'toolchain/node_modules', name)
    const npm = join(project.root, 'toolchain/node_modules/npm/bin/npm-cli.js')
    expect(node).toMatchObject({
      path: `${home}/bin/node`,
      major: 24,
      npm: [`${home}/bin/node`, npm],
    })
    expect(node.env.PATH).toMatch(`${home}/bin:${project.root}/node_modules/.bin:`)
    expect(node.env.npm_config_nodedir).toBe(home)
  })
})

describe('behavior', () => {
  test('brings it once', async () => {
    await bringNode(project.root, { version: 'v20.1.0', lock })
    await bringNode(project.root, { version: 'v20.1.0', lock })
    expect(project.read('toolchain/npm-calls').split('\n')).toHaveLength(2)
  })
})

describe('error', () => {
  test.each([
    ['darwin', 'arm64'],
    ['win32', 'x64'],
  ])('there is none to bring for %s-%s', async (platform, arch) => {
    const node = bringNode(project.root, { version: 'v20.1.0', platform, arch, lock })
    await expect(node).rejects.toThrow(/v20\.1\.0.* Install Node 24 or later/)
  })

  test('the one brought does not start: says so each time', async () => {
    project.write('toolchain/fake-node', '#!/nowhere/loader\n')
    chmodSync(join(project.root, 'toolchain/fake-node'), 0o755)
    for (const _time of [1, 2]) {
      const node = bringNode(project.root, { version: 'v20.1.0', lock })
      await expect(node).rejects.toThrow(/does not start on this system. Install Node 24/)
    }
  })
})
