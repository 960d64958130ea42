import type { Memory } from './memory.ts'
import type { Word } from './nodes.ts'
import type { Path } from './path.ts'
import type { Bytes } from './state.ts'
import type { YulBlock, YulFunction } from './yul.ts'

/** A way in which a call ends. */
export interface Ending {
  readonly kind: 'return' | 'revert' | 'invalid'
  readonly data: Bytes
  readonly path: Path
}

/** A call that is being run. */
export interface Call {
  readonly code: YulBlock
  readonly functions: ReadonlyMap<string, YulFunction>
  readonly calldata: Memory
  readonly calldataBytes: number
  readonly caller: Word
  readonly endings: Ending[]
  /** Whether the ending is one that is asserted never to happen. */
  readonly isForbidden: (ending: Ending) => boolean
  /** Calls the same code anew, as a contract that calls itself does: nothing is asserted of how that ends. */
  readonly callAgain: (
    calldata: Memory,
    calldataBytes: number,
    path: Path,
    caller: Word,
  ) => Ending[]
}
