import type { AnySummary, RecheckedPushes, SideBySide } from './frame.ts'

/** One thing that a run has to prove. */
export interface Check {
  isOk: boolean
  /** What holds, or what was found instead. */
  text: string
  /** Of a check that failed: one line each. */
  details: readonly string[]
}

/** The checks of a run. A run passes if all checks hold and the run itself reports success. */
export function listChecks(summary: AnySummary): Check[] {
  const { isPassed, disagreements, values, sideBySide, vaults, problems } = summary
  const checks = [
    checkPushes(summary.pushes, 'push', 'rebuilt from raw headers and logs'),
    checkProven(sideBySide),
    values.storedEqualsCore
      ? pass('the core computes the stored values, bit by bit')
      : fail('the core computes other values than the stored ones'),
    disagreements === 0
      ? pass('the replicas never disagreed')
      : fail(`the replicas disagreed ${countOf(disagreements, 'time', 'times')}`),
    ...vaults.map(({ name, brokenPromises }) =>
      brokenPromises.length === 0
        ? pass(`${name} kept its promises`)
        : fail(
            `${name} broke ${countOf(brokenPromises.length, 'promise', 'promises')}`,
            brokenPromises,
          ),
    ),
    ...('portfolio' in summary ? [checkTwins(summary.portfolio.differences)] : []),
    problems.length === 0
      ? pass('nothing else went wrong')
      : fail(countOf(problems.length, 'problem', 'problems'), problems),
  ]
  const isUnexplained = !isPassed && checks.every(({ isOk }) => isOk)
  return isUnexplained ? [...checks, fail('the run itself says that it failed')] : checks
}

function checkPushes(
  { count, verified, differing, differences }: RecheckedPushes & { count: number },
  one: string,
  how: string,
): Check {
  if (count === 0) return fail(`no ${one} counted`)
  const all = countOf(count, one, `${one}es`)
  return verified === count && differing === 0
    ? pass(`${verified} of ${all} ${how}, none differs`)
    : fail(`${verified} of ${all} ${how}, ${differing} differing`, differences)
}

function checkProven({ proven, storedEqualsCore }: SideBySide): Check {
  const check = checkPushes({ ...proven, count: proven.pushes }, 'proven push', 'measured again')
  if (!check.isOk || storedEqualsCore) return check
  return fail('the core computes other values than the stored ones of the proven market')
}

function checkTwins(differences: readonly string[]): Check {
  return differences.length === 0
    ? pass('the twins differ from our vault in the parameters that they read and in nothing else')
    : fail('the twins differ from our vault in more than parameters', differences)
}

function pass(text: string): Check {
  return { isOk: true, text, details: [] }
}

function fail(text: string, details: readonly string[] = []): Check {
  return { isOk: false, text, details }
}

/** `1 push`, `2 pushes`. */
export function countOf(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
