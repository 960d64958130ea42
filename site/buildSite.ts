/** Builds the site from the checkout that it stands in: the documents, what they link to, and the reference. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { build } from 'vitepress'
import { findDeadLinks } from './links/findDeadLinks.ts'
import { createSidebar } from './navigation.ts'
import { collectPages } from './pages/collectPages.ts'
import type { Group } from './reference/solidity/writeSolidity.ts'
import { writeTypeScript } from './reference/writeTypeScript.ts'

const site = dirname(fileURLToPath(import.meta.url))
const root = dirname(site)
const work = join(root, 'build', 'site')
const pagesFolder = join(work, 'pages')
const htmlFolder = join(work, 'html')

/** Contracts are read in a thread of their own: the compiler and TypeDoc keep a core busy each. */
function writeSolidityAside(folder: string): Promise<Group[]> {
  const worker = new Worker(new URL('./reference/solidity/worker.ts', import.meta.url), {
    workerData: { root, folder },
  })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

function writePages(): string[] {
  const { texts, assets } = collectPages(root)
  for (const [path, text] of texts) {
    const file = join(pagesFolder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  for (const [path, from] of assets) cpSync(join(root, from), join(pagesFolder, path))
  cpSync(join(site, 'home'), pagesFolder, { recursive: true })
  cpSync(join(root, 'web', 'public', 'icon.svg'), join(pagesFolder, 'public', 'icon.svg'))
  return [...texts.keys()].map((path) => path.replace(/\.md$/, ''))
}

/** The first heading of each page, for the navigation. */
function readTitle(page: string): string {
  const text = readFileSync(join(pagesFolder, `${page}.md`), 'utf8')
  return /^# (.+)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? page
}

async function buildSite(): Promise<string[]> {
  const warnings: string[] = []
  rmSync(work, { recursive: true, force: true })
  const pages = writePages()
  const [solidity, typescript] = await Promise.all([
    writeSolidityAside(join(pagesFolder, 'reference', 'solidity')),
    writeTypeScript(root, join(pagesFolder, 'reference', 'typescript')),
  ])
  const sidebar = createSidebar({ pages, solidity, typescript, readTitle })
  writeFileSync(join(work, 'sidebar.json'), JSON.stringify(sidebar))

  await build(site, {
    onAfterConfigResolve({ logger }) {
      const warn = (message: string) => void warnings.push(message)
      Object.assign(logger, { warn, warnOnce: warn })
    },
  })
  warnings.push(...findDeadLinks(htmlFolder))
  return warnings
}

const warnings = await buildSite()
for (const warning of warnings) console.error(`warning: ${warning}`)
if (warnings.length > 0) process.exitCode = 1
