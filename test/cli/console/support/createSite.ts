import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const POLICY = "default-src 'none'; script-src 'self'"

/** A folder that is as the build makes it, with a page that does nothing. */
export async function createSite(): Promise<string> {
  const site = await mkdtemp(join(tmpdir(), 'gimbal-site-'))
  await mkdir(join(site, 'assets'))
  await writeFile(
    join(site, 'index.html'),
    `<meta\n  http-equiv="Content-Security-Policy"\n  content="${POLICY}"\n/><title>Gimbal</title>`,
  )
  await writeFile(join(site, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(site, 'assets', 'index-a1b2c3d4.js'), 'export {}')
  await writeFile(join(site, 'assets', 'core-a1b2c3d4.wasm'), '\0asm')
  return site
}
