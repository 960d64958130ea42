import { testScale } from '../generators/random.ts'

/** Any input or outcome as one line of JSON, numbers as decimal strings: what `gimbal evaluate` reads. */
export function show(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === 'bigint'
      ? inner.toString()
      : inner instanceof Error
        ? { error: inner.name, ...inner }
        : inner,
  )
}

/** Collects what went wrong; the first few are kept, and the rest is counted. */
export class Breaches {
  private readonly examples: string[] = []
  private count = 0

  add(example: string): void {
    if (this.examples.length < 3) this.examples.push(example)
    this.count += 1
  }

  /** Throws if there was any, with the seed that brings it back. */
  assertNone(seed: number): void {
    if (this.count === 0) return
    const repeat = `GIMBAL_TEST_SEED=${seed} GIMBAL_TEST_SCALE=${testScale()}`
    const head = `${this.count} breaches; repeat with ${repeat}`
    throw new Error([head, ...this.examples].join('\n'))
  }
}
