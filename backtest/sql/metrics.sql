-- The metrics of backtests over any split of their days: the same figures as backtest/metrics/computeMetrics.ts, to the last unit.
--
-- Tables: `days`, `rules` and `figures`, one external table a kind over the folder `kind=days` and so on, with the partition columns
-- run, market, rule (docs/backtest-tables.md). Columns: backtest/node/tables/.
-- Result: one row per run, market, rule and metric; `units` is the metric in units of 1e-6 of its unit.
--
-- Plain SQL:2003: sums, windows, CASE, CAST, FLOOR, SQRT. No function of one engine, no integer division (it differs), no quoted names.
-- Money is DECIMAL(38, 0), so sums are exact in any order, and every product below 10^38. A quotient is guessed as a double, its
-- remainder gives a second guess, which is at most 1 off, and the exact remainder of that one decides. A root is guessed once, and
-- decided by the squares beside it; that is right below 2^51 units, a drift of 2,000 times the net value.

WITH
typed AS (
  SELECT
    run,
    market,
    rule,
    dayAt,
    CAST(elapsedSec AS DECIMAL(38, 0)) AS elapsedSec,
    CAST(navStartUsd6 AS DECIMAL(38, 0)) AS navStartUsd6,
    CAST(navEndUsd6 AS DECIMAL(38, 0)) AS navEndUsd6,
    CAST(priceUsd6 AS DECIMAL(38, 0)) AS priceUsd6,
    CAST(optionUsd6 AS DECIMAL(38, 0)) AS optionUsd6,
    CAST(fundingUsd6 AS DECIMAL(38, 0)) AS fundingUsd6,
    CAST(interestUsd6 AS DECIMAL(38, 0)) AS interestUsd6,
    CAST(lpFeesUsd6 AS DECIMAL(38, 0)) AS lpFeesUsd6,
    CAST(feeUsd6 AS DECIMAL(38, 0)) AS feeUsd6,
    CAST(impactUsd6 AS DECIMAL(38, 0)) AS impactUsd6,
    CAST(gasUsd6 AS DECIMAL(38, 0)) AS gasUsd6,
    CAST(penaltyUsd6 AS DECIMAL(38, 0)) AS penaltyUsd6,
    CAST(riskUsd6 AS DECIMAL(38, 0)) AS riskUsd6,
    CAST(turnoverUsd6 AS DECIMAL(38, 0)) AS turnoverUsd6,
    CAST(trades AS DECIMAL(38, 0)) AS trades,
    CAST(outsideBandSec AS DECIMAL(38, 0)) AS outsideBandSec,
    largestImpactPips,
    worstDrawdownPips,
    navSecondsUsd6,
    driftSquarePips2Sec
  FROM days
),

-- A day's return in units of 1e-10, half up: n over d is the floor of (2 n + d) / (2 d).
fractions AS (
  SELECT
    typed.*,
    CASE WHEN navStartUsd6 > 0
      THEN 20000000000 * (navEndUsd6 - navStartUsd6) + navStartUsd6 ELSE 0 END AS returnNumerator,
    CASE WHEN navStartUsd6 > 0 THEN 2 * navStartUsd6 ELSE 1 END AS returnDenominator,
    LAG(navEndUsd6) OVER (PARTITION BY run, market, rule ORDER BY dayAt) AS navBeforeUsd6,
    MIN(dayAt) OVER (PARTITION BY run, market, rule) AS firstDayAt,
    MAX(dayAt) OVER (PARTITION BY run, market, rule) AS lastDayAt
  FROM typed
),

guessedReturns AS (
  SELECT
    fractions.*,
    CAST(FLOOR(CAST(returnNumerator AS DOUBLE) / CAST(returnDenominator AS DOUBLE))
      AS DECIMAL(38, 0)) AS guess
  FROM fractions
),

refinedReturns AS (
  SELECT
    guessedReturns.*,
    guess + CAST(FLOOR(CAST(returnNumerator - guess * returnDenominator AS DOUBLE)
      / CAST(returnDenominator AS DOUBLE)) AS DECIMAL(38, 0)) AS refined
  FROM guessedReturns
),

dayReturns AS (
  SELECT
    refinedReturns.*,
    CAST(refined + CASE
      WHEN returnNumerator < refined * returnDenominator THEN -1
      WHEN returnNumerator >= (refined + 1) * returnDenominator THEN 1
      ELSE 0 END AS DECIMAL(38, 0)) AS dayReturn
  FROM refinedReturns
),

