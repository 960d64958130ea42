import { type Result, runStep, type Step } from './runStep.ts'
import { writeInOrder } from './writeInOrder.ts'

/** Steps that run one after the other. */
type Lane = readonly Step[]

/** Lanes that run beside each other. */
export type Stage = readonly Lane[]

/**
 * Runs stages one after the other, and shows the steps in their order here, whichever comes first. Where this process is
 * told to stop, no further step is begun.
 *
 * @param write Takes what is to be shown.
 * @returns Those of the steps that were begun, in order.
 */
export async function runSteps(
  stages: readonly Stage[],
  root: string,
  write: (text: string) => void,
): Promise<readonly Result[]> {
  const results = new Map<Step, Result>()
  const isStopped = () => [...results.values()].some(({ stopped }) => stopped)
  for (const lanes of stages) {
    const steps = lanes.flat()
    const parts = writeInOrder(steps.length, write)
    const runLane = async (lane: Lane) => {
      for (const step of lane) {
        const part = parts[steps.indexOf(step)]
        if (!isStopped()) {
          part?.write(`> ${step.name}\n`)
          results.set(step, await runStep(step, root, (text) => part?.write(text)))
        }
        part?.end()
      }
    }
    await Promise.all(lanes.map(runLane))
  }
  return stages.flat(2).flatMap((step) => results.get(step) ?? [])
}
