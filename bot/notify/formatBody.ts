// Sources: Slack, "Sending messages using incoming webhooks" and "Escaping text"; Discord, "Execute Webhook"; Telegram,
//          "sendMessage".

import { showText } from '../../core/index.ts'
import type { Notice } from './notice.ts'

/** The reader of the posted message: the operator's own program, or a chat. */
export const bodyForms = ['json', 'slack', 'discord', 'telegram'] as const
export type BodyForm = (typeof bodyForms)[number]

/** Characters that each chat takes, with room to spare. */
const LONGEST = { slack: 3_000, discord: 1_900, telegram: 4_000 }

/**
 * The JSON that is posted. It holds no URL: a library's text may contain an address with a key. Titles of
 * proposals are strangers' text: they mention nobody and format nothing.
 *
 * @param chat - Telegram's chat id.
 */
export function formatBody(form: BodyForm, notice: Notice, chat: string | undefined): object {
  const text = showText(notice.text).replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '(URL)')
  switch (form) {
    case 'json':
      return { ...notice, text }
    case 'slack':
      return { text: cut(escapeSlack(text), LONGEST.slack) }
    case 'discord': {
      const content = cut(text.replace(/[\\*_~`|>#[\]()-]/g, '\\$&'), LONGEST.discord)
      return { content, allowed_mentions: { parse: [] } }
    }
    case 'telegram': {
      const message = cut(text, LONGEST.telegram)
      return { chat_id: chat, text: message, link_preview_options: { is_disabled: true } }
    }
  }
}

// `<!channel>` and links are in angle brackets.
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}
