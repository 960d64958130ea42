import { formatMarket } from '../../governance/index.ts'
import type { Step } from '../../verify/compare.ts'
import { nameUpdate } from '../../verify/resolveUpdate.ts'
import { toPlainVerdicts } from '../../verify/verdict.ts'
import { classify, type Outcome, type OutcomeKind, type Progress, type Stage } from './job.ts'

/** What a step is about: its title, and what it shows. */
export interface StepWords {
  title: string
  says: string
}

const stepWords: Readonly<Record<string, StepWords>> = {
  headers: {
    title: 'Headers',
    says: "Every header since the deployment: its hash is computed here from its fields, and each is the parent of the next. Nothing in them can be otherwise while the last hash is the chain's.",
  },
  logs: {
    title: 'Logs',
    says: 'The receipts of every block that may hold an event of the market or of its pools give the root in its header: no event is missing, added or changed.',
  },
  transaction: {
    title: 'Transaction',
    says: 'The bytes of all transactions of the block give the root in its header, and the named one is the one whose receipt has the event.',
  },
  state: {
    title: 'Storage',
    says: "The market's words in storage, proven under the state roots of the headers (contract), and what the node answers about the market (here).",
  },
  evidence: {
    title: 'Report',
    says: 'The report names this block, its time, and the configuration that was in force before it. One that was measured on chain is of the end of the last segment, by a contract that measures what the market measures.',
  },
  observation: {
    title: 'Observation',
    says: 'The measured figures, rebuilt from headers and logs, beside those of the report.',
  },
  portfolio: {
    title: 'Told figures',
    says: "What the portfolio and the chain's fee oracle tell at the observed block, asked again, beside those of the report.",
  },
  pools: {
    title: 'Pools',
    says: "The pools' words in storage half an hour before the measurement, proven under the state roots of the headers (contract), and what the node answers about the pools (here).",
  },
  measured: {
    title: 'Measured again',
    says: 'What the contract of evidence measured itself: the signed figures have to lie within its voted tolerances.',
  },
  kept: {
    title: 'Kept state',
    says: 'What the contract of evidence has kept for the next measurement, from its event, and what the chain gives.',
  },
  core: {
    title: 'Core',
    says: 'The hash of the core that voters chose for this market, and of the one that computes in this browser.',
  },
  target: {
    title: 'Target',
    says: "The eight parameters that the model asks for: the contract's own, and what the Wasm core in this browser computes.",
  },
  'read before': {
    title: 'Value before',
    says: 'What a protocol got just before: from there the contract steps.',
  },
  bounds: {
    title: 'Bounds and limits',
    says: 'What the voted bounds, steps and budgets leave of the target, and which limit held each parameter.',
  },
  stored: {
    title: 'Stored value',
    says: 'What the contract has in storage after the block, and what of the budget is used.',
  },
}

/** Steps of which the figures that were found differ without the others. */
export function describeStep({ name }: Pick<Step, 'name'>): StepWords {
  const [bare = name] = name.split(' (')
  return stepWords[bare] ?? { title: name, says: '' }
}

/** What a step rests on, in a line; what its table says already is left out. */
export function shortenText({ name, text, pairs }: Step): string {
  if (/^(target|bounds|stored)/.test(name) && pairs.length > 0) return ''
  return /^(observation|portfolio|measured|read before)/.test(name)
    ? (text.split(': ')[0] ?? text)
    : text
}

const stageWords: Readonly<Record<Stage, string>> = {
  events: 'Reading what the contract has logged',
  headers: 'Reading headers and computing their hashes',
  logs: 'Reading the logs of the pools',
  receipts: 'Proving the logs by receipts',
  updates: 'Checking updates',
}

/** What a check is about, in words: `Reading headers and computing their hashes`, `1,250 of 2,467`. */
export function describeProgress({ stage, done, total }: Progress): {
  what: string
  share: string
} {
  const count = (value: number) => value.toLocaleString('en')
  return {
    what: stageWords[stage],
    share: total === 0 ? '' : `${count(done)} of ${count(total)}`,
  }
}

export const kindWords: Readonly<Record<OutcomeKind, string>> = {
  equal: 'equal',
  'equal-as-told': 'equal, as told',
  differs: 'DIFFERS',
  refused: 'refused',
}

/** The verdict in one sentence. */
export function describeVerdict(outcome: Outcome): string {
  const { update, steps, refusal } = outcome
  const who = `Update ${nameUpdate(update)} of ${formatMarket(update.marketId)}`
  const figures = steps.reduce((sum, { pairs }) => sum + pairs.length, 0)
  const titles = steps
    .filter(({ differences }) => differences.length > 0)
    .map((step) => describeStep(step).title.toLowerCase())
  switch (classify(outcome)) {
    case 'equal':
      return `${who} is what the chain's own data give: all ${figures} figures are equal, and what they rest on is proven from the hash of block ${update.blockNumber}.`
    case 'equal-as-told':
      return `${who} is what this node's data give: all ${figures} figures are equal. Not everything that they rest on is proven.`
    case 'differs':
      return `${who} differs (${titles.join(', ')}): the node tells something else than the chain has, or the contract took something that the data do not give.`
    case 'refused':
      return `${who} is not verified: ${refusal ?? 'nothing was compared'}.`
  }
}

/** All outcomes in one sentence. */
export function summarize(outcomes: readonly Outcome[]): string {
  const count = (kind: OutcomeKind) => outcomes.filter((one) => classify(one) === kind).length
  const parts = (Object.keys(kindWords) as OutcomeKind[])
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${count(kind)} ${kindWords[kind]}`)
  return `${outcomes.length} ${outcomes.length === 1 ? 'update' : 'updates'}: ${parts.join(', ')}.`
}

/** The worst of some outcomes: what is true of all together. */
export function worstOf(outcomes: readonly Outcome[]): OutcomeKind {
  const found = new Set(outcomes.map(classify))
  const byBadness: readonly OutcomeKind[] = ['differs', 'refused', 'equal-as-told']
  return byBadness.find((kind) => found.has(kind)) ?? (outcomes.length === 0 ? 'refused' : 'equal')
}

/** Outcomes as JSON: those of `gimbal verify --json`, and what the page knows besides. */
export function formatOutcomes(outcomes: readonly Outcome[]): string {
  const { updates } = toPlainVerdicts(outcomes)
  const plain = updates.map((update, at) => {
    const outcome = outcomes[at] as Outcome
    const kind = classify(outcome)
    const caveats = outcome.steps.flatMap(({ caveats = [] }) => caveats)
    const isVerified = kind === 'equal' || kind === 'equal-as-told'
    return { ...update, isVerified, verdict: kind, refusal: outcome.refusal ?? null, caveats }
  })
  const isVerified = plain.length > 0 && plain.every((one) => one.isVerified)
  return JSON.stringify({ isVerified, updates: plain }, null, 2)
}

/** The command that does the same, from the raw chain alone. */
export function formatCommand(which: string, market: string | undefined, network: string): string {
  const words = ['npm run -s gimbal -- verify', which === 'all' ? '--all' : which]
  if (market !== undefined) words.push(`--market ${market}`)
  return [...words, `--network ${network}`].join(' ')
}
