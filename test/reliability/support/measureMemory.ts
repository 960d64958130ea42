import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const MIB = 1_048_576

/** What this process holds after a collection of what it does not need, MiB. */
export interface Memory {
  heapMib: number
  /** With all that the system has given it. */
  residentMib: number
}

export function measureMemory(): Memory {
  collectGarbage()
  const { heapUsed, rss } = process.memoryUsage()
  return { heapMib: heapUsed / MIB, residentMib: rss / MIB }
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}
