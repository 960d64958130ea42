import { showText } from '../../core/index.ts'

/** A document's title has 120 characters at most; one on chain may have any number. */
const MAX_CHARACTERS = 160

/** Whether a heading holds a part of a title only. */
export const isCut = (title: string): boolean => title.length > MAX_CHARACTERS

/** As much of a stranger's title as a heading holds, with escapes for what would act. */
export function cutTitle(title: string): string {
  if (title.trim() === '') return '(no title)'
  return isCut(title) ? `${showText(title.slice(0, MAX_CHARACTERS))} …` : showText(title)
}
