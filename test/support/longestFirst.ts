import { availableParallelism } from 'node:os'
import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that take longest, longest first: one that begins last would keep all of the others' workers waiting. Vitest
 * orders by what it has measured, which a fresh checkout does not have.
 */
const longest = [
  'test/web/console.test.ts',
  'test/reliability/pushing.test.ts',
  'test/reliability/replicas.test.ts',
  'test/integration/start.test.ts',
  'test/reliability/sources.test.ts',
  'test/reliability/contract.test.ts',
  'test/integration/snapshotVotes.test.ts',
  'test/integration/hostileText.test.ts',
  'test/cli/deploy/deploy.test.ts',
  'test/integration/index.test.ts',
  'test/bot/sources/createIndexSource.test.ts',
  'test/integration/governance.test.ts',
  'test/cli/governance/voters.test.ts',
  'test/integration/oddVotes.test.ts',
  'test/properties/directions.test.ts',
]

/** Most tests wait for a chain, a database or the clock: two workers a core. */
export const workers = Math.max(4, availableParallelism())

/** Begins with the files of the list; the others come in Vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId, project }: TestSpecification) => {
      const at = longest.indexOf(relative(project.config.root, moduleId))
      return at === -1 ? longest.length : at
    }
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}
