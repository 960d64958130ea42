import { useEffect, useState } from 'react'

/** For how long somebody may type before he is told what is wrong, milliseconds. */
const PATIENCE_MS = 600

/** A message once it has stood for a moment; it goes away at once. */
export function useLater<Value>(value: Value | undefined): Value | undefined {
  const [shown, setShown] = useState(value)
  useEffect(() => {
    if (value === undefined) {
      setShown(undefined)
      return
    }
    const timer = setTimeout(() => setShown(value), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return value === undefined ? undefined : shown
}
