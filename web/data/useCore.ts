import { type Core, loadCore } from '../../core/index.ts'
import { type Reading, useReading } from './useReading.ts'

let loading: Promise<Core> | undefined

/** The Wasm core of this site, loaded once. */
function getCore(): Promise<Core> {
  loading ??= loadCore()
  return loading
}

/** The same on a page. */
export function useCore(): Reading<Core> {
  return useReading({ key: ['core'], read: getCore })
}
