import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { keccak256, toHex } from 'viem'
import { renderRemoteSubgraph, renderSubgraph } from '../../../deploy/subgraph/renderSubgraph.ts'
import { choosePort } from '../../../stack/local/choosePort.ts'
import { formatPostgresUrl, startPostgres } from '../../../stack/local/startPostgres.ts'
import { AWAY_CHAIN_ID, at, type Fixture, HOME_CHAIN_ID } from './fixture.ts'

/** What `gnd test` says of each fixture, and all of its output. */
export interface FixtureRun {
  passed: Set<string>
  output: string
}

/** Fills a folder with the subgraph of a home chain with a bridge, or of a chain away. */
export const renderSide = {
  home: (outDir: string) =>
    renderSubgraph({
      network: 'local',
      startBlock: 1,
      addresses: {
        riskParameters: at.RiskParameters,
        governor: at.Governor,
        token: at.Token,
        timelock: at.Timelock,
      },
      pools: [{ address: at.Pool, startBlock: 1 }],
      bridge: {
        chainId: HOME_CHAIN_ID,
        parametersSender: at.ParametersSender,
        governanceSender: at.GovernanceSender,
        remotePortfolio: at.RemotePortfolio,
        messengers: [at.Messenger, at.OtherMessenger],
      },
      outDir,
    }),
  away: (outDir: string) =>
    renderRemoteSubgraph({
      network: 'local',
      startBlock: 1,
      chainId: AWAY_CHAIN_ID,
      addresses: {
        remoteParameters: at.RemoteParameters,
        governanceReceiver: at.GovernanceReceiver,
        timelock: at.RemoteTimelock,
        book: at.Book,
      },
      messengers: [at.Messenger, at.OtherMessenger],
      outDir,
    }),
}

/**
 * Runs fixtures through graph-node's own indexer, on a database of its own, which is gone afterwards.
 *
 * @param dir An empty folder for everything that it needs.
 * @param side Which manifest is run: a home chain's, with a bridge, or that of a chain away.
 */
export async function runFixtures(
  fixtures: readonly Fixture[],
  dir: string,
  side: keyof typeof renderSide = 'home',
): Promise<FixtureRun> {
  // gnd reads the manifest beside `build`, and indexes the one in it.
  for (const outDir of [dir, join(dir, 'build')]) await renderSide[side](outDir)
  // Postgres may have to run as another user, who has to get to its data.
  await chmod(dir, 0o755)
  const fixturesDir = join(dir, 'fixtures')
  await mkdir(fixturesDir)
  const files: string[] = []
  for (const [index, fixture] of fixtures.entries()) {
    // With a start block above 0 the first block of a fixture is not indexed.
    const blocks = [{ number: 1, timestamp: 0 }, ...fixture.blocks].map((block) => {
      // graph-node keeps answers by query and block hash, and gnd's own hashes are the same in every fixture.
      return { ...block, hash: keccak256(toHex(`${fixture.name} ${block.number}`)) }
    })
    const file = join(fixturesDir, `${String(index).padStart(3, '0')}.json`)
    await writeFile(file, JSON.stringify({ ...fixture, blocks }))
    files.push(file)
  }
  const run: FixtureRun = { passed: new Set(), output: '' }
  // gnd leaves a failed fixture's data where they are, in the way of the next: each failure costs a new database.
  for (let next = 0, round = 0; next < files.length; round++) {
    const postgresDir = join(dir, `round-${round}`)
    await mkdir(postgresDir)
    const lines = await runFiles(files.slice(next), dir, postgresDir)
    run.output += lines.join('\n')
    const results = lines.flatMap((line) => /^ {2}([✔✘]) /u.exec(line)?.[1] ?? [])
    const failure = results.indexOf('✘')
    // Without a failure there is a result of each.
    if (failure < 0 && results.length < files.length - next) {
      throw new Error(`gnd ended before its tests: ${run.output}`)
    }
    const end = failure < 0 ? files.length : next + failure
    for (const { name } of fixtures.slice(next, end)) run.passed.add(name)
    next = end + 1
  }
  return run
}

async function runFiles(files: string[], dir: string, postgresDir: string): Promise<string[]> {
  const port = await choosePort('Postgres', undefined)
  const logFile = join(postgresDir, 'postgres.log')
  const postgres = await startPostgres({ port, dataDir: postgresDir, logFile })
  try {
    const { all } = await execa(
      'gnd',
      [
        ...['test', '--skip-build', '--manifest', join(dir, 'subgraph.yaml')],
        ...['--postgres-url', formatPostgresUrl(port), ...files],
      ],
      {
        all: true,
        reject: false,
        cwd: dir,
        preferLocal: true,
        env: {
          GRAPH_ALLOW_NON_DETERMINISTIC_FULLTEXT_SEARCH: 'true',
          NO_COLOR: '1',
          RUST_BACKTRACE: '0',
        },
      },
    )
    return all.split('\n')
  } finally {
    await postgres.stop()
  }
}
