import type { ParameterField } from '../../core/index.ts'
import type { ComparedField, Distance, ProvenFigures, ProvenPart } from './runProven.ts'

const observationTitles: Readonly<Record<ComparedField, string>> = {
  depthUsd6: 'depth',
  nativePriceUsd6: 'native price',
  baseFeePerGas: 'base fee',
  gasUsedRatioPips: 'how full blocks were (percentage points)',
  varianceWad: 'variance',
  depthRefUsd6: 'usual depth',
}

const parameterTitles: Readonly<Record<ParameterField, string>> = {
  aggressivenessPips: 'aggressiveness',
  bandPips: 'band',
  maxTradeUsd: 'max trade',
  intervalSec: 'interval',
  cppiMultiplierE3: 'CPPI',
  guardPips: 'guard',
  lotPips: 'lot',
  returnPips: 'return line',
}

const partTitles: Readonly<Record<ProvenPart, string>> = {
  all: 'all proven',
  lean: 'all proven, lean',
  allButVariance: 'variance of the index, the rest proven',
  pool: 'depth, usual depth and price proven, the rest of the index',
  epochBefore: 'the index itself, an epoch before',
}

/** The two tables of docs/evidence.md, section "How far apart". */
export function formatDistances({ pushes, observations, parameters }: ProvenFigures) {
  const parts = Object.entries(parameters) as [ProvenPart, ProvenFigures['parameters']['all']][]
  const fields = Object.keys(parameterTitles) as ParameterField[]
  const observed = Object.entries(observations) as [ComparedField, Distance][]
  return {
    'distance-observations': [
      formatRow(['figure', 'median', 'p95', 'worst']),
      formatRow([':--', '--:', '--:', '--:']),
      ...observed.map(([field, distance]) =>
        formatRow([observationTitles[field], ...formatDistance(distance)]),
      ),
      '',
      `Of ${pushes} pushes.`,
    ].join('\n'),
    'distance-parameters': [
      formatRow(['per cent', '', ...fields.map((field) => parameterTitles[field])]),
      formatRow([':--', ':--', ...fields.map(() => '--:')]),
      ...parts.flatMap(([part, distances]) => {
        const columns = fields.map((field) => formatDistance(distances[field]))
        return ['median', 'p95', 'worst'].map((name, index) =>
          formatRow([
            index === 0 ? partTitles[part] : '',
            name,
            ...columns.map((column) => column[index] as string),
          ]),
        )
      }),
    ].join('\n'),
  }
}

function formatDistance({ median, p95, lowest, highest }: Distance): [string, string, string] {
  return [formatSize(median), formatSize(p95), `${formatSize(lowest)} .. ${formatSize(highest)}`]
}

/** Two digits that count, no more than two of a fraction. */
function formatSize(value: number): string {
  const size = Math.abs(value)
  return value.toFixed(size >= 10 ? 0 : size >= 1 ? 1 : 2)
}

function formatRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
