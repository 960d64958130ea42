import { describe, expect, test } from 'vitest'
import { HarForecast } from '../../strategy/harForecast.ts'
import { strategies } from './support/strategies.ts'

const HOUR_SEC = 3_600
const DAY_SEC = 86_400
const start = 19_000 * DAY_SEC
const YEAR = 365.25

/** Feeds days of an hourly move up and down, of so many percent each. */
function feed(forecast: HarForecast, percents: readonly number[], from = start) {
  for (const [day, percent] of percents.entries()) {
    for (let hour = 0; hour < 24; hour++) {
      const price = hour % 2 === 0 ? 1_000e6 : 1_000e6 * (1 + percent / 100)
      forecast.add(from + day * DAY_SEC + hour * HOUR_SEC, price)
    }
  }
  forecast.add(from + percents.length * DAY_SEC, 1_000e6)
  return forecast
}

/** Of a day: 23 moves of an hour over 23 hours, and the one into the next day counts there. */
const varianceOf = (percent: number) => Math.log(1 + percent / 100) ** 2 * 24 * YEAR

describe('HarForecast', () => {
  test("default: the day, the week, the month and all days, as the strategies' maths weighs them", () => {
    const percents = Array.from({ length: 45 }, (_, day) => 1 + (day % 5))
    const got = feed(new HarForecast(), percents).varianceWad
    const daily = percents.map((percent, day) => {
      const own = Math.log(1 + percent / 100) ** 2
      const before = percents[day - 1]
      return before === undefined
        ? own * 24 * YEAR
        : (own * 23 + Math.log(1 + before / 100) ** 2) * YEAR
    })
    const mean = (days: number) =>
      BigInt(Math.round((daily.slice(-days).reduce((a, b) => a + b) / Math.min(days, 45)) * 1e18))
    const wanted = strategies.harVarianceWad({
      dayWad: mean(1),
      weekWad: mean(7),
      monthWad: mean(30),
      longRunWad: mean(45),
    })
    expect(got / Number(wanted)).toBeCloseTo(1, 12)
  })

  test('behavior: nothing before the first day is over, then that day alone', () => {
    const forecast = new HarForecast()
    forecast.add(start, 1_000e6)
    forecast.add(start + HOUR_SEC, 1_010e6)
    expect(forecast.varianceWad).toBeNaN()
    expect(feed(new HarForecast(), [1]).varianceWad / 1e18).toBeCloseTo(varianceOf(1), 9)
  })

  test('behavior: a clock that falls begins anew', () => {
    const forecast = feed(new HarForecast(), [5, 5, 5])
    forecast.add(start, 1_000e6)
    expect(forecast.varianceWad).toBeNaN()
    expect(feed(forecast, [1]).varianceWad / 1e18).toBeCloseTo(varianceOf(1), 9)
  })
})
