import { rm, writeFile } from 'node:fs/promises'
import { get, request } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ConsoleNotBuiltError, ConsolePortError } from '../../../cli/console/errors.ts'
import { type ServedConsole, serveConsole } from '../../../cli/console/serveConsole.ts'
import { createSite, POLICY } from './support/createSite.ts'

let folder: string
let site: ServedConsole
const readNetworks = vi.fn(async (): Promise<object> => ({ networks: {} }))

beforeEach(async () => {
  folder = await createSite()
  readNetworks.mockResolvedValue({ networks: {} })
  site = await serveConsole({ folder, readNetworks })
})

afterEach(async () => {
  await site.close()
  await rm(folder, { recursive: true, force: true })
})

/** What a request with these headers is answered; `fetch` sets the host by itself. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    request(new URL(path, site.url), { headers, method }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode, text }))
    })
      .on('error', reject)
      .end()
  })
}

describe('serveConsole', () => {
  test('default: page, files and networks, each with its type', async () => {
    const types: Record<string, string> = {
      '': 'text/html;charset=utf-8',
      'icon.svg': 'image/svg+xml',
      'assets/index-a1b2c3d4.js': 'text/javascript',
      'assets/core-a1b2c3d4.wasm': 'application/wasm',
      'networks.json': 'application/json',
    }
    for (const [path, type] of Object.entries(types)) {
      const response = await fetch(new URL(path, site.url))
      expect([path, response.status]).toEqual([path, 200])
      expect(response.headers.get('content-type')).toBe(type)
    }
  })

  test.each(['', 'assets/index-a1b2c3d4.js', 'networks.json', 'nothing'])(
    'default: the headers that guard the page are on %j',
    async (path) => {
      const { headers } = await fetch(new URL(path, site.url))
      expect(headers.get('content-security-policy')).toBe(`${POLICY}; frame-ancestors 'none'`)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('geolocation=()')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    },
  )

  test('behavior: files with a hash in their names are kept, the others asked for each time', async () => {
    const read = async (path: string) =>
      (await fetch(new URL(path, site.url))).headers.get('cache-control')
    expect(await read('assets/index-a1b2c3d4.js')).toBe('public, max-age=31536000, immutable')
    for (const path of ['', 'icon.svg', 'networks.json']) expect(await read(path)).toBe('no-cache')
    // A file that is not there now may be after the next build.
    expect(await read('assets/other-a1b2c3d4.js')).toBeNull()
  })

  test('behavior: networks are read at each request, and a failure is its own', async () => {
    const read = async () => {
      const response = await fetch(new URL('networks.json?again', site.url))
      return [response.status, await response.text()]
    }
    expect(await read()).toEqual([200, '{"networks":{}}'])
    readNetworks.mockResolvedValue({ networks: { main: {} } })
    expect(await read()).toEqual([200, '{"networks":{"main":{}}}'])
    readNetworks.mockRejectedValue(new Error('no stack runs there'))
    expect(await read()).toEqual([500, 'no stack runs there\n'])
  })

  test('behavior: a site that was built anew is served as it is then', async () => {
    const page = async () => (await fetch(site.url)).text()
    expect(await page()).toContain('<title>Gimbal</title>')
    await writeFile(join(folder, 'index.html'), 'a longer page than before: '.repeat(99))
    expect(await page()).toMatch(/^a longer page/)
  })

  test('error: another host than this one: a page of elsewhere has made its name lead here', async () => {
    const { port } = new URL(site.url)
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', 'localhost:1']) {
      for (const path of ['/', '/networks.json', '/assets/index-a1b2c3d4.js']) {
        expect([host, (await ask(path, { host })).status]).toEqual([host, 421])
      }
    }
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
      expect([host, (await ask('/', { host })).status]).toEqual([host, 200])
    }
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('error: %s', async (method) => {
    const response = await fetch(new URL('networks.json', site.url), { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect(readNetworks).not.toHaveBeenCalledWith()
    readNetworks.mockClear()
  })

  test('error: what is outside of the folder, or nowhere', async () => {
    await writeFile(join(folder, '..', 'gimbal-outside.txt'), 'secret')
    for (const path of ['/../gimbal-outside.txt', '/%2e%2e/gimbal-outside.txt', '/%00', '/%']) {
      const response = await new Promise<number | undefined>((resolve, reject) => {
        const { hostname: host, port } = new URL(site.url)
        get({ host, port, path }, ({ statusCode }) => resolve(statusCode)).on('error', reject)
      })
      expect([path, response]).toEqual([path, 404])
    }
    await rm(join(folder, '..', 'gimbal-outside.txt'))
  })

  test('error: a port that is taken; without one that was asked for, a free one is taken', async () => {
    const port = Number(new URL(site.url).port)
    const failing = serveConsole({ folder, readNetworks, port })
    await expect(failing).rejects.toThrow(ConsolePortError)
    await expect(failing).rejects.toThrow(`the port ${port} is in use; give another by --port`)
    const other = await serveConsole({ folder, readNetworks })
    expect(other.url).not.toBe(site.url)
    await other.close()
  })

  test('error: a console that is not built, or is none', async () => {
    await writeFile(join(folder, 'index.html'), '<title>Something else</title>')
    const failing = serveConsole({ folder, readNetworks })
    await expect(failing).rejects.toThrow(ConsoleNotBuiltError)
    await expect(failing).rejects.toThrow('run `npm run setup`')
    await expect(serveConsole({ folder: join(folder, 'no'), readNetworks })).rejects.toThrow(
      ConsoleNotBuiltError,
    )
  })
})
