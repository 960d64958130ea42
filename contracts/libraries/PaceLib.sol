// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Bands} from "./BandLib.sol";
import {DecideLib} from "./DecideLib.sol";
import {Observation, Policy} from "./ModelTypes.sol";
import {Real, RealLib} from "./RealLib.sol";

/// @title Interval and aggressiveness: how often to trade, and how much of the drift at a time
/// @notice Twin of assembly/pace.ts: the predicates have the same steps, names and rounding. The estimates are made in
/// fixed point instead of floats; no result depends on that.
/// Method:   tau = (h^2 - r^2) / (sigma^2 G^2) years, estimated by BandLib. tau <= T if (G mu)^4 >= kappa^2 + (12 c /
///           gamma) kappa^(3/2) / sqrt(mu), with mu = sigma^2 T / year and kappa = 12 k / gamma: every term moves one
///           way only, so that this predicate is monotone in everything. A >= a if the interval is at most v / (2 + b /
///           v), v = 2 tau0 / (a thick): the same predicate decides the aggressiveness.
/// Domain:   `ModelLib.validateObservation` and `ModelLib.validatePolicy`.
/// Special:  no variance: the longest interval; no depth or no variance: aggressiveness 0.
/// Accuracy: test/core/accuracy.test.ts.
/// Source:   docs/model.md; Garleanu & Pedersen 2013.
library PaceLib {
    uint256 private constant MILLION = 1_000_000; // 100 % in pips
    uint256 private constant MAX_INTERVAL_SEC = type(uint32).max;

    uint256 private constant SIGNIFICAND = 0x1fffffffffffff;
    uint256 private constant YEAR_WAD = 31_557_600e18;
    uint256 private constant IMPACT_SCALE = 8 * 31_557_600e22;
    // Beyond it nothing is traded: 2 tau0 / sqrt(tau b) is below a pip.
    uint256 private constant MAX_IMPACT_Q64 = 1 << 158;

    // Constants as Reals; test/core/real.test.ts recomputes each from its meaning.
    Real private constant REAL_MAX_INTERVAL_SEC = Real.wrap(0x83ffffffffe00000); // 2^32 - 1
    Real private constant REAL_IMPACT_SCALE = Real.wrap(0x8c9fdd72cab9b6d7); // 8 * a year * 1e18 wad * 1e4
    Real private constant REAL_GAS_SCALE = Real.wrap(0xa8b7374b4dadab9f); // a year^4 * 1e68
    Real private constant REAL_COST_SCALE = Real.wrap(0xb090f7cf1f85e15f); // a year^4.5 * 1.2e83

    /// tau, estimated in seconds of Q64; needs a variance.
    function estimateInterval(Bands memory bands, uint256 varianceWad) internal pure returns (uint256) {
        unchecked {
            uint256 curvature = bands.curvaturePips;
            return ((bands.spread * YEAR_WAD) / (varianceWad * curvature * curvature)) >> (bands.spreadBits - 64);
        }
    }

    /// max(tau0, min(2^32 - 1, tau)), rounded up; needs a variance.
    function computeIntervalSec(
        Bands memory bands,
        uint256 varianceWad,
        uint256 epochSec,
        uint256 intervalQ64
    ) internal pure returns (uint256) {
        uint256 least = max(epochSec, DecideLib.leastUp(intervalQ64, MAX_INTERVAL_SEC));
        uint256 most = max(epochSec, DecideLib.mostUp(intervalQ64, MAX_INTERVAL_SEC));
        if (least == most) return least;
        return isInterval(bands, RealLib.fromUintDown(varianceWad), RealLib.fromUintDown(least)) ? least : most;
    }

    /// 2 tau0 / (tau + sqrt(tau (tau + b))) / thick, b = 8 W years / (gamma sigma^2 X), rounded down; needs depth and
    /// variance.
    function computeAggressivenessPips(
        Observation memory o,
        Policy memory p,
        Bands memory bands,
        Real thick,
        uint256 intervalQ64
    ) internal pure returns (uint256) {
        uint256 shareQ64 = estimateShare(o, p, thick, intervalQ64);
        uint256 least = DecideLib.leastDown(shareQ64, MILLION);
        uint256 most = DecideLib.mostDown(shareQ64, MILLION);
        if (least == most) return least;
        return isAggressiveness(o, p, bands, thick, most) ? most : least;
    }

    function estimateShare(
        Observation memory o,
        Policy memory p,
        Real thick,
        uint256 intervalQ64
    ) private pure returns (uint256 shareQ64) {
        unchecked {
            uint256 epoch = p.epochSec;
            uint256 tau = max(epoch << 64, intervalQ64);
            if (tau > MAX_INTERVAL_SEC << 64) tau = MAX_INTERVAL_SEC << 64;
            uint256 impact =
                ((o.navUsd6 * IMPACT_SCALE) << 64) / (uint256(p.riskAversionE4) * o.varianceWad * o.depthUsd6);
            if (impact > MAX_IMPACT_Q64) return 0;
            uint256 square = tau * (tau + impact);
            assembly ("memory-safe") {
                // As in BandLib: the operand in [2^254, 2^256).
                let zeros := and(clz(square), not(1))
                square := shl(zeros, square)
                let root := add(0x59999999999999990000000000000000, shr(127, div(square, 3)))
                root := shr(1, add(root, div(square, root)))
                root := shr(1, add(root, div(square, root)))
                root := shr(1, add(root, div(square, root)))
                root := shr(1, add(root, div(square, root)))
                root := shr(shr(1, zeros), root)
                let divisor := mul(add(tau, root), and(thick, SIGNIFICAND))
                // 1,204 = 64 and 64 fractional bits, and 1,076 of the Real.
                shareQ64 := shr(sub(shr(53, thick), 1004), div(shl(200, mul(2000000, epoch)), divisor))
            }
        }
    }

    /// Whether tau <= T, T in seconds.
    function isInterval(Bands memory bands, Real variance, Real sec) private pure returns (bool) {
        Real varianceTime = RealLib.mulDown(variance, sec);
        Real move = RealLib.mulDown(RealLib.fromUintDown(bands.curvaturePips), varianceTime);
        Real square = RealLib.mulDown(move, move);
        Real riskAversion = RealLib.fromUintDown(bands.riskAversionE4);
        Real gas = RealLib.divDown(RealLib.mulDown(bands.gasWad, RealLib.fromUintDown(12)), riskAversion);
        Real gasRoot = RealLib.sqrtDown(gas);
        Real cost = RealLib.divDown(
            RealLib.mulDown(RealLib.divDown(bands.costPips, riskAversion), REAL_COST_SCALE),
            RealLib.sqrtDown(varianceTime)
        );
        Real needed = RealLib.mulDown(
            RealLib.mulDown(gas, gasRoot),
            RealLib.addDown(RealLib.mulDown(gasRoot, REAL_GAS_SCALE), cost)
        );
        return !(RealLib.mulDown(square, square) < needed);
    }

    /// Whether the aggressiveness is at least a, in pips.
    function isAggressiveness(
        Observation memory o,
        Policy memory p,
        Bands memory bands,
        Real thick,
        uint256 pips
    ) private pure returns (bool) {
        unchecked {
            Real room = RealLib.divDown(
                RealLib.fromUintDown(2 * MILLION * p.epochSec),
                RealLib.mulDown(RealLib.fromUintDown(pips), thick)
            );
            Real impact = RealLib.divDown(
                RealLib.mulDown(RealLib.fromUintDown(o.navUsd6), REAL_IMPACT_SCALE),
                RealLib.mulDown(RealLib.fromUintDown(p.riskAversionE4), RealLib.fromUintDown(o.depthUsd6))
            );
            Real variance = RealLib.fromUintDown(o.varianceWad);
            Real longest = RealLib.divDown(
                room,
                RealLib.addDown(RealLib.fromUintDown(2), RealLib.divDown(impact, RealLib.mulDown(room, variance)))
            );
            if (longest < RealLib.fromUintDown(p.epochSec)) return false;
            return !(longest < REAL_MAX_INTERVAL_SEC) || isInterval(bands, variance, longest);
        }
    }

    function max(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a : b;
    }
}
