import { describe, expect, test } from 'vitest'
import { compareProposal, type HubProposal, isAsSigned } from '../../snapshot/index.ts'
import { bound, proposal, proposalRow } from '../client/support/hostileHub.ts'

/** The hub's row as the client reads it, with changes. */
const shown = (change: Partial<HubProposal> = {}): HubProposal => {
  const { space, ...row } = proposalRow
  return { ...row, space: space.id, state: 'active', ...change }
}
const signed = { ...proposal.message }

describe('compareProposal', () => {
  test('default: the row of the signed message differs in nothing, in whichever order its JSON is', () => {
    const { gimbal } = JSON.parse(bound.plugins)
    const { proposalId, governor } = gimbal
    const plugins = { gimbal: { proposalId, governor } }
    expect(compareProposal(shown({ plugins }), bound, signed)).toEqual([])
    expect(isAsSigned(shown({ plugins }), bound)).toBe(true)
  })

  test.each<[string, Partial<HubProposal>, boolean]>([
    ['choices', { choices: ['Against', 'For', 'Abstain'] }, true],
    ['choices', { choices: ['For', 'Against'] }, true],
    ['choices', { choices: ['For ', 'Against', 'Abstain'] }, true],
    ['choices', { choices: ['For, Against', 'Abstain'] }, true],
    ['body', { body: '# Larger\n' }, true],
    ['body', { body: '' }, true],
    ['plugins', { plugins: {} }, true],
    ['plugins', { plugins: null }, true],
    ['privacy', { privacy: 'shutter' }, true],
    ['start', { start: 1 }, true],
    ['end', { end: 1 }, true],
    ['space', { space: 'Gimbal.eth' }, true],
    ['author', { author: '0x5FbDB2315678afecb367f032d93F642f64180aa3' }, true],
    ['type', { type: 'approval' }, true],
    ['type', { type: 'single-choice' }, false],
    ['title', { title: 'Smaller' }, false],
    ['discussion', { discussion: 'https://elsewhere.example' }, false],
    ['labels', { labels: [] }, false],
  ])('behavior: another %s, %j', (field, change, isKnownFromChain) => {
    const differences = compareProposal(shown(change), bound, signed)
    expect(differences.map((difference) => difference.field)).toEqual([field])
    expect(isAsSigned(shown(change), bound)).toBe(false)
    expect(compareProposal(shown(change), bound)).toHaveLength(isKnownFromChain ? 1 : 0)
  })

  test('behavior: a row with values that have no digest is not as signed', () => {
    expect(isAsSigned(shown({ snapshot: 2 ** 53 * 4_096 }), bound)).toBe(false)
    expect(isAsSigned(shown({ title: '\ud800' }), bound)).toBe(false)
  })
})
