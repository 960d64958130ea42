import { fitFigure } from '../io/fitFigure.ts'
import { fitCount, formatClock } from './figures.ts'
import { fitName, fitWords } from './fitText.ts'
import type { Frame, PushFrame, ReplicaFrame, VaultFrame } from './frame.ts'
import { type Item, layOut, type Style } from './layOut.ts'

const NAME = 15

/** How many pushes have counted, and when, from whom and why the last one came. */
export function formatPush({ lastPush, pushes }: Frame, columns: number, color: boolean): string {
  const items: Item[] = [{ text: ` ${'pushes'.padEnd(NAME)}${fitCount(pushes, 8)}   ` }]
  const room = columns - widthOf(items)
  return layOut([...items, { text: fitWords(describePush(lastPush), room) }], columns, color)
}

function describePush(push: PushFrame | undefined): string {
  if (push === undefined) return 'none yet'
  const { at, replica, reason, blocksTaken } = push
  const blocks = blocksTaken === 1 ? 'in 1 block' : `in ${blocksTaken} blocks`
  return `last at ${formatClock(at)} by ${fitName(replica, NAME).trim()} ${blocks}: ${reason}`
}

const stateStyles: Readonly<Record<ReplicaFrame['state'], Style>> = {
  starting: 'dim',
  ready: 'green',
  'not-ready': 'yellow',
  stopped: 'red',
}

/** A heading, and one line for each replica. */
export function formatReplicas(
  replicas: readonly ReplicaFrame[],
  columns: number,
  color: boolean,
): string[] {
  const rows = replicas.map(({ name, state, signed, pushes, decision }) => {
    const items: Item[] = [
      { text: ` ${fitName(name, NAME - 1)} ` },
      { text: state.replace('-', ' ').padEnd(10), style: stateStyles[state] },
      { text: fitCount(signed, 6) },
      { text: ` ${fitCount(pushes, 6)}` },
    ]
    return [...items, { text: `  ${fitWords(decision, columns - widthOf(items) - 2)}` }]
  })
  const heads = [` ${'replica'.padEnd(NAME)}`, 'state     ', 'signed', ' pushes', '  last decision']
  return formatRows(heads, rows, columns, color)
}

/** What the columns of the replicas are called. */
export const replicaLabels = ['state', 'signed', 'pushes', 'last decision']

type VaultColumn = readonly [
  head: string,
  width: number,
  format: (vault: VaultFrame, width: number) => string,
]

const vaultColumns: readonly VaultColumn[] = [
  ['value $', 11, ({ navUsd6 }, width) => fitFigure(navUsd6, 1e6, 0, width)],
  ['drift %', 8, ({ driftPips }, width) => fitFigure(driftPips, 1e4, 2, width)],
  ['band %', 7, ({ bandPips }, width) => fitFigure(bandPips, 1e4, 2, width)],
  ['rebalances', 11, ({ rebalances }, width) => fitCount(rebalances, width)],
  ['fee+impact $', 13, ({ tradeCostUsd6 }, width) => fitFigure(tradeCostUsd6, 1e6, 0, width)],
  ['gas $', 8, ({ gasCostUsd6 }, width) => fitFigure(gasCostUsd6, 1e6, 0, width)],
]

/** What the columns of the vaults are called. */
export const vaultLabels = vaultColumns.map(([head]) => head)

/** A heading, and one line for each vault. */
export function formatVaults(
  vaults: readonly VaultFrame[],
  columns: number,
  color: boolean,
): string[] {
  const rows = vaults.map((vault): Item[] => [
    { text: ` ${fitName(vault.name, NAME - 1)} ` },
    ...vaultColumns.map(([, width, format]) => ({ text: ` ${format(vault, width)}` })),
  ])
  const heads = vaultColumns.map(([head, width]) => ` ${head.padStart(width)}`)
  return formatRows([` ${'vault'.padEnd(NAME)}`, ...heads], rows, columns, color)
}

function formatRows(
  heads: readonly string[],
  rows: readonly (readonly Item[])[],
  columns: number,
  color: boolean,
): string[] {
  const head = heads.map((text): Item => ({ text, style: 'dim' }))
  return [head, ...rows].map((items) => layOut(items, columns, color))
}

function widthOf(items: readonly Item[]): number {
  return items.reduce((sum, { text }) => sum + text.length, 0)
}
