// Prometheus's text format, as far as a page needs it: samples with their labels.
//
// Special:  comments and timestamps are left out; a line that is no sample is an error, so that nothing is misread.
// Source:   https://prometheus.io/docs/instrumenting/exposition_formats/ (text format 0.0.4)

import { BaseError } from '../../core/errors.ts'

/** One line of a replica's metrics. */
export interface Sample {
  name: string
  labels: Readonly<Record<string, string>>
  value: number
}

/** A text is no metrics. */
export class MetricsFormatError extends BaseError {
  constructor(line: number) {
    super('web/metrics-format', `line ${line} of the metrics is no sample; give a replica's URL`)
  }
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?[ \t]+([^ \t]+)(?:[ \t]+-?\d+)?$/
const LABEL = /\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|$)/y

/**
 * The samples of a text, in its order.
 *
 * @throws MetricsFormatError for the first line that is none.
 */
export function parseMetrics(text: string): Sample[] {
  return text.split('\n').flatMap((line, at) => {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) return []
    return [parseSample(trimmed) ?? fail(at + 1)]
  })
}

function fail(line: number): never {
  throw new MetricsFormatError(line)
}

function parseSample(line: string): Sample | undefined {
  const [, name, inside = '', text] = SAMPLE.exec(line) ?? []
  const labels = parseLabels(inside)
  const value = text === undefined ? undefined : parseValue(text)
  if (name === undefined || labels === undefined || value === undefined) return undefined
  return { name, labels, value }
}

function parseLabels(inside: string): Record<string, string> | undefined {
  const labels: [string, string][] = []
  const end = inside.trimEnd().length
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < end) {
    const [, name, value] = LABEL.exec(inside) ?? []
    if (name === undefined || value === undefined) return undefined
    labels.push([name, unescapeLabel(value)])
  }
  return Object.fromEntries(labels)
}

function unescapeLabel(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter))
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Undefined for what is no number. Prometheus takes the special ones in any case; prom-client writes `Nan`. */
function parseValue(text: string): number | undefined {
  if (/^[+-]?inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  if (/^nan$/i.test(text)) return Number.NaN
  return NUMBER.test(text) ? Number(text) : undefined
}

/** The samples of one name, with these labels at least. */
export function selectSamples(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Sample[] {
  return samples.filter(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  )
}

/** Their sum; undefined where there is none. */
export function sumSamples(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const found = selectSamples(samples, name, labels)
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0)
}

/**
 * The upper end of the bucket of a histogram that holds a share of what was counted: the value is that or lower.
 *
 * @param share - 0.95 for 95 %.
 * @returns undefined where nothing was counted.
 */
export function findQuantile(
  samples: readonly Sample[],
  name: string,
  share: number,
): number | undefined {
  const buckets = selectSamples(samples, `${name}_bucket`)
    .map(({ labels, value }) => ({ upTo: parseValue(labels.le ?? '') ?? Number.NaN, count: value }))
    .sort((a, b) => a.upTo - b.upTo)
  const total = buckets.at(-1)?.count ?? 0
  if (total === 0) return undefined
  return buckets.find(({ count }) => count >= share * total)?.upTo
}
