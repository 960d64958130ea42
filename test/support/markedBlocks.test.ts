import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readMarkedBlocks, runMarkedBlocks } from './markedBlocks.ts'

const page = `# A page

<!-- run door -->
\`\`\`sh
echo one > file
\`\`\`

Not run:

\`\`\`sh
exit 1
\`\`\`

<!-- file door src/two.txt -->
\`\`\`ts
two
\`\`\`

<!-- run door in the background until "ready" -->
\`\`\`sh
echo ready; sleep 600
\`\`\`
<!-- run door -->
\`\`\`sh
cat file src/two.txt
\`\`\`
`

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-blocks-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('marked blocks', () => {
  test('default: runs marked blocks in order, writes files, ends what is in the background', async () => {
    const runs = await runMarkedBlocks(readMarkedBlocks(page), { folder })
    expect(runs.map(({ output }) => output)).toEqual(['', 'ready\n', 'one\ntwo\n'])
    expect(await readFile(join(folder, 'src/two.txt'), 'utf8')).toBe('two\n')
  })

  test('error: a block that fails, with its output', async () => {
    const blocks = [{ name: 'door', text: 'echo said; exit 3' }]
    await expect(runMarkedBlocks(blocks, { folder })).rejects.toThrow(/ended with 3[\s\S]*said/)
  })
})