totals AS (
  SELECT
    run,
    market,
    rule,
    CAST(COUNT(*) AS DECIMAL(38, 0)) AS dayCount,
    SUM(elapsedSec) AS elapsedSec,
    SUM(navSecondsUsd6) AS navSecondsUsd6,
    SUM(driftSquarePips2Sec) AS driftSquarePips2Sec,
    SUM(priceUsd6) AS priceUsd6,
    SUM(optionUsd6) AS optionUsd6,
    SUM(fundingUsd6) AS fundingUsd6,
    SUM(interestUsd6) AS interestUsd6,
    SUM(lpFeesUsd6) AS lpFeesUsd6,
    SUM(feeUsd6) AS feeUsd6,
    SUM(impactUsd6) AS impactUsd6,
    SUM(gasUsd6) AS gasUsd6,
    SUM(penaltyUsd6) AS penaltyUsd6,
    SUM(riskUsd6) AS riskUsd6,
    SUM(turnoverUsd6) AS turnoverUsd6,
    SUM(trades) AS trades,
    SUM(outsideBandSec) AS outsideBandSec,
    SUM(CASE WHEN dayAt = firstDayAt THEN navStartUsd6 ELSE 0 END) AS navStartUsd6,
    SUM(CASE WHEN dayAt = lastDayAt THEN navEndUsd6 ELSE 0 END) AS navEndUsd6,
    MAX(largestImpactPips) AS largestImpactPips,
    MAX(worstDrawdownPips) AS worstDrawdownPips,
    SUM(dayReturn) AS returnSum,
    SUM(dayReturn * dayReturn) AS returnSquareSum,
    -- Days whose ledger is not the change of their net value, and days that do not begin where the one before ended.
    SUM(CASE WHEN navEndUsd6 - navStartUsd6 = priceUsd6 + optionUsd6 + fundingUsd6 + interestUsd6
      + lpFeesUsd6 + feeUsd6 + impactUsd6 + gasUsd6 + penaltyUsd6 THEN 0 ELSE 1 END) AS unbalancedDays,
    SUM(CASE WHEN navBeforeUsd6 <> navStartUsd6 THEN 1 ELSE 0 END) AS brokenDays
  FROM dayReturns
  GROUP BY run, market, rule
),

incidents AS (
  SELECT
    run,
    market,
    rule,
    SUM(liquidations) AS liquidations,
    SUM(topUps) AS topUps,
    SUM(floorBreaches) AS floorBreaches,
    MAX(worstBreachPips) AS worstBreachPips
  FROM rules
  GROUP BY run, market, rule
),

kindFigures AS (
  SELECT
    run,
    market,
    rule,
    name,
    isMoney,
    SUM(CAST(figure AS DECIMAL(38, 0))) AS figure
  FROM figures
  GROUP BY run, market, rule, name, isMoney
),

-- In bp of the mean net value a year, a year being 31,557,600 s: the elapsed time cancels.
amounts AS (
  SELECT run, market, rule, 'costBpYear' AS metric, -(feeUsd6 + impactUsd6 + gasUsd6) AS usd6 FROM totals
  UNION ALL SELECT run, market, rule, 'feeBpYear', -feeUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'impactBpYear', -impactUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'gasBpYear', -gasUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'riskBpYear', riskUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'jBpYear', riskUsd6 - (feeUsd6 + impactUsd6 + gasUsd6) FROM totals
  UNION ALL SELECT run, market, rule, 'netBpYear', navEndUsd6 - navStartUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'parts.price', priceUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'parts.option', optionUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'parts.funding', fundingUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'parts.interest', interestUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'parts.lpFees', lpFeesUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'parts.fee', feeUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'parts.impact', impactUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'parts.gas', gasUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'parts.penalty', penaltyUsd6 FROM totals
  UNION ALL SELECT run, market, rule, 'kind.' || name || 'BpYear', figure FROM kindFigures WHERE isMoney
),

quotients AS (
  SELECT
    amounts.run,
    amounts.market,
    amounts.rule,
    amounts.metric,
    -- 2 * 1e4 bp * 31,557,600 s * 1e6 units.
    usd6 * 631152000000000000 + navSecondsUsd6 AS numerator,
    2 * navSecondsUsd6 AS denominator
  FROM amounts
  INNER JOIN totals
    ON amounts.run = totals.run AND amounts.market = totals.market AND amounts.rule = totals.rule
  UNION ALL
  SELECT run, market, rule, 'turnoverPerYear', turnoverUsd6 * 63115200000000 + navSecondsUsd6, 2 * navSecondsUsd6
  FROM totals
  UNION ALL
  SELECT
    totals.run,
    totals.market,
    totals.rule,
    'kind.costPerTheta',
    ABS(figure) - 2000000 * (feeUsd6 + impactUsd6 + gasUsd6),
    2 * ABS(figure)
  FROM totals
  INNER JOIN kindFigures
    ON totals.run = kindFigures.run AND totals.market = kindFigures.market AND totals.rule = kindFigures.rule
  WHERE name = 'theta' AND isMoney
),

