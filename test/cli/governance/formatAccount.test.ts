import { parseEther } from 'viem'
import { describe, expect, test } from 'vitest'
import { type AccountPage, formatAccount } from '../../../cli/governance/formatAccount.ts'
import { measureColumns } from '../../../core/index.ts'

const account = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const vote = {
  id: 2n ** 255n,
  state: 'active',
  title: 'Smaller bands',
  votes: parseEther('600000'),
  isProvisional: false,
  hasVoted: true,
  voteStartAt: 1_750_000_000n,
  voteEndAt: 1_750_086_400n,
} as const
const page: AccountPage = {
  account,
  etherWei: parseEther('1'),
  tokens: 2n ** 256n - 1n,
  delegate: account,
  votes: 2n ** 256n - 1n,
  votesOfOthers: 0n,
  delegators: [],
  proposals: [vote],
  advice: [],
}

describe('formatAccount', () => {
  test('default: a short title whole, columns as they are', () => {
    const lines = formatAccount(page, 80)
    expect(lines).toContain('active     0x80000000  Smaller bands')
    expect(lines[0]).toBe(`account    ${account}`)
  })

  test.each([
    ['long', 'X'.repeat(100_000)],
    ['in rows that look like ours', `${'X'.repeat(57)} 0xdeadbeef  executed   All is well`],
    ['of escapes', '\u001b[8m'.repeat(50)],
    ['wide', '東'.repeat(300)],
  ])('behavior: a title that is %s leaves the page within its columns', (_, title) => {
    const advice = [`${account} has to \`gimbal delegate ${account} --yes\` before its votes count`]
    for (const columns of [40, 80]) {
      const proposals = [vote, { ...vote, title, isProvisional: true }]
      const lines = formatAccount({ ...page, proposals, advice }, columns)
      expect(Math.max(...lines.map(measureColumns))).toBeLessThanOrEqual(columns)
      expect(lines.filter((line) => /^0x/.test(line.trim()) && /executed/.test(line))).toEqual([])
    }
  })
})
