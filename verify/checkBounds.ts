import { parameterFields } from '../core/index.ts'
import { compare, compareParameters, createStep, formatParameters, type Step } from './compare.ts'
import type { Evidence } from './evidence.ts'
import type { Update } from './readUpdates.ts'
import { type Replay, replayBlock, type Start } from './replayBlock.ts'

/**
 * Checks what the update stepped from, the answer that a reader got just before it, and on every engine what the bounds
 * left of the target.
 */
export async function checkBounds(
  { engines, market }: Evidence,
  update: Update,
  start: Start,
): Promise<Step[]> {
  const replays = await Promise.all(
    engines.map(async (engine) => ({
      name: engine.name,
      replay: await replayBlock(engine, market, update, start),
    })),
  )
  const [first] = replays
  return [
    ...(first === undefined ? [] : [checkBefore(first.replay, update)]),
    ...replays.map(({ name, replay }) => checkOutcome(name, replay, update)),
  ]
}

function checkBefore({ before }: Replay, { oldValues }: Update): Step {
  const { status, values, ageSec } = before
  const age = ageSec === undefined ? 'no evidence before' : `evidence ${ageSec} s old`
  const text = `${status}, ${age}: ${formatParameters(values)}`
  return createStep('read before', text, compareParameters('old value', oldValues, values))
}

function checkOutcome(name: string, { outcome }: Replay, { newValues, limits }: Update): Step {
  const isOutcome = outcome !== undefined && !(outcome instanceof Error)
  return createStep(
    `bounds (${name})`,
    formatParameters(newValues),
    compareParameters('value', newValues, isOutcome ? outcome.next : outcome),
    ...(isOutcome
      ? parameterFields.map((field) =>
          compare(`limit of ${field}`, limits[field], outcome.limits[field]),
        )
      : []),
  )
}
