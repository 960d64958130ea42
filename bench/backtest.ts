/**
 * The backtester: a year of minutes with twelve rules, from its files to the figures; steps a second of the simulator alone, beside
 * the same loop in numpy; and memory, of a year and of three. Seconds are CPU seconds: what one core takes.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { loadCore } from '../core/index.ts'
import type { Market } from '../market/manifest.ts'
import type { Bench, Figure } from './figure.ts'
import { makePath, runBands } from './support/bandLoop.ts'
import { MINUTES_PER_YEAR, makeYear } from './support/makeYear.ts'
import { median } from './support/median.ts'
import { hasNumpy, requireSame, runNumpy, writeFigures } from './support/numpyLoop.ts'

const run = promisify(execFile)
const ROUNDS = 5
const YEARS = 3
/** Twelve bands on one path, as a proposal is looked at; and as many books of 30 days as a study of options has. */
const shapes = [
  { name: 'vs-numpy', bands: 12, paths: 1, steps: 50_000, aim: 1 },
  { name: 'vs-numpy-766-books', bands: 766, paths: 766, steps: 720, aim: undefined },
]

const measureBacktest: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-bench-'))
  try {
    const year = await makeYear({ folder: join(folder, 'year') })
    const years = await makeYear({
      folder: join(folder, 'years'),
      minutes: YEARS * MINUTES_PER_YEAR,
    })
    return [...(await measureLoop(folder, year)), ...(await measureYear(year, years))]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export default measureBacktest

interface YearRun {
  seconds: number
  memoryMb: number
}

/** Each in a process of its own, whose memory is nobody else's. */
async function measureYear(year: Market, years: Market): Promise<Figure[]> {
  const script = fileURLToPath(new URL('support/yearRun.ts', import.meta.url))
  const measure = async ({ folder }: Market): Promise<YearRun> => {
    const { stdout } = await run(process.execPath, [script, folder])
    return JSON.parse(stdout)
  }
  const runs: YearRun[] = []
  for (let round = 0; round < ROUNDS; round++) runs.push(await measure(year))
  const long = await measure(years)
  const short = Math.round(median(runs.map(({ memoryMb }) => memoryMb)))
  return [
    {
      name: 'year-of-minutes-sec',
      value: Math.round(median(runs.map(({ seconds }) => seconds)) * 100) / 100,
      unit: 's',
      aim: 10,
      better: 'lower',
    },
    { name: 'memory-mb', value: short, unit: 'MB', aim: 300, better: 'lower' },
    {
      name: 'memory-three-years-mb',
      value: Math.round(long.memoryMb),
      unit: 'MB',
      better: 'lower',
    },
  ]
}

/** Both loops take turns in every round, so that they see the same machine, and have to agree. */
async function measureLoop(folder: string, market: Market): Promise<Figure[]> {
  const core = await loadCore()
  const isNumpyThere = await hasNumpy()
  if (!isNumpyThere) console.error('no python3 with numpy here: the figures beside it are left out')
  const figures: Figure[] = []
  for (const shape of shapes) {
    const bands = Array.from({ length: shape.bands }, (_, index) => 0.004 * (1 + (index % 12)))
    const prices = Array.from({ length: shape.paths }, (_, index) => walk(index + 1, shape.steps))
    const paths = prices.map(makePath)
    const file = join(folder, `${shape.name}.bin`)
    await writeFigures(file, bands, prices)
    const speeds: number[] = []
    const ratios: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const ours = await runBands(core, market, bands, paths)
      speeds.push((shape.bands * shape.steps) / ours.seconds)
      if (!isNumpyThere) continue
      const numpy = await runNumpy(file)
      requireSame(ours, numpy, shape.bands)
      ratios.push(numpy.seconds / ours.seconds)
    }
    if (shape.paths === 1) figures.push(describeSpeed(median(speeds)))
    if (isNumpyThere) figures.push(describeRatio(shape.name, shape.aim, median(ratios)))
  }
  return figures
}

function describeSpeed(value: number): Figure {
  return {
    name: 'steps-per-second',
    value: Math.round(value),
    unit: 'steps/s',
    aim: 2_000_000,
    better: 'higher',
  }
}

function describeRatio(name: string, aim: number | undefined, ratio: number): Figure {
  const figure = { name, value: Math.round(ratio * 100) / 100, unit: 'times' }
  return aim === undefined ? { ...figure, better: 'higher' } : { ...figure, aim, better: 'higher' }
}

/** Prices of a random walk, about 80 % a year by the minute: whole units of 1e-6 dollars. Source: Marsaglia, Xorshift RNGs (2003). */
function walk(seed: number, steps: number): Float64Array {
  let state = (seed * 2_654_435_761) >>> 0
  let price = 2_000e6
  return Float64Array.from({ length: steps }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    price *= 1 + 0.0038 * ((state >>> 0) / 2 ** 32 - 0.5)
    return Math.round(price)
  })
}
