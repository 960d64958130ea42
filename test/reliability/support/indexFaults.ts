import type { FaultyServer } from './startFaultyServer.ts'

type Meddle = FaultyServer['meddle']

/** An index that stands still, answers what it has, and calls itself healthy: its latest block is always the same. */
export function createFreeze(): Meddle {
  let latest: ReturnType<Parameters<Meddle>[1]> | undefined
  return (body, forward) => {
    const { variables } = JSON.parse(body) as { variables: { block?: string } }
    if (variables.block !== undefined) return forward()
    latest ??= forward()
    return latest
  }
}

/** An index that has the right blocks, and another figure in every observation. */
export function createLie(field: string, addition: bigint): Meddle {
  return async (_, forward) => {
    const { status, text } = await forward()
    const lie = (key: string, value: unknown) =>
      key === field ? `${BigInt(value as string) + addition}` : value
    return { status, text: JSON.stringify(JSON.parse(text, lie)) }
  }
}
