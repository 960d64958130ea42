import { describe, expect, test } from 'vitest'
import { formatBody } from '../../../bot/notify/formatBody.ts'
import type { Notice } from '../../../bot/notify/notice.ts'

const alarm: Notice = {
  event: 'alarm',
  text: 'replica-1: alarm: index (the subgraph at https://host/api/KEY does not answer)',
  replica: 'replica-1',
  condition: 'index',
}
const proposal = (text: string): Notice => ({
  event: 'proposal-made',
  text,
  proposalId: '7',
  endAt: 1_700_000_000,
})

describe('formatBody', () => {
  test('default: each form as its service takes it, and no URL in any', () => {
    const text = 'replica-1: alarm: index (the subgraph at (URL) does not answer)'
    expect(formatBody('json', alarm, undefined)).toEqual({ ...alarm, text })
    expect(formatBody('slack', alarm, undefined)).toEqual({ text })
    expect(formatBody('discord', alarm, undefined)).toEqual({
      content: text.replace(/[()-]/g, '\\$&'),
      allowed_mentions: { parse: [] },
    })
    expect(formatBody('telegram', alarm, '-100')).toEqual({
      chat_id: '-100',
      text,
      link_preview_options: { is_disabled: true },
    })
    const secret = { ...alarm, text: 'postgresql://user:pass@host/db fails' }
    expect(JSON.stringify(formatBody('json', secret, undefined))).not.toContain('pass')
  })

  test('behavior: a title mentions nobody, formats nothing and hides nothing', () => {
    const notice = proposal('<!channel> **now** @everyone\n\x1b[8m\u202e')
    expect(formatBody('slack', notice, undefined)).toEqual({
      text: '&lt;!channel&gt; **now** @everyone\\n\\x1b[8m\\u{202e}',
    })
    expect(formatBody('discord', notice, undefined)).toMatchObject({
      content: expect.stringContaining('\\*\\*now\\*\\*'),
      allowed_mentions: { parse: [] },
    })
  })

  test('behavior: a long text is cut to what the chat takes', () => {
    const body = formatBody('discord', proposal('x'.repeat(9_000)), undefined)
    expect((body as { content: string }).content).toHaveLength(1_900)
  })
})
