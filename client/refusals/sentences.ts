import type { Abi, ContractErrorArgs, ContractErrorName } from 'viem'

/** For each error of an interface what it means and what to do; the rest of a sentence after "is refused: ". */
export type Sentences<Interface extends Abi> = {
  readonly [Name in ContractErrorName<Interface>]: ContractErrorArgs<
    Interface,
    Name
  > extends infer Args extends readonly unknown[]
    ? (...args: Args) => string
    : never
}
