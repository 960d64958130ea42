import { showText } from '../../core/showText.ts'
import { UsageError } from './errors.ts'
import { findNearest } from './findNearest.ts'

/**
 * One of the words that an argument may be.
 *
 * @param kind - What the argument is, as the message names it: `action`, `dataset`.
 * @throws UsageError if it is missing or another word; with the word that was probably meant.
 */
export function chooseOne<const Choice extends string>(
  kind: string,
  text: string | undefined,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((known) => known === text)
  if (choice !== undefined) return choice
  const allowed = `${choices.length === 1 ? '' : 'one of '}${choices.join(', ')}`
  if (text === undefined) throw new UsageError(`no ${kind} given; give ${allowed}`)
  throw new UsageError(
    `unknown ${kind} ${showText(text)}; ${suggest(text, choices, `give ${allowed}`)}`,
  )
}

/** What to do about an unknown word: the one that was probably meant, if there is one, before the advice. */
export function suggest(text: string, names: readonly string[], advice: string): string {
  const nearest = findNearest(text, names)
  if (nearest === undefined) return advice
  return `did you mean ${nearest}? ${advice.replace(/^[a-z]/, (letter) => letter.toUpperCase())}`
}
