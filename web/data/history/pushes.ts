import { type Address, getAddress, type Hex } from 'viem'
import { type Limit, limitNames } from '../../../core/bounds.ts'
import {
  type Observation,
  observationFields,
  type ParameterField,
  type Parameters,
  parameterFields,
} from '../../../core/fields.ts'
import { datasets, type EvidenceKind, type Row, toEvidenceKind } from '../../../query/index.ts'

/** A report that the contract took, as the index has it. */
export interface Push {
  /** Block number, then log index: in the order of the chain. */
  id: Hex
  marketId: Hex
  evidenceKind: EvidenceKind
  /** How far the target is from the index's own: the largest of the eight; undefined: there is nothing to compare. */
  largestTargetPips: bigint | undefined
  /** Time of the evidence, and number of its block. */
  observedAt: bigint
  observedBlockNumber: bigint
  blockNumber: bigint
  /** Unix seconds. */
  blockAt: bigint
  transactionHash: Hex
  sender: Address
  observation: Observation
  target: Parameters
  oldValues: Parameters
  newValues: Parameters
  /** `undefined` for one that this site does not know. */
  limits: Readonly<Record<ParameterField, Limit | undefined>>
}

const columns = new Map(datasets.updates.columns.map(({ name }, index) => [name, index]))

/** A push from a row of the dataset `updates`. */
export function toPush(row: Row): Push {
  const cell = (name: string) => row[columns.get(name) ?? -1]
  const text = (name: string) => String(cell(name)) as Hex
  const number = (name: string): bigint => {
    const value = cell(name)
    if (typeof value !== 'bigint') throw new Error(`an update has no number ${name}`)
    return value
  }
  const vector = (prefix: string) =>
    Object.fromEntries(
      parameterFields.map((field) => [
        field,
        number(`${prefix}${field.charAt(0).toUpperCase()}${field.slice(1)}`),
      ]),
    ) as unknown as Parameters
  const largest = cell('largestTargetPips')
  const limits = text('limits').toLowerCase().split(' ')
  return {
    id: text('id'),
    marketId: text('marketId'),
    evidenceKind: toEvidenceKind(text('evidenceKind')),
    largestTargetPips: typeof largest === 'bigint' ? largest : undefined,
    observedAt: number('observedAt'),
    observedBlockNumber: number('observedBlockNumber'),
    blockNumber: number('blockNumber'),
    blockAt: number('blockAt'),
    transactionHash: text('transactionHash'),
    sender: getAddress(text('sender')),
    observation: Object.fromEntries(
      observationFields.map((field) => [field, number(field)]),
    ) as unknown as Observation,
    target: vector('target'),
    oldValues: vector('old'),
    newValues: vector('new'),
    limits: Object.fromEntries(
      parameterFields.map((field, index) => [
        field,
        limitNames.find((limit) => limit === limits[index]),
      ]),
    ) as Push['limits'],
  }
}
