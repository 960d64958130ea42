// What the form does to the text of a draft. The text is the draft; the form only shows it.

import {
  appendToYaml,
  moveInYaml,
  removeFromYaml,
  setInYaml,
  type YamlValue,
} from '../../../../files/editYaml.ts'
import { parseYaml } from '../../../../files/parseYaml.ts'
import { readForm } from './draftForm.ts'
import { startChange } from './startChange.ts'

/** A draft of nothing. */
export const EMPTY_DRAFT = 'gimbal: 1\ntitle: ""\nchanges: []\n'

export function setTitle(text: string, title: string): string {
  return setInYaml(text, ['title'], title)
}

export function setSummary(text: string, summary: string): string {
  if (summary === '') return removeFromYaml(text, ['summary'], 0)
  return setInYaml(text, ['summary'], summary)
}

export function setRationale(text: string, index: number, rationale: string): string {
  return setInYaml(text, ['changes', index, 'rationale'], rationale)
}

/** The market of a change. */
export function setMarket(text: string, index: number, market: string): string {
  return setInYaml(text, ['changes', index, 'market'], market)
}

/** The chain of a change on another one. */
export function setChain(text: string, index: number, chainId: string): string {
  return setInYaml(text, ['changes', index, 'chainId'], Number(chainId))
}

/** The markets of a change of the model. */
export function setMarkets(text: string, index: number, markets: readonly string[]): string {
  return setInYaml(text, ['changes', index, 'markets'], markets)
}

/**
 * One value of a change.
 *
 * @param path - Of its field: `bounds.max.band`.
 * @param value - Undefined: it is left as it is in force.
 */
export function setValue(
  text: string,
  index: number,
  path: string,
  value: string | undefined,
): string {
  const at = ['changes', index, ...path.split('.')]
  return value === undefined
    ? removeFromYaml(text, at, KEPT_KEYS)
    : setInYaml(text, at, toScalar(value, path))
}

/** Who may sign; undefined: whoever may now. */
export function setReporters(
  text: string,
  index: number,
  reporters: readonly string[] | undefined,
): string {
  const at = ['changes', index, 'reporters']
  return reporters === undefined
    ? removeFromYaml(text, at, KEPT_KEYS)
    : setInYaml(text, at, reporters)
}

/** Adds a change after the others. */
export function addChange(text: string, change: YamlValue): string {
  return appendToYaml(text, ['changes'], change)
}

export function removeChange(text: string, index: number): string {
  return removeFromYaml(text, ['changes', index], 1)
}

/** Moves a change to another place. */
export function moveChange(text: string, from: number, to: number): string {
  return moveInYaml(text, ['changes'], from, to)
}

/** Of a path: the change and its group, which has to be there even if it is empty. */
const KEPT_KEYS = 3

const flags = ['isQuoteToken0', 'isNativeToken0', 'hasGasLimit']

/** Whole numbers and flags are written as such, everything else as a text. */
function toScalar(value: string, path: string): string | number | boolean {
  const isFlag = flags.some((name) => path === `source.${name}`)
  if (isFlag && (value === 'true' || value === 'false')) return value === 'true'
  return /^(0|[1-9]\d{0,14})$/.test(value) ? Number(value) : value
}

/**
 * Puts a policy into the draft: into the market's change of it, or into one that is added for it. What is as it is in force
 * is no part of it, and a change that is left with nothing goes.
 *
 * @param text - Valid YAML.
 * @param values - Of the whole policy, by path: `policy.z`.
 * @param inForce - The same of what is in force.
 */
export function writePolicy(
  text: string,
  market: string,
  values: Readonly<Record<string, string>>,
  inForce: Readonly<Record<string, string>>,
): string {
  const { changes } = readText(text)
  const found = changes.findIndex(
    ({ kind, markets }) => (kind === 'policy' || kind === 'market') && markets.includes(market),
  )
  const isNew = changes[found]?.kind === 'market'
  const index = found < 0 ? changes.length : found
  const start = found < 0 ? addChange(text, startChange('policy', market)) : text
  const before = changes[found]?.values ?? {}
  const written = Object.entries(values).reduce((now, [path, value]) => {
    const wanted = value === inForce[path] && !isNew ? undefined : value
    return wanted === before[path] ? now : setValue(now, index, path, wanted)
  }, start)
  const change = readText(written).changes[index]
  const isEmpty = change?.rationale === '' && Object.keys(change.values).length === 0
  return isEmpty ? removeChange(written, index) : written
}

const readText = (text: string) => readForm(parseYaml(text, { aliases: false }).value)
