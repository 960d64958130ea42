/** The shipped market of a default run. */
export const DEFAULT_MARKET = 'ethereum-2022-05-12'

/** In the working folder: whoever tries drafts there tries them for the same vote. */
export const DEFAULT_TRIALS = 'backtest-trials'

export const PAGE_FILE = 'page.html'
export const RESULT_FILE = 'result.json'
