// What each update's evidence said beside what the index measured for itself at the end of the same segment.

import type { Hex } from 'viem'
import { z } from 'zod'
import {
  type Observation,
  type ObservationField,
  type ParameterField,
  type Parameters,
  parameterFields,
} from '../core/index.ts'
import type { QueryClient } from './createQueryClient.ts'
import { type EvidenceKind, evidenceKindType } from './evidenceKind.ts'
import {
  digits,
  hex,
  numbersType,
  observationSelection,
  observationType,
  signedDigits,
  targetSelection,
  targetType,
} from './types.ts'

/** The index's own measurement. */
export interface OwnEvidence {
  /** End of its last segment, Unix seconds; the update's evidence ends in the same one. */
  endAt: bigint
  observation: Observation
  /** Undefined if a figure is outside of the model's domain. */
  target: Parameters | undefined
}

/**
 * How far an update's figures are from the index's own: pips of the index's figure, rounded towards zero, positive where the update says more.
 * `gasUsedRatioPips` is in percentage points. Undefined: of 0 there is no share, or there is no target.
 */
export interface EvidenceDifference {
  observation: Readonly<Record<ObservationField, bigint | undefined>>
  target: Readonly<Record<ParameterField, bigint | undefined>>
  /** The largest of the eight of the target, without its sign; undefined if one of them is. */
  largestTargetPips: bigint | undefined
}

/** What a contract of evidence keeps after it measured. Averages as it has them. */
interface KeptEvidence {
  reporter: Hex
  /** End of the last segment that its averages hold, and of the first one, Unix seconds. */
  segmentEndAt: bigint
  firstSegmentEndAt: bigint
}

/** An update's evidence as the index has it. */
export interface UpdateEvidence {
  /** The update's: block number, then log index. */
  id: Hex
  kind: EvidenceKind
  /** Unix seconds. */
  observedAt: bigint
  observation: Observation
  target: Parameters
  /** Undefined: the index has no observation at the end of the same segment. */
  own: OwnEvidence | undefined
  difference: EvidenceDifference | undefined
  /** Undefined if it is signed only. */
  kept: KeptEvidence | undefined
}

const observationNames: Readonly<Record<ObservationField, string>> = {
  baseFeePerGas: 'baseFeePips',
  gasUsedRatioPips: 'gasUsedRatioPips',
  nativePriceUsd6: 'nativePricePips',
  depthUsd6: 'depthPips',
  depthRefUsd6: 'depthRefPips',
  varianceWad: 'variancePips',
  navUsd6: 'navPips',
  dataFeeWei: 'dataFeePips',
  curvaturePips: 'curvaturePips',
  horizonSec: 'horizonPips',
}
const targetNames: Readonly<Record<ParameterField, string>> = {
  aggressivenessPips: 'aggressivenessPips',
  bandPips: 'bandPips',
  maxTradeUsd: 'maxTradePips',
  intervalSec: 'intervalPips',
  cppiMultiplierE3: 'cppiMultiplierPips',
  guardPips: 'guardPips',
  lotPips: 'lotPips',
  returnPips: 'returnPips',
}
const differenceNames = [
  ...Object.values(observationNames),
  ...Object.values(targetNames),
  'largestTargetPips',
]

const own: z.ZodType<OwnEvidence> = z
  .object({ endAt: digits })
  .and(observationType.transform((observation) => ({ observation })))
  .and(targetType)

const difference = z
  .object(Object.fromEntries(differenceNames.map((name) => [name, signedDigits.nullable()])))
  .transform((row): EvidenceDifference => {
    const pick = <Field extends string>(names: Readonly<Record<Field, string>>) =>
      Object.fromEntries(
        Object.entries<string>(names).map(([field, name]) => [field, row[name] ?? undefined]),
      ) as Record<Field, bigint | undefined>
    return {
      observation: pick(observationNames),
      target: pick(targetNames),
      largestTargetPips: row.largestTargetPips ?? undefined,
    }
  })

const update = z
  .object({
    id: hex,
    evidenceKind: evidenceKindType,
    observedAt: digits,
    target: numbersType(parameterFields),
    difference: z
      .object({ own })
      .and(difference.transform((apart) => ({ apart })))
      .nullable(),
    measurement: z
      .object({
        reporter: z.object({ id: hex }),
        segmentEndAt: digits,
        firstSegmentEndAt: digits,
      })
      .nullable(),
  })
  .and(observationType.transform((observation) => ({ observation })))

const answer = z.object({ updates: z.array(update) })

const selection = `
  id evidenceKind observedAt ${observationSelection}
  target { ${parameterFields.join(' ')} }
  difference {
    ${differenceNames.join(' ')}
    own: observation { endAt ${observationSelection} ${targetSelection} }
  }
  measurement { reporter { id } segmentEndAt firstSegmentEndAt }`

const latestDocument = `query LatestEvidence($market: String!) {
  updates: parametersUpdates(first: 1, orderBy: id, orderDirection: desc, where: { market: $market }) { ${selection} }
}`

const someDocument = `query Evidence($ids: [Bytes!]!, $count: Int!) {
  updates: parametersUpdates(first: $count, where: { id_in: $ids }) { ${selection} }
}`

/** The evidence of a market's latest update; undefined: there is none. @throws what a client's `query` throws. */
export async function fetchLatestEvidence(
  client: QueryClient,
  market: Hex,
): Promise<UpdateEvidence | undefined> {
  const { updates } = await client.query(latestDocument, { market }, answer)
  return updates[0] && toEvidence(updates[0])
}

/** The evidence of at most 100 updates, by their ids; one that the index does not have is left out. @throws what a client's `query` throws. */
export async function fetchEvidence(
  client: QueryClient,
  ids: readonly Hex[],
): Promise<ReadonlyMap<Hex, UpdateEvidence>> {
  const { updates } = await client.query(someDocument, { ids, count: ids.length }, answer)
  return new Map(updates.map((row) => [row.id, toEvidence(row)]))
}

function toEvidence(row: z.infer<typeof update>): UpdateEvidence {
  const { id, evidenceKind, observedAt, observation, target, difference, measurement } = row
  return {
    id,
    kind: evidenceKind,
    observedAt,
    observation,
    target,
    own: difference?.own,
    difference: difference?.apart,
    kept:
      measurement === null
        ? undefined
        : {
            reporter: measurement.reporter.id,
            segmentEndAt: measurement.segmentEndAt,
            firstSegmentEndAt: measurement.firstSegmentEndAt,
          },
  }
}
