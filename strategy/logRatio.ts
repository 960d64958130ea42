/** The logarithm of all portfolios and rules: the market's own. */
export { logRatio } from '../core/logRatio.ts'
