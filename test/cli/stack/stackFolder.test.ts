import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { listFolderArgs } from '../../../cli/stack/stackFolder.ts'
import { locateStack } from '../../../client/network/findNetwork.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const usual = resolve(root, 'build/stack')

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('locateStack', () => {
  test('default: --dir, then GIMBAL_STACK, then build/stack', () => {
    vi.stubEnv('GIMBAL_STACK', undefined)
    expect(locateStack(undefined)).toBe(usual)
    vi.stubEnv('GIMBAL_STACK', '/elsewhere')
    expect(locateStack(undefined)).toBe('/elsewhere')
    expect(locateStack('/x/../y')).toBe('/y')
    vi.stubEnv('GIMBAL_STACK', '')
    expect(locateStack(undefined)).toBe(usual)
  })
})

describe('listFolderArgs', () => {
  test('default: nothing for the usual folder, --dir for others', () => {
    vi.stubEnv('GIMBAL_STACK', undefined)
    expect(listFolderArgs(usual)).toEqual([])
    expect(listFolderArgs(resolve(root, 'build/other'))).toEqual(['--dir', 'build/other'])
    expect(listFolderArgs('/tmp/my stack')).toEqual(['--dir', '/tmp/my stack'])
    expect(listFolderArgs(resolve(root))).toEqual(['--dir', resolve(root)])
  })

  test('behavior: a hint does not rely on a variable, which another shell may lack or have', () => {
    vi.stubEnv('GIMBAL_STACK', resolve(root, 'build/other'))
    expect(listFolderArgs(usual)).toEqual(['--dir', 'build/stack'])
    expect(listFolderArgs(locateStack(undefined))).toEqual(['--dir', 'build/other'])
  })
})
