/**
 * What a benchmark looks for: `performance.getEntriesByName('what-if')` has one measure for each input whose charts were drawn, from the
 * time of the input event to the end of the frame that shows what came of it, milliseconds; `detail.observations` says over how many.
 */
const MEASURE = 'what-if'

/** @param inputMs - `timeStamp` of the event. */
export function measureWhatIf(inputMs: number, observations: number): void {
  requestAnimationFrame(() => {
    // A message is taken up only when the frame has been painted.
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      performance.measure(MEASURE, {
        start: inputMs,
        end: performance.now(),
        detail: { observations },
      })
      port1.close()
    }
    port2.postMessage(undefined)
  })
}
