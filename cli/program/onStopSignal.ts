const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Calls `stop` when this process is told to end. It may be told several times for one wish: npm, the bootstrap and the
 * terminal each pass a signal on. So the first one counts, and the others do nothing, up to the end of the process.
 *
 * @returns what ends the listening, unless it has been told.
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
