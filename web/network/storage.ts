/** What a browser keeps for a site, as far as it lets the site in. */
export type KeptStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & {
  /** The names of all that is kept. */
  listKeys(): string[]
}

/** Kept until it is removed. A browser that forbids it is as one that has kept nothing. */
export const browserStorage = guard(() => localStorage)
/** Kept as long as the tab. */
export const tabStorage = guard(() => sessionStorage)

/** Already naming the storage may throw, where cookies are forbidden. */
function guard(getStorage: () => Storage): KeptStorage {
  const open = (): Storage | undefined => {
    try {
      return getStorage()
    } catch {
      return undefined
    }
  }
  return {
    getItem: (key) => open()?.getItem(key) ?? null,
    setItem: (key, value) => getStorage().setItem(key, value),
    removeItem: (key) => open()?.removeItem(key),
    listKeys: () => {
      const storage = open()
      if (storage === undefined) return []
      return Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '').sort()
    },
  }
}
