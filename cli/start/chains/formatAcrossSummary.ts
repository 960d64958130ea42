import { maxOf, minOf } from '../../../observation/integerMath.ts'
import { remoteMarket } from '../../../stack/chains/remoteMarket.ts'
import { typeCommand, wrapCommand } from '../../program/typedCommand.ts'
import { formatClock, toPercentPerDay } from '../figures.ts'
import { formatCheck, formatFact, title } from '../formatSummary.ts'
import { type Check, countOf } from '../listChecks.ts'
import type { CarriedUpdate } from './recheckUpdates.ts'
import type { AcrossSummary } from './summarizeAcross.ts'

const COLUMNS = 80
const { epochSec } = remoteMarket

/** What has to hold of the second chain. */
export function listAcrossChecks(summary: AcrossSummary): Check[] {
  const { name, updates, messages, halt } = summary
  const differences = updates.flatMap((update) => update.differences)
  const count = countOf(updates.length, 'vector', 'vectors')
  const { sent, delivered, underWay, failed } = messages
  return [
    updates.length === 0
      ? check(false, `no vector was in force on ${name}`)
      : check(
          differences.length === 0,
          differences.length === 0
            ? `${count} in force on ${name}: what home had when it was sent, as far as the bounds there let it, bit by bit; each within them, and at most a step from the one before`
            : `${count} in force on ${name}, and not all as they have to be`,
          differences,
        ),
    check(
      sent > 0 && underWay === 0 && failed === 0,
      `of ${countOf(sent, 'message', 'messages')} ${delivered} delivered, ${underWay} under way, ${failed} failed`,
    ),
    check(
      halt.blocksTaken !== undefined && halt.isOnFallback,
      halt.blocksTaken === undefined
        ? `home's halt never came to ${name}`
        : `home's halt put ${name} on its fallback within ${countOf(halt.blocksTaken, 'block', 'blocks')}`,
    ),
  ]
}

/** The result of the second chain as text: at most 80 columns. */
export function formatAcrossSummary(
  summary: AcrossSummary,
  { color, folderArgs }: { color: boolean; folderArgs: readonly string[] },
): string {
  const checks = listAcrossChecks(summary)
  const failed = checks.filter(({ isOk }) => !isOk).length
  const verdict =
    failed === 0 ? `all ${checks.length} passed` : `${failed} of ${checks.length} FAILED`
  return [
    '',
    title(`What happened on ${summary.name}`, color),
    ...describe(summary).flatMap(([name, ...texts]) => formatFact([name, ...texts])),
    '',
    title(`Checks across chains: ${verdict}`, color),
    ...checks.flatMap((one) => formatCheck(one, color)),
    '',
    title('Try next', color),
    ...wrapCommand(typeCommand('chains', 'status', ...folderArgs), COLUMNS),
    ...wrapCommand(typeCommand('doctor', '--network', 'local', ...folderArgs), COLUMNS),
    '',
  ].join('\n')
}

type Fact = [name: string, ...texts: string[]]

function describe(summary: AcrossSummary): Fact[] {
  const { bridges, updates, messages, heldBack, nativePriceUsd6 } = summary
  const took = updates.map(({ tookSec }) => Number(tookSec)).toSorted((a, b) => a - b)
  const middle = took[Math.floor((took.length - 1) / 2)] ?? 0
  const median = (values: readonly bigint[]) =>
    values.toSorted((a, b) => Number(a - b))[Math.floor((values.length - 1) / 2)] ?? 0n
  const [first] = updates
  const last = updates.at(-1)
  const paid = (wei: bigint) => {
    const usd = Number((wei * nativePriceUsd6) / 10n ** 18n) / 1e6
    return `$${usd.toLocaleString('en-US', { maximumFractionDigits: usd < 1 ? 4 : 2 })}`
  }
  return [
    [
      'messages',
      `${messages.sent} sent by ${bridges.join(' and ')}, ${messages.delivered} delivered`,
    ],
    [
      'vectors',
      `${updates.length} in force there${first && last ? `, from ${formatClock(first.at)} to ${formatClock(last.at)}` : ''}`,
      `${middle} s of market time from the sending to there, in the middle; ${took.at(-1) ?? 0} s at most`,
      `${heldBack} of them were held back by the bounds there in one field or more`,
    ],
    ...(first && last ? [describeAggressiveness(updates, first, last)] : []),
    [
      'gas',
      `a vector took ${median(updates.map(({ sendGas }) => sendGas)).toLocaleString('en-US')} at home and ${median(updates.map(({ deliverGas }) => deliverGas)).toLocaleString('en-US')} to deliver`,
      `the relayer paid ${paid(summary.paidHomeWei)} at home, ${paid(summary.paidAwayWei)} there for all of its transactions; the local chain has no data fee`,
    ],
    ['portfolio', 'each chain has its own pool; trading the whole is left out of this run'],
    ['the end', "home's guardian halted the market, so that you see it arrive"],
  ]
}

function describeAggressiveness(
  updates: AcrossSummary['updates'],
  first: CarriedUpdate,
  last: CarriedUpdate,
): Fact {
  const perDay = (pips: bigint) => toPercentPerDay(pips, epochSec).toFixed(2)
  const pips = updates.map(({ newValues }) => newValues.aggressivenessPips)
  const tightest = pips.reduce(minOf)
  const greatest = pips.reduce(maxOf)
  return [
    'aggressiveness',
    `${perDay(first.newValues.aggressivenessPips)} % a day at ${formatClock(first.at)}, ${perDay(greatest)} at most, ${perDay(tightest)} at the tightest, ${perDay(last.newValues.aggressivenessPips)} at the end`,
  ]
}

function check(isOk: boolean, text: string, details: readonly string[] = []): Check {
  return { isOk, text, details: isOk ? [] : details }
}
