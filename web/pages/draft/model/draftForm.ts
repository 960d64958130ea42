import type { ChangeKind } from '../../../../governance/index.ts'

/** A draft as its form shows it: texts, right or wrong. */
export interface DraftForm {
  title: string
  summary: string
  changes: readonly FormChange[]
}

/** One change. What is left as it is in force is not in it. */
export interface FormChange {
  /** Undefined: of no kind that there is. */
  kind: ChangeKind | undefined
  /** Of the chain that the change is for; undefined: this one. */
  chainId: string | undefined
  /** Names or ids: one, but for a change of the model, which may be of several. */
  markets: readonly string[]
  rationale: string
  /** By the path of a field: `bounds.max.band`. */
  values: Readonly<Record<string, string>>
  /** Undefined: left as they are. */
  reporters: readonly string[] | undefined
}

/** Every kind of change, in the order in which the form offers them, with what it sets. */
export const kindMeanings: Readonly<Record<ChangeKind, { title: string; sets: string }>> = {
  bounds: { title: 'Bounds', sets: 'least and largest values, steps, budgets, cooldown' },
  policy: { title: 'Policy', sets: "the model's settings: how much risk counts against cost" },
  fallback: { title: 'Fallback', sets: 'the values that apply when no value is fresh' },
  freshness: { title: 'Freshness', sets: 'how old a value and its evidence may be' },
  reporters: { title: 'Reporters', sets: 'who signs evidence, and how many of them' },
  source: {
    title: 'Source',
    sets: 'which pools are measured, and which portfolio tells of itself',
  },
  model: { title: 'Model', sets: 'another model for some markets, or the standard one again' },
  resume: { title: 'Resume', sets: 'ends a halt or a fallback' },
  market: { title: 'New market', sets: 'a whole new market' },
  'remote-market': {
    title: 'Another chain',
    sets: 'all of a market’s settings on another chain: bounds, fallback, how fast and how old',
  },
  'remote-resume': {
    title: 'Resume on another chain',
    sets: 'ends a halt or a fallback on another chain',
  },
}

/** Whether a kind of change is for another chain. */
export const isForAnotherChain = (kind: ChangeKind | undefined): boolean =>
  kind === 'remote-market' || kind === 'remote-resume'

/**
 * The form of a draft from its plain values, as `parseYaml` gives them. Whatever is of another shape than a draft has is
 * left out, and stays in the text.
 */
export function readForm(value: unknown): DraftForm {
  const draft = toGroup(value)
  const changes = Array.isArray(draft.changes) ? draft.changes : []
  return {
    title: toText(draft.title),
    summary: toText(draft.summary),
    changes: changes.map(readChange),
  }
}

/** Groups of a change that hold single values. */
const groups = ['policy', 'bounds', 'fallback', 'freshness', 'source', 'timing']
const single = ['model', 'coreHash', 'threshold']

function readChange(value: unknown): FormChange {
  const change = toGroup(value)
  const values: Record<string, string> = {}
  for (const name of groups) collect(change[name], name, values)
  for (const name of single) {
    if (name in change) values[name] = toText(change[name])
  }
  const { markets, market, reporters } = change
  const kind = toText(change.change)
  return {
    kind: Object.hasOwn(kindMeanings, kind) ? (kind as ChangeKind) : undefined,
    chainId: 'chainId' in change ? toText(change.chainId) : undefined,
    markets: kind === 'model' ? toTexts(markets) : [toText(market)],
    rationale: toText(change.rationale),
    values,
    reporters: reporters === undefined ? undefined : toTexts(reporters),
  }
}

function collect(value: unknown, path: string, into: Record<string, string>): void {
  for (const [key, inner] of Object.entries(toGroup(value))) {
    const at = `${path}.${key}`
    if (typeof inner === 'object' && inner !== null) collect(inner, at, into)
    else into[at] = toText(inner)
  }
}

function toGroup(value: unknown): Record<string, unknown> {
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isGroup ? (value as Record<string, unknown>) : {}
}

const toTexts = (value: unknown): string[] => (Array.isArray(value) ? value.map(toText) : [])

function toText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}
