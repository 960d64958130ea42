/// <reference types="vite/client" />

/** What made this site's backtests; put in when the site is built (bundle/backtester.ts). */
declare const __BACKTESTER__: import('../backtest/result.ts').BacktestResult['backtester']
