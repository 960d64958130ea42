/** `short`: what a test run has time for; `long`: what a soak has. */
export type DrillSize = 'short' | 'long'
