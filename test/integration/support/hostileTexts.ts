/** What a stranger may write, by what it tries. */
export const hostileTexts: Readonly<Record<string, string>> = {
  'hides what follows': 'Routine upkeep\x1b[8m',
  'forges a line of the list': 'x\x1b[2K\r\x1b[32mexecuted  Approved by all\x1b[0m',
  'turns the direction': 'Raise the band to \u202e%5\u202c',
  'an eight-bit control': 'x\u009b8m\u0085DANGER',
  'a link': 'see \x1b]8;;https://evil.example\x1b\\the page\x1b]8;;\x1b\\',
  'a line of its own': 'x\u2028!! DANGER: none\u2029Voting is open.',
  'letters that nobody sees': 'the\u200b ba\u2060nd\ufeff \u{e0041}',
  'marks over our own text': `\u0336\u0336 and ${'z\u0335'.repeat(3)}${'\u0336'.repeat(40)}`,
  'a very long title': `Let the band breathe ${'and breathe '.repeat(400)}`,
  'one long word': 'w'.repeat(5_000),
  'a section of the page': '## 1. Set the bounds of weth-usd',
}

/** Every character that a terminal obeys or hides, but for the line feeds of a text. */
export const unseen =
  /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?<!\P{M}\p{M}{0,3})\p{M}/u
