import { BaseError } from '../../core/errors.ts'
import { diskReader } from '../files/diskReader.ts'
import type { Market } from '../manifest.ts'
import { listStreams } from '../read/readStream.ts'
import { checkTable } from './checkTable.ts'
import { checkWhole } from './checkWhole.ts'
import type { CheckedTable, Finding, FindingName } from './finding.ts'
import { readTables } from './readTables.ts'

/** A market's findings, and its figures. */
export interface CheckedMarket {
  /** Those that refuse it first. */
  findings: Finding[]
  /** Empty if the files cannot be read. */
  tables: CheckedTable[]
}

/** What explains better than the reader of markets does why it refuses an order of rows. */
const orderFindings: readonly FindingName[] = ['local-time', 'falling-clock', 'duplicate']

/** Everything that can be found in a market: also what the reader refuses, so that one run names all of it. */
export async function checkMarket(market: Market): Promise<CheckedMarket> {
  const { tables, unreadable } = await tryToRead(market)
  const { chain } = market.manifest
  const own = tables.flatMap((table) => checkTable(table, chain))
  const whole = unreadable.length > 0 ? [] : checkWhole(market.manifest, tables)
  const isOrderKnown = own.some(({ name }) => orderFindings.includes(name))
  const strict = unreadable.length > 0 || isOrderKnown ? [] : await readStrictly(market)
  const findings = [...unreadable, ...strict, ...own, ...whole]
  return { findings: findings.toSorted((a, b) => rank(a) - rank(b)), tables }
}

function rank({ severity }: Finding): number {
  return severity === 'refuse' ? 0 : 1
}

async function tryToRead(
  market: Market,
): Promise<{ tables: CheckedTable[]; unreadable: Finding[] }> {
  try {
    return { tables: await readTables(market), unreadable: [] }
  } catch (error) {
    return { tables: [], unreadable: [toFinding(error)] }
  }
}

/** As the backtester reads it: hashes, order, steps, listed gaps. */
async function readStrictly(market: Market): Promise<Finding[]> {
  const findings: Finding[] = []
  try {
    for (const stream of listStreams(market)) {
      try {
        for await (const _ of diskReader.readStream(market, stream));
      } catch (error) {
        findings.push(toFinding(error))
      }
    }
  } catch (error) {
    findings.push(toFinding(error))
  }
  return findings
}

function toFinding(error: unknown): Finding {
  if (!(error instanceof BaseError)) throw error
  return { name: 'not-readable', severity: 'refuse', text: error.message }
}
