import { readFileSync } from 'node:fs'
import type { Observation, ParameterField, Policy, Row } from './domain.ts'

/** A case of `test/vectors/model.ndjson`: the real values have some 30 significant digits. */
export interface Vector extends Row {
  id: number
  expected: Record<ParameterField, string>
}

const vectorsUrl = new URL('../vectors/model.ndjson', import.meta.url)

export function readVectors(): Vector[] {
  return readFileSync(vectorsUrl, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { id, observation, policy, expected } = JSON.parse(line)
      return {
        id,
        observation: toBigints<Observation>(observation),
        // The vectors leave out what the model does not read.
        policy: { ...toBigints<Policy>(policy), txBytes: 0n },
        expected,
      }
    })
}

function toBigints<Fields extends Record<string, bigint>>(texts: Record<string, string>): Fields {
  const entries = Object.entries(texts).map(([field, text]) => [field, BigInt(text)])
  return Object.fromEntries(entries) as Fields
}
