/** One of several texts that come at the same time. */
export interface Part {
  write(text: string): void
  /** Nothing more comes. */
  end(): void
}

/**
 * Writes parts that come at the same time one after the other: each is written as it comes once those before it have
 * ended, and kept until then.
 */
export function writeInOrder(count: number, write: (text: string) => void): readonly Part[] {
  const kept = Array.from({ length: count }, () => '')
  const hasEnded = kept.map(() => false)
  let first = 0
  const flush = () => {
    for (; first < count; first++) {
      if (kept[first]) write(kept[first] ?? '')
      kept[first] = ''
      if (!hasEnded[first]) return
    }
  }
  return kept.map((_, at) => ({
    write: (text) => {
      kept[at] += text
      flush()
    },
    end: () => {
      hasEnded[at] = true
      flush()
    },
  }))
}
