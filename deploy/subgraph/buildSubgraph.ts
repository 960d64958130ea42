import { rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ExecaError, execa } from 'execa'
import { stringify } from 'yaml'
import { SubgraphBuildError } from './errors.ts'
import { createManifest, readTemplate } from './manifest.ts'
import { buildDir, compiledDir } from './paths.ts'
import { writeAbis } from './writeAbis.ts'

const require = createRequire(import.meta.url)
const graphCli = join(
  dirname(require.resolve('@graphprotocol/graph-cli/package.json')),
  'bin/run.js',
)

/**
 * Compiles the mappings for any address: generated types go to `build/subgraph/generated`, the result to
 * `build/subgraph/compiled`, which is replaced only by a whole one. Takes about 15 s. Needs the contracts' artifacts.
 * @throws SubgraphBuildError if an artifact is missing or the compiler refuses a mapping; the message holds its output.
 */
export async function buildSubgraph(): Promise<void> {
  const manifestDir = join(buildDir, 'manifest')
  const manifest = join(manifestDir, 'subgraph.yaml')
  const part = join(buildDir, 'compiled.part')
  await rm(manifestDir, { recursive: true, force: true })
  await rm(part, { recursive: true, force: true })
  const events = await writeAbis(join(manifestDir, 'abis'))
  const toSource = '../../../subgraph'
  await writeFile(
    manifest,
    stringify(createManifest(await readTemplate(), events, toSource), { lineWidth: 0 }),
  )

  await rm(join(buildDir, 'generated'), { recursive: true, force: true })
  await runGraphCli(['codegen', manifest, '--output-dir', join(buildDir, 'generated')])
  await runGraphCli(['build', manifest, '--output-dir', part])
  await rm(compiledDir, { recursive: true, force: true })
  await rename(part, compiledDir)
}

async function runGraphCli(args: readonly string[]): Promise<void> {
  try {
    await execa(process.execPath, [graphCli, ...args, '--skip-migrations'], {
      all: true,
      cwd: buildDir,
    })
  } catch (cause) {
    const output = cause instanceof ExecaError ? `\n${cause.all}` : ''
    throw new SubgraphBuildError(`the subgraph does not compile (graph ${args[0]})${output}`, {
      cause,
    })
  }
}
