const keyOf = (network: string) => `gimbal.draft.${network}`

/** The draft that this browser has kept for a network; undefined: none, or it keeps nothing. */
export function restoreDraft(
  storage: Pick<Storage, 'getItem'>,
  network: string,
): string | undefined {
  try {
    return storage.getItem(keyOf(network)) ?? undefined
  } catch {
    return undefined
  }
}

/**
 * Keeps a draft for the next time that the page is opened.
 *
 * @param text - Undefined: nothing is kept any longer.
 * @returns whether the browser does.
 */
export function keepDraft(
  storage: Pick<Storage, 'setItem' | 'removeItem'>,
  network: string,
  text: string | undefined,
): boolean {
  try {
    if (text === undefined) storage.removeItem(keyOf(network))
    else storage.setItem(keyOf(network), text)
    return true
  } catch {
    return false
  }
}

/** Whether something that the browser keeps is the draft of a network. */
export function isDraftKey(key: string | null, network: string): boolean {
  return key === keyOf(network)
}
