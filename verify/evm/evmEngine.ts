import { type AbiFunction, type AbiParameter, getAbiItem, type Hex } from 'viem'
import {
  type BoundsCase,
  type BoundsOutcome,
  type BoundsRefusal,
  boundsInputLanes,
  decodeLimits,
  OutOfDomainError,
  type Parameters,
  parameterFields,
  type Row,
  writeBoundsCase,
} from '../../core/index.ts'
import { decodeRefusal } from './decodeRefusal.ts'
import { EvmEngineError } from './errors.ts'
import { deployTwinContract, type TwinContract } from './twinContract.ts'

/** The model and the bounds as the compiled contract computes them, in an EVM inside this process. */
export interface EvmEngine {
  /** One outcome a row, in the order of the rows; the errors are those of `Core.evaluateBatch`. */
  evaluateBatch(rows: readonly Row[]): Promise<(Parameters | OutOfDomainError)[]>
  /** One outcome a case, in the order of the cases; the errors are those of `Core.applyBoundsBatch`. */
  applyBoundsBatch(inputs: readonly BoundsCase[]): Promise<(BoundsOutcome | BoundsRefusal)[]>
  close(): Promise<void>
}

// Rows in one call: enough that the call itself costs little, few enough that memory stays cheap in gas.
const BATCH_ROWS = 200

/**
 * Starts an EVM with the twin contract in it. Takes about a second; `close` ends it.
 *
 * @throws EvmEngineError if the contract is not built.
 *
 * @example
 * const engine = await createEvmEngine()
 * const [outcome] = await engine.evaluateBatch([{ observation, policy }])
 * await engine.close()
 */
export async function createEvmEngine(): Promise<EvmEngine> {
  const contract = await deployTwinContract()
  return {
    evaluateBatch: (rows) => inBatches(rows, (batch) => evaluateMany(contract, batch)),
    applyBoundsBatch: (inputs) => inBatches(inputs, (batch) => applyBoundsMany(contract, batch)),
    close: () => contract.close(),
  }
}

async function inBatches<Input, Output>(
  inputs: readonly Input[],
  computeBatch: (batch: readonly Input[]) => Promise<Output[]>,
): Promise<Output[]> {
  const outputs: Output[] = []
  for (let start = 0; start < inputs.length; start += BATCH_ROWS) {
    outputs.push(...(await computeBatch(inputs.slice(start, start + BATCH_ROWS))))
  }
  return outputs
}

// The failure data of a call that did not fail.
const ACCEPTED: Hex = '0x'

type Failures = readonly Hex[]
type Decoded = Record<string, number | bigint>

async function evaluateMany(
  contract: TwinContract,
  rows: readonly Row[],
): Promise<(Parameters | OutOfDomainError)[]> {
  const [observationArray, policyArray] = (
    getAbiItem({ abi: contract.abi, name: 'evaluateMany' }) as AbiFunction
  ).inputs as [AbiParameter, AbiParameter]
  const passed = rows.map(({ observation, policy }) => ({
    observation: fitToTypes(observationArray, { ...observation }),
    policy: fitToTypes(policyArray, { ...policy }),
  }))
  const result = await contract.call('evaluateMany', [
    passed.map(({ observation }) => observation),
    passed.map(({ policy }) => policy),
  ])
  const [targets, failures] = result as [Decoded[], Failures]
  return rows.map((row, index) => {
    const fields = listFields(row, passed[index] as PassedRow)
    const failure = failures[index] as Hex
    if (failure !== ACCEPTED) return toOutOfDomainError(failure, fields)
    const replaced = fields.find(({ given, passed: value }) => given !== value)
    if (replaced === undefined) return toParameters(targets[index] as Decoded)
    throw new EvmEngineError(
      `the twin contract accepts the largest ${replaced.field}; report the input`,
    )
  })
}

type PassedRow = Record<keyof Row, Record<string, bigint>>

interface PassedField {
  field: string
  given: bigint
  passed: bigint
}

/** Every field as it was given and as it was passed on, in the order in which the contract checks them. */
function listFields(row: Row, passed: PassedRow): PassedField[] {
  const groups = [
    [row.observation, passed.observation],
    [row.policy, passed.policy],
  ] as const
  return groups.flatMap(([given, fitted]) =>
    Object.entries(fitted).map(([field, value]) => ({
      field,
      given: (given as unknown as Record<string, bigint>)[field] as bigint,
      passed: value,
    })),
  )
}

/**
 * Replaces what no Solidity integer of the field's type can hold by the largest one, which lies outside every
 * domain: so the contract still decides which field is the first to be refused.
 */
function fitToTypes(array: AbiParameter, values: Record<string, bigint>): Record<string, bigint> {
  const { components } = array as { components: readonly AbiParameter[] }
  return Object.fromEntries(
    components.map(({ name, type }) => {
      const max = 2n ** BigInt(type.slice('uint'.length)) - 1n
      const value = values[name as string] as bigint
      return [name, value >= 0n && value <= max ? value : max]
    }),
  )
}

function toOutOfDomainError(failure: Hex, fields: readonly PassedField[]): OutOfDomainError {
  const refusal = decodeRefusal(failure)
  if (!(refusal instanceof OutOfDomainError)) {
    throw new EvmEngineError(`the twin contract failed with ${failure}; report the input`)
  }
  const { field, min, max } = refusal
  // Observation and policy share a name: the refused one is the first with the refused value.
  const refused = fields.find((one) => one.field === field && one.passed === refusal.value)
  const wasReplaced = refused !== undefined && refused.given !== refused.passed
  return wasReplaced ? new OutOfDomainError(field, refused.given, min, max) : refusal
}

async function applyBoundsMany(
  contract: TwinContract,
  inputs: readonly BoundsCase[],
): Promise<(BoundsOutcome | BoundsRefusal)[]> {
  const misfits = inputs.map(findMisfit)
  const fitting = inputs.filter((_, index) => misfits[index] === undefined)
  const result = await contract.call('applyBoundsMany', [fitting])
  const [next, loosening, limits, failures] = result as [
    Decoded[],
    { used: Decoded; lastAt: number }[],
    number[],
    Failures,
  ]
  const outcomes = fitting.map((_, index) => {
    const failure = failures[index] as Hex
    if (failure !== ACCEPTED) return decodeRefusal(failure)
    const { used, lastAt } = loosening[index] as { used: Decoded; lastAt: number }
    return {
      next: toParameters(next[index] as Decoded),
      loosening: { used: toParameters(used), lastAt: BigInt(lastAt) },
      limits: decodeLimits(BigInt(limits[index] as number)),
    }
  })
  return misfits.map((misfit) => misfit ?? (outcomes.shift() as BoundsOutcome | BoundsRefusal))
}

/** The error for a case whose values do not fit their Solidity types, which only the façade can refuse. */
function findMisfit(input: BoundsCase): OutOfDomainError | undefined {
  try {
    writeBoundsCase(new BigUint64Array(boundsInputLanes), 0, input)
    return undefined
  } catch (error) {
    if (!(error instanceof OutOfDomainError)) throw error
    return error
  }
}

function toParameters(decoded: Decoded): Parameters {
  const entries = parameterFields.map((field) => [field, BigInt(decoded[field] as number | bigint)])
  return Object.fromEntries(entries)
}
