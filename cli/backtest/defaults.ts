/** In the working folder: whoever tries drafts there tries them for the same vote. */
export const DEFAULT_TRIALS = 'backtest-trials'

export const PAGE_FILE = 'page.html'
export const RESULT_FILE = 'result.json'
