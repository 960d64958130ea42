import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { collectPages, DeadLinkError } from '../../../site/pages/collectPages.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gimbal-pages-'))
  for (const name of ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md']) await write(name, '# Door\n')
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

describe('collectPages', () => {
  test('default: a file outside of the documents becomes a page that shows it', async () => {
    await write('docs/a.md', 'See [the rules](../ops/rules.yaml).\n')
    await write('ops/rules.yaml', 'a: 1\n')
    const { texts } = collectPages(root)
    expect(texts.get('a.md')).toBe('See [the rules](./source/ops/rules.yaml.md).\n')
    expect(texts.get('source/ops/rules.yaml.md')).toContain('```yaml\na: 1\n```')
  })

  test('behavior: a folder becomes its list, and what it lists pages too', async () => {
    await write('docs/a.md', 'See [all](../ops/).\n')
    await write('ops/one.sh', 'true\n')
    await write('ops/deep/two.md', '# Two\n')
    const { texts } = collectPages(root)
    expect(texts.get('source/ops/index.md')).toContain('[one.sh](./one.sh.md)')
    expect(texts.get('source/ops/index.md')).toContain('[deep](./deep/index.md)')
    expect(texts.get('source/ops/deep/two.md')).toBe('# Two\n')
  })

  test('behavior: links between documents and to anchors stay, pictures are copied', async () => {
    await write('docs/a.md', '[b](deep/b.md#here) ![c](c.png) [d](https://x.org)\n')
    await write('docs/deep/b.md', '[a](../a.md)\n')
    await write('docs/c.png', '')
    const { texts, assets } = collectPages(root)
    expect(texts.get('a.md')).toBe('[b](./deep/b.md#here) ![c](./c.png) [d](https://x.org)\n')
    expect(texts.get('deep/b.md')).toBe('[a](../a.md)\n')
    expect(assets.get('c.png')).toBe('docs/c.png')
  })

  test.each(['gone.md', '../gone.yaml', '../../outside.md'])(
    'error: a link to %s, which is not there',
    async (target) => {
      await write('docs/a.md', `[x](${target})\n`)
      const fails = () => collectPages(root)
      expect(fails).toThrow(DeadLinkError)
      expect(fails).toThrow(`docs/a.md links to ${target}, which is not there`)
    },
  )
})
