import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const script = fileURLToPath(new URL('simulate.py', import.meta.url))

/** What a loop over bands came to: sums over all of them, 1e-6 dollars. */
export interface LoopResult {
  /** Of CPU. */
  seconds: number
  navUsd6: number
  riskUsd6: number
  trades: number
  drawdownPips: number
}

/** Whether this machine has python3 with numpy. */
export async function hasNumpy(): Promise<boolean> {
  try {
    await run('python3', ['-c', 'import numpy'])
    return true
  } catch {
    return false
  }
}

/** Writes bands and prices as `simulate.py` reads them: a row of prices a step, one price or one a band. */
export async function writeFigures(
  file: string,
  bands: readonly number[],
  prices: readonly Float64Array[],
): Promise<void> {
  const steps = prices[0]?.length ?? 0
  const figures = new Float64Array(2 + bands.length + steps * prices.length)
  figures.set([steps, bands.length, ...bands])
  for (const [column, path] of prices.entries()) {
    for (let step = 0; step < steps; step++) {
      figures[2 + bands.length + step * prices.length + column] = path[step] as number
    }
  }
  await writeFile(file, new Uint8Array(figures.buffer))
}

export async function runNumpy(file: string): Promise<LoopResult> {
  const { stdout } = await run('python3', [script, file])
  return JSON.parse(stdout)
}

/**
 * Each band's figures are whole units here and real numbers there.
 *
 * @throws Error if two loops did not compute the same: what is compared would not be the same work.
 */
export function requireSame(ours: LoopResult, numpy: LoopResult, bands: number): void {
  if (ours.trades !== numpy.trades) {
    throw new Error(`${ours.trades} trades here and ${numpy.trades} in numpy; mend simulate.py`)
  }
  for (const name of ['navUsd6', 'riskUsd6', 'drawdownPips'] as const) {
    const tolerance = bands + 1e-9 * Math.abs(numpy[name])
    if (Math.abs(ours[name] - numpy[name]) <= tolerance) continue
    throw new Error(`${name} is ${ours[name]} here and ${numpy[name]} in numpy; mend simulate.py`)
  }
}
