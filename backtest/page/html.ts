import { showLines } from '../../core/showText.ts'

/** Markup of this page's own: everything else that enters it is escaped. */
export class Html {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }
}

export type HtmlPart = Html | string | number | undefined | readonly HtmlPart[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A stranger's text in HTML, in an element or a quoted attribute: the one place where it becomes markup. */
function escapeHtml(text: string): string {
  return showLines(text).replace(/[&<>"']/g, (character) => entities[character] as string)
}

/** Markup with what stands in `${}` escaped, but for markup itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(
    strings
      .map((text, index) => text + (index < parts.length ? toMarkup(parts[index]) : ''))
      .join(''),
  )
}

function toMarkup(part: HtmlPart): string {
  if (part === undefined) return ''
  if (part instanceof Html) return part.markup
  if (Array.isArray(part)) return part.map(toMarkup).join('')
  return escapeHtml(`${part}`)
}

/** Data for a script of the page, in an element that is never run: no `<` of it can end that element. */
export function embedJson(id: string, value: unknown): Html {
  const json = JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll(/[\u2028\u2029]/g, escapeUnit)
  return new Html(`<script type="application/json" id="${escapeHtml(id)}">${json}</script>`)
}

const escapeUnit = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
