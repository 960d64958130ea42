/** The name of a member of an enum; a later contract's may have no name here. */
export function nameMember(names: readonly string[], member: number, kind: string): string {
  return names[member] ?? `${kind}-${member}`
}

/** Refusals that are no problem: another keeper was first, or the price came back. */
export const overtakings: readonly string[] = ['inside-band', 'too-soon']

const sentences: Readonly<Record<string, string>> = {
  'no-parameters': 'its market has no parameters that are in force',
  'price-unknown': "its pool's memory does not reach back over the window of the mean price",
  'price-deviates': 'the spot price of its pool is farther from the mean price than it allows',
  empty: 'it holds nothing that could be managed',
  'inside-band': 'its drift is inside the band',
  'too-soon': 'its last trade was too short a time ago',
  'trade-too-small': 'what it may trade now rounds to nothing',
  'venue-silent': 'a venue does not tell its position or its price',
  'venue-deviates': "a venue's price is farther from the mean price than it allows",
}

/** A reason as half a sentence, with the vault as its owner. */
export function explainReason(reason: string): string {
  return sentences[reason] ?? `it gives ${reason}, for which this release has no words`
}
