import { cp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { stringify } from 'yaml'
import { createManifest, readTemplate } from '../../deploy/subgraph/manifest.ts'
import { writeAbis } from '../../deploy/subgraph/writeAbis.ts'

const require = createRequire(import.meta.url)
const graphCli = join(
  dirname(require.resolve('@graphprotocol/graph-cli/package.json')),
  'bin/run.js',
)
const buildDir = fileURLToPath(new URL('../../build/subgraph-empty', import.meta.url))

/**
 * A copy of a rendered subgraph that is called for the same blocks and events, and does nothing: what graph-node alone
 * takes.
 */
export async function emptySubgraph(renderedDir: string, outDir: string): Promise<void> {
  const template = await readTemplate()
  await rm(buildDir, { recursive: true, force: true })
  const events = await writeAbis(join(buildDir, 'abis'))
  const empty = (contract: (typeof template.dataSources)[number]) => ({
    ...contract,
    file: `${contract.name}.ts`,
  })
  for (const { name, blockHandler, events } of [...template.dataSources, ...template.templates]) {
    const handlers = Object.values(events).map(
      (handler) => `export function ${handler}(event: ethereum.Event): void {}\n`,
    )
    if (blockHandler !== undefined) {
      handlers.push(`export function ${blockHandler}(block: ethereum.Block): void {}\n`)
    }
    const text = `import { ethereum } from '@graphprotocol/graph-ts'\n${handlers.join('')}`
    await writeFile(join(buildDir, `${name}.ts`), text)
  }
  await cp(join(renderedDir, 'schema.graphql'), join(buildDir, 'schema.graphql'))
  const manifest = createManifest(
    {
      ...template,
      schema: { file: 'schema.graphql' },
      dataSources: template.dataSources.map(empty),
      templates: template.templates.map(empty),
    },
    events,
    '.',
  )
  await writeFile(join(buildDir, 'subgraph.yaml'), stringify(manifest, { lineWidth: 0 }))
  const args = ['build', 'subgraph.yaml', '--output-dir', 'compiled', '--skip-migrations']
  await execa(process.execPath, [graphCli, ...args], { cwd: buildDir })

  await cp(renderedDir, outDir, { recursive: true })
  const compiled = [
    ...template.dataSources.map(({ name }) => `${name}/${name}.wasm`),
    ...template.templates.map(({ name }) => `templates/${name}/${name}.wasm`),
  ]
  for (const file of compiled) await cp(join(buildDir, 'compiled', file), join(outDir, file))
}
