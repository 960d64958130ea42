const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Calls `stop` when a signal ends this process. One Ctrl-C may cause several signals: npm, the bootstrap and the
 * terminal each pass a signal on. So the first one counts, and the others do nothing, up to the end of the process.
 *
 * @returns a function that ends the listening; it has no effect after a signal.
 */
export function onStopSignal(stop: (signal: NodeJS.Signals) => void): () => void {
  let isTold = false
  const listen = (signal: NodeJS.Signals) => {
    if (isTold) return
    isTold = true
    stop(signal)
  }
  for (const signal of signals) process.on(signal, listen)
  return () => {
    if (isTold) return
    for (const signal of signals) process.off(signal, listen)
  }
}