guessedQuotients AS (
  SELECT
    quotients.*,
    CAST(FLOOR(CAST(numerator AS DOUBLE) / CAST(denominator AS DOUBLE)) AS DECIMAL(38, 0)) AS guess
  FROM quotients
  WHERE denominator > 0
),

refinedQuotients AS (
  SELECT
    guessedQuotients.*,
    guess + CAST(FLOOR(CAST(numerator - guess * denominator AS DOUBLE)
      / CAST(denominator AS DOUBLE)) AS DECIMAL(38, 0)) AS refined
  FROM guessedQuotients
),

-- The root of numerator / denominator, half up: the largest u with (2 u - 1)^2 * denominator <= 4 * numerator.
roots AS (
  SELECT
    run,
    market,
    rule,
    'trackingErrorPips' AS metric,
    4 * driftSquarePips2Sec * 1000000000000 AS numerator4,
    elapsedSec AS denominator
  FROM totals
  UNION ALL
  SELECT
    run,
    market,
    rule,
    'profitSdBpYear',
    CASE WHEN dayCount > 1
      THEN 4 * 36525 * (dayCount * returnSquareSum - returnSum * returnSum) ELSE 0 END,
    CASE WHEN dayCount > 1
      THEN 100 * dayCount * (dayCount - 1) ELSE 1 END
  FROM totals
),

guessedRoots AS (
  SELECT
    roots.*,
    CAST(FLOOR(SQRT(CAST(numerator4 AS DOUBLE) / CAST(denominator AS DOUBLE)) / 2.0E0 + 0.5E0)
      AS DECIMAL(38, 0)) AS guess
  FROM roots
  WHERE denominator > 0
)

SELECT
  run,
  market,
  rule,
  metric,
  CAST(refined + CASE
    WHEN numerator < refined * denominator THEN -1
    WHEN numerator >= (refined + 1) * denominator THEN 1
    ELSE 0 END AS DECIMAL(38, 0)) AS units
FROM refinedQuotients
UNION ALL
SELECT
  run,
  market,
  rule,
  metric,
  CAST(guess + CASE
    WHEN guess > 0 AND (2 * guess - 1) * (2 * guess - 1) * denominator > numerator4 THEN -1
    WHEN (2 * guess + 1) * (2 * guess + 1) * denominator <= numerator4 THEN 1
    ELSE 0 END AS DECIMAL(38, 0))
FROM guessedRoots
UNION ALL SELECT run, market, rule, 'navStartUsd6', navStartUsd6 * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'navEndUsd6', navEndUsd6 * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'ledger.price', priceUsd6 * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'ledger.option', optionUsd6 * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'ledger.funding', fundingUsd6 * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'ledger.interest', interestUsd6 * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'ledger.lpFees', lpFeesUsd6 * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'ledger.fee', feeUsd6 * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'ledger.impact', impactUsd6 * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'ledger.gas', gasUsd6 * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'ledger.penalty', penaltyUsd6 * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'trades', trades * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'outsideBandSec', outsideBandSec * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'largestImpactPips', CAST(largestImpactPips AS DECIMAL(38, 0)) * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'worstDrawdownPips', CAST(worstDrawdownPips AS DECIMAL(38, 0)) * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'unbalancedDays', CAST(unbalancedDays AS DECIMAL(38, 0)) * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'brokenDays', CAST(brokenDays AS DECIMAL(38, 0)) * 1000000 FROM totals
UNION ALL SELECT run, market, rule, 'kind.' || name, figure * 1000000 FROM kindFigures WHERE NOT isMoney
UNION ALL SELECT run, market, rule, 'liquidations', CAST(liquidations AS DECIMAL(38, 0)) * 1000000 FROM incidents
UNION ALL SELECT run, market, rule, 'topUps', CAST(topUps AS DECIMAL(38, 0)) * 1000000 FROM incidents
UNION ALL SELECT run, market, rule, 'floorBreaches', CAST(floorBreaches AS DECIMAL(38, 0)) * 1000000 FROM incidents
UNION ALL SELECT run, market, rule, 'worstBreachPips', CAST(worstBreachPips AS DECIMAL(38, 0)) * 1000000 FROM incidents
ORDER BY run, market, rule, metric
