import { type Html, type HtmlPart, html } from '../html.ts'

interface TableContent {
  caption: string
  head: readonly string[]
  /** The first cell of each row is its heading. */
  rows: readonly (readonly HtmlPart[])[]
}

/** A table that screen readers can read out, and that scrolls on a phone. */
export function renderTable({ caption, head, rows }: TableContent): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
<table>
<caption>${caption}</caption>
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([first, ...cells]) =>
    html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
)}</tbody>
</table>
</div>`
}
