"""The simulator's loop in numpy, for `npm run bench -- backtest`: fixed bands on constant mixes, all of them at once.

python3 simulate.py FILE: FILE holds, as little-endian doubles, the number of steps and of bands, the bands, and a row of prices a
step. Writes one line of JSON: CPU seconds of the loop, and what it came to.
"""

import json
import sys
import time

import numpy as np

FEE = 0.0005
GAS_USD6 = 18e6
DEPTH_USD6 = 100e12
NAV_USD6 = 10e12
GAMMA = 20.0
KEPT = 0.98


def simulate(prices: np.ndarray, bands: np.ndarray) -> dict:
    count = bands.size
    held = np.full(count, NAV_USD6 / 2)
    cash = np.full(count, NAV_USD6 / 2)
    nav = held + cash
    drift = np.zeros(count)
    hole = np.zeros(count)
    order = np.zeros(count)
    peak = nav.copy()
    drawdown = np.zeros(count)
    risk = np.zeros(count)
    trades = np.zeros(count)
    before = prices[0]
    for price in prices[1:]:
        growth = price / before
        before = price
        held = held * growth
        hole = hole * KEPT
        active = order != 0
        if active.any():
            size = np.abs(order)
            cost = FEE * size + size * (size + 2 * hole) / (DEPTH_USD6 + size) + GAS_USD6 * active
            held = held + order
            cash = cash - order - cost
            hole = hole + size
            trades = trades + active
        risk = risk + GAMMA / 2 * np.log(growth) ** 2 * drift**2 * nav
        nav = held + cash
        drift = (held - nav / 2) / nav
        order = np.where(np.abs(drift) > bands, -drift * nav, 0.0)
        peak = np.maximum(peak, nav)
        drawdown = np.maximum(drawdown, (peak - nav) / peak)
    return {
        "navUsd6": nav.sum(),
        "riskUsd6": risk.sum(),
        "trades": int(trades.sum()),
        "drawdownPips": drawdown.max() * 1e6,
    }


def main() -> None:
    figures = np.fromfile(sys.argv[1])
    steps, count = int(figures[0]), int(figures[1])
    bands = figures[2 : 2 + count]
    prices = figures[2 + count :].reshape(steps, -1)
    start = time.process_time()
    result = simulate(prices, bands)
    result["seconds"] = time.process_time() - start
    print(json.dumps(result))


main()
