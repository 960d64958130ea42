import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../../../files/parseYaml.ts'
import { flatten } from '../../../../governance/description.ts'
import { toPlainChange } from '../../../../governance/formatDocument.ts'
import {
  type Change,
  type ChangeKind,
  completeDraft,
  type Document,
  describeFields,
  encodeProposal,
  examineDraft,
  formatDocument,
  hashDocument,
  readDraft,
} from '../../../../governance/index.ts'
import {
  type DraftForm,
  type FormChange,
  isForAnotherChain,
  kindMeanings,
  readForm,
} from '../../../../web/pages/draft/model/draftForm.ts'
import { scaled, scaledTimeout, testSeed } from '../../../generators/random.ts'
import { anyDocument } from '../../../governance/support/documents.ts'
import { findInForce } from '../../../governance/support/inForce.ts'
import { contracts } from '../../../governance/support/localMarket.ts'
import { writeForm } from './support/writeForm.ts'

const read = (text: string) => readForm(parseYaml(text, { aliases: false }).value)
const options = { seed: testSeed(), numRuns: scaled(25) }
const kinds = Object.keys(kindMeanings) as ChangeKind[]

/** What somebody may type, right or wrong. */
const anyTyped = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '20 %',
    '$10,000',
    '10 min',
    '8',
    '007',
    '0x1F',
    'true',
    'null',
    '~',
    '',
    ' a\n b ',
    '- a',
    '"',
  ),
)

const anyFormChange: fc.Arbitrary<FormChange> = fc.constantFrom(...kinds).chain((kind) => {
  const paths = describeFields(kind).map(({ path }) => path)
  const needed = kind === 'model' ? { requiredKeys: ['model'] as never[] } : { requiredKeys: [] }
  const entries = Object.fromEntries(paths.map((path) => [path, anyTyped]))
  const hasReporters = kind === 'reporters' || kind === 'market'
  return fc.record({
    kind: fc.constant(kind),
    chainId: isForAnotherChain(kind) ? fc.constantFrom('1', '31338') : fc.constant(undefined),
    markets:
      kind === 'model'
        ? fc.array(anyTyped, { maxLength: 3 })
        : fc.array(anyTyped, { minLength: 1, maxLength: 1 }),
    rationale: anyTyped,
    values: fc.record(entries, { ...needed, noNullPrototype: true }) as fc.Arbitrary<
      Record<string, string>
    >,
    reporters: hasReporters
      ? fc.option(fc.array(anyTyped, { maxLength: 3 }), { nil: undefined })
      : fc.constant(undefined),
  })
})

const anyForm: fc.Arbitrary<DraftForm> = fc.record({
  title: anyTyped,
  summary: anyTyped,
  changes: fc.array(anyFormChange, { maxLength: 3 }),
})

describe('the form of a draft', () => {
  test(
    'default: what somebody types into the form is in the text, and comes back from it, right or wrong',
    () => {
      fc.assert(
        fc.property(anyForm, (form) =>
          isDeepStrictEqual(normalize(read(writeForm(form))), normalize(form)),
        ),
        options,
      )
    },
    scaledTimeout,
  )

  test(
    'P-143 a draft made by the form is, byte for byte, the document, hash and calldata that the command line makes of it',
    () => {
      fc.assert(
        fc.property(anyDocument, (document) => {
          const text = writeForm(toForm(document))
          const inForce = findInForce(document)
          const page = examineDraft(text, { markets: inForce }).document
          // The command line, of the text that the page hands out, and of the document written by hand.
          const own = attempt(() => completeDraft(readDraft(text), inForce))
          const other = attempt(() => completeDraft(readDraft(formatDocument(document)), inForce))
          expect(say(page)).toEqual(say(own))
          expect(say(page)).toEqual(say(other))
        }),
        options,
      )
    },
    scaledTimeout,
  )

  test('behavior: whatever is no draft is an empty form, and an unknown kind of change is told', () => {
    for (const value of [undefined, null, 5, 'text', [], { changes: {} }]) {
      expect(readForm(value)).toEqual({ title: '', summary: '', changes: [] })
    }
    expect(readForm({ changes: [{ change: 'toString' }, null] }).changes).toMatchObject([
      { kind: undefined, markets: [''] },
      { kind: undefined, values: {} },
    ])
  })

  test('behavior: each kind of change is offered', () => {
    expect(kinds.toSorted()).toEqual([
      'bounds',
      'fallback',
      'freshness',
      'market',
      'model',
      'policy',
      'remote-market',
      'remote-resume',
      'reporters',
      'resume',
      'source',
    ])
  })
})

/** Order of keys is no part of a form. */
function normalize({ title, summary, changes }: DraftForm) {
  return {
    title,
    summary,
    changes: changes.map((change) => ({ ...change, values: { ...change.values } })),
  }
}

/** The form that somebody would have filled in for a document: each value as it is written. */
function toForm({ title, summary, changes }: Document): DraftForm {
  return { title, summary, changes: changes.map(toFormChange) }
}

function toFormChange(change: Change): FormChange {
  const {
    change: kind,
    market,
    markets,
    rationale,
    reporters,
    chainId,
    ...parts
  } = toPlainChange(change)
  return {
    kind: kind as ChangeKind,
    chainId: chainId === undefined ? undefined : String(chainId),
    markets: (markets as string[] | undefined) ?? [market as string],
    rationale: rationale as string,
    values: Object.fromEntries(flatten(parts)),
    reporters: reporters as string[] | undefined,
  }
}

function attempt(run: () => Document): Document | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

/** Everything that goes on chain, or is read by voters. */
function say(document: Document | undefined) {
  if (document === undefined) return undefined
  const { calldatas, description } = encodeProposal(document, contracts)
  return { yaml: formatDocument(document), hash: hashDocument(document), calldatas, description }
}
