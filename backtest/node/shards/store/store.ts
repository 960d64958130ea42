/**
 * Where the parts of a backtest are put together: a folder, or an S3-compatible store. Keys are paths with `/`. What is put is
 * there whole or not at all, and putting the same again changes nothing.
 */
export interface Store {
  /** For people and messages; no secret. */
  readonly title: string
  /** @throws StoreError */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Undefined if there is nothing. @throws StoreError */
  get(key: string): Promise<Uint8Array | undefined>
  /** All keys that begin with this, in order of the alphabet. @throws StoreError */
  list(prefix: string): Promise<string[]>
}
