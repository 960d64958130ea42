// From what was read and recomputed to what is seen. Texts go in as texts, never as HTML: a market's name is a stranger's.

import { type Parameters, parameterFields } from 'gimbal/core'
import { formatParameter, nameParameter } from 'gimbal/governance'
import type { InForce, Status, Update } from './read.ts'
import type { Step } from './recompute.ts'

export interface View {
  /** Of the window. */
  title: string
  /** Of the market. */
  name: string
  inForce: InForce
  update: Update | undefined
  /** Steps, or why there are none; undefined: there was no update yet. */
  outcome: readonly Step[] | string | undefined
}

const statusWords: Readonly<Record<Status, [tone: string, meaning: string]>> = {
  Active: ['good', 'Protocols get these values.'],
  Stale: ['warn', 'The evidence is too old: protocols get the voted fallback until the next push.'],
  Fallback: ['warn', 'Protocols get the voted fallback, as in a new market.'],
  Halted: ['bad', 'The guardian has halted the market: protocols get the voted fallback.'],
  Unknown: ['bad', 'The contract has no such market: these zeros mean nothing.'],
}

export function draw({ title, name, inForce, update, outcome }: View): void {
  const { status, ageSec, blockNumber, values } = inForce
  const [tone, meaning] = statusWords[status]
  document.title = `${status}: ${title}`
  show(
    element('header', {}, [
      element('p', { class: 'soft' }, [title.replace(`${name} on `, 'Gimbal on ')]),
      element('h1', {}, [
        name,
        element('span', { class: `badge ${tone}`, id: 'status' }, [status]),
      ]),
      element('p', {}, [meaning]),
      element('p', { class: 'soft' }, [
        `Block ${blockNumber.toLocaleString('en')}, `,
        ageSec === undefined ? 'no evidence yet' : `evidence ${formatAge(ageSec)} old`,
      ]),
    ]),
    element('section', { id: 'values' }, [
      element('h2', {}, ['What protocols read']),
      element(
        'dl',
        {},
        parameterFields.map((field) =>
          element('div', {}, [
            element('dt', {}, [nameParameter(field)]),
            element('dd', { 'data-raw': `${values[field]}` }, [format(field, values)]),
            ...(update === undefined
              ? []
              : [
                  element('dd', { class: 'soft' }, [
                    `voters allow ${format(field, update.bounds.min)} to ${format(field, update.bounds.max)}`,
                  ]),
                ]),
          ]),
        ),
      ),
    ]),
    element('section', { id: 'recomputed' }, [
      element('h2', {}, ['Recomputed in this browser']),
      ...drawOutcome(outcome, update, inForce),
    ]),
  )
}

function drawOutcome(
  outcome: View['outcome'],
  update: Update | undefined,
  inForce: InForce,
): HTMLElement[] {
  if (outcome === undefined || update === undefined) {
    return [element('p', {}, ['There was no update yet, so there is nothing to recompute.'])]
  }
  if (typeof outcome === 'string') {
    return [element('p', { class: 'verdict bad', id: 'verdict' }, [outcome])]
  }
  const isEqual = outcome.every((step) => step.isEqual)
  const { record, blockNumber, logIndex } = update
  return [
    element('p', { class: `verdict ${isEqual ? 'good' : 'bad'}`, id: 'verdict' }, [
      isEqual ? '✓ Equal to the last bit' : '✗ The chain and this browser differ',
    ]),
    element('p', {}, [
      `From the evidence of ${formatTime(record.observedAt)} in the update of block ${blockNumber.toLocaleString('en')}, ` +
        `by the Wasm core that voters chose. ${describeUse(update, inForce)}`,
    ]),
    element('ol', {}, outcome.map(drawStep)),
    element('p', { class: 'soft' }, [
      'Not checked here: that the evidence is true of the chain. ',
      element('code', {}, [`npx gimbal verify ${blockNumber}-${logIndex}`]),
      ' rebuilds it from headers and logs.',
    ]),
  ]
}

/** Whether the update is what protocols read. */
function describeUse({ record }: Update, { status, values }: InForce): string {
  if (status !== 'Active') return 'Protocols read the voted fallback instead of it.'
  return parameterFields.every((field) => values[field] === record.newValues[field])
    ? 'It is what protocols read now.'
    : 'The value has moved with its bounds since.'
}

function drawStep({ title, result, isEqual, onChain, here }: Step): HTMLElement {
  return element('li', {}, [
    element('strong', {}, [title]),
    element('p', { class: isEqual ? 'good' : 'bad' }, [`${result}.`]),
    element('p', { class: 'word' }, [element('span', { class: 'soft' }, ['chain']), onChain]),
    element('p', { class: 'word' }, [element('span', { class: 'soft' }, ['here']), here]),
  ])
}

export function drawFailure(error: unknown): void {
  // viem's own message is long; its short one says what is wrong.
  const { shortMessage, message } = error as { shortMessage?: string; message: string }
  document.title = 'No answer: Gimbal market'
  show(
    element('h1', {}, ['No answer']),
    element('p', { class: 'verdict bad', id: 'verdict' }, [shortMessage ?? message]),
    element('p', { class: 'soft' }, ['This page asks again every other second.']),
  )
}

function show(...parts: HTMLElement[]): void {
  const page = document.querySelector('main') as HTMLElement
  page.replaceChildren(...parts)
  page.ariaBusy = 'false'
}

function element(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly (Node | string)[],
): HTMLElement {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/** No line ends between a number and its unit. */
function format(field: keyof Parameters, values: Parameters): string {
  return formatParameter(field, values[field]).replaceAll(' ', '\u00a0')
}

function formatAge(sec: bigint): string {
  return sec < 120n ? `${sec} s` : sec < 7_200n ? `${sec / 60n} min` : `${sec / 3_600n} h`
}

function formatTime(at: bigint): string {
  return new Date(Number(at) * 1_000).toISOString().replace('T', ' ').replace('.000Z', ' UTC')
}
