import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { completeDraft, decodeProposal, encodeProposal, readDraft } from '../../governance/index.ts'
import { createJsonSchema } from '../../governance/schema.ts'
import { contracts, localMarkets } from './support/localMarket.ts'

const folder = fileURLToPath(new URL('../../governance/examples/', import.meta.url))
const files = readdirSync(folder)
const read = (file: string) => readFileSync(`${folder}/${file}`, 'utf8')

/** Every kind of change that a draft may have, by the schema that editors use. */
const kinds = findKinds(createJsonSchema())

function findKinds(schema: object): string[] {
  const found = JSON.stringify(schema).matchAll(/"change":\{"type":"string","const":"([\w-]+)"/g)
  return [...found].map(([, kind = '']) => kind)
}

describe('governance/examples', () => {
  test('default: each kind of change has an example with its name', () => {
    expect(kinds.length).toBeGreaterThan(10)
    for (const kind of kinds) {
      const { changes } = readDraft(read(`${kind}.yaml`))
      expect(changes.map(({ change }) => change)).toEqual([kind])
    }
  })

  test.each(files)(
    'default: %s is complete on a market in force, and its calls say the same',
    (file) => {
      const document = completeDraft(readDraft(read(file)), localMarkets)
      const proposal = encodeProposal(document, contracts)
      expect(decodeProposal(proposal, contracts).document).toEqual(document)
    },
  )

  test.each(files)('default: %s explains itself', (file) => {
    expect(read(file)).toMatch(/^# \w+/)
  })
})
