import { showText } from '../../core/index.ts'

/** A document's title has 120 characters at most; one on chain may have any number. */
const MAX_CHARACTERS = 160

/** As much of a stranger's title as a heading holds, with escapes for what would act. */
export function cutTitle(title: string): string {
  const text = title.trim() === '' ? '(no title)' : title
  const isLong = text.length > MAX_CHARACTERS
  return `${showText(isLong ? text.slice(0, MAX_CHARACTERS) : text)}${isLong ? ' …' : ''}`
}
