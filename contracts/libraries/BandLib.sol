// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DecideLib} from "./DecideLib.sol";
import {MathLib} from "./MathLib.sol";
import {Real, RealLib} from "./RealLib.sol";

/// k, c, G and gamma, and estimates of what follows from them.
struct Bands {
    // k and c.
    Real gasWad;
    Real costPips;
    uint256 curvaturePips;
    uint256 riskAversionE4;
    // h, r and h - r.
    uint256 leaveQ64;
    uint256 backQ64;
    uint256 apartQ64;
    // h^2 - r^2 in pips^2 is spread / 2^spreadBits.
    uint256 spread;
    uint256 spreadBits;
}

/// @title Band, return and lot: where whoever trades should leave, come back to, and how much it takes
/// @notice Twin of assembly/bands.ts: the predicates have the same steps, names and rounding. The estimates are made in
/// fixed point instead of floats; no result depends on that.
/// Method:   h >= r >= 0 with (h - r)^3 (h + r) = K and h r (h + r) = C, K = 12 k G^2 / gamma and C = 3 c G^2 / gamma.
///           With K = d0^4 and w^9 - w = (c / k) d0: h - r = d0 / w, h + r = d0 w^3. Newton's iteration on w
///           estimates all three to 2^-46 of themselves; where that leaves two integers, a predicate in Reals decides.
///           With Q = sqrt(1 + 4 C / N^3), N >= h if Q <= 3 and (3 - Q)^3 (Q + 1) >= 16 K / N^4, and N <= r if Q >= 3
///           and (Q - 3)^3 (Q + 1) >= 16 K / N^4; N <= h - r if K^2 >= N^8 (1 + N c / k).
/// Domain:   `ModelLib.validateObservation` and `ModelLib.validatePolicy`; c = 0 as well.
/// Special:  k = 0: h = r = (C / 2)^(1/3), no lot.
/// Accuracy: test/core/accuracy.test.ts. Monotone: docs/model.md, "Directions".
/// Source:   docs/model.md; Altarovici, Muhle-Karbe & Soner 2015; Whalley & Wilmott 1997.
library BandLib {
    uint256 private constant MILLION = 1_000_000; // 100 % in pips
    uint256 private constant SIGNIFICAND = 0x1fffffffffffff;
    uint256 private constant ONE_Q44 = 1 << 44;
    uint256 private constant THREE_Q44 = 3 << 44;
    uint256 private constant ONE_Q76 = 1 << 76;

    // Constants as Reals; test/core/real.test.ts recomputes each from its meaning.
    Real private constant REAL_PIPS = Real.wrap(0x827e848000000000); // 1e6
    Real private constant REAL_THREE = Real.wrap(0x8038000000000000); // 3
    Real private constant REAL_HORIZON_COST = Real.wrap(0x8c3fdd72cab9b6d7); // a year * 1e18 wad * 1e4
    Real private constant REAL_HORIZON_GAS = Real.wrap(0x89f0b4da30f9ac63); // 2 * a year * 1e16

    // 2^(j / 9) in Q27 for j = 0 ... 8, 28 bits each, and 2^(1/9) - 1 in Q64.
    uint256 private constant NINTH_ROOTS = 0xed06200db74577cb2ff52bc20428ae2e5dea14517c9550d2d8a3f65c8000000;
    uint256 private constant NINTH_SLOPE_Q64 = 0x147ecb8844cd1000;

    /// Estimates everything from k, c, G and gamma.
    function prepare(
        Real gasWad,
        Real costPips,
        uint256 curvaturePips,
        uint256 riskAversionE4
    ) internal pure returns (Bands memory bands) {
        bands.gasWad = gasWad;
        bands.costPips = costPips;
        bands.curvaturePips = curvaturePips;
        bands.riskAversionE4 = riskAversionE4;
        if (gasWad == RealLib.ZERO) estimateWithoutGas(bands);
        else estimate(bands);
    }

    function estimateWithoutGas(Bands memory bands) private pure {
        unchecked {
            // C / 2 = 15,000 c G^2 / gamma in pips^3; 144 = 3 * 48 bits make its root a Q48.
            uint256 cost = Real.unwrap(bands.costPips);
            uint256 cube = 15_000 * (cost & SIGNIFICAND) * bands.curvaturePips * bands.curvaturePips;
            cube = (cube << ((cost >> 53) - 932)) / bands.riskAversionE4;
            bands.leaveQ64 = MathLib.cbrtOfWord(cube) << 16;
            bands.backQ64 = bands.leaveQ64;
        }
    }

    function estimate(Bands memory bands) private pure {
        assembly ("memory-safe") {
            // The root of x in [2^254, 2^256), within 2^-88 of itself: x / 2^254 in [1, 4), 0.7 + x / 3 is within 4 %
            // of the root, and each step squares half of that.
            function sqrtNear(x) -> root {
                root := add(0x59999999999999990000000000000000, shr(127, div(x, 3)))
                root := shr(1, add(root, div(x, root)))
                root := shr(1, add(root, div(x, root)))
                root := shr(1, add(root, div(x, root)))
                root := shr(1, add(root, div(x, root)))
            }

            // K = 3 k G^2 / (25 gamma) in pips^4 as fourth / 2^scale, its highest bit moved to bit 255, or to 254 where
            // the scale would be odd.
            let share := mload(bands)
            let curvature := mload(add(bands, 0x40))
            let fourth := mul(mul(3, and(share, SIGNIFICAND)), mul(curvature, curvature))
            let zeros := clz(fourth)
            fourth := div(shl(zeros, fourth), mul(25, mload(add(bands, 0x60))))
            let scale := add(sub(1076, shr(53, share)), zeros)
            zeros := clz(fourth)
            scale := add(scale, zeros)
            fourth := shr(and(scale, 1), shl(zeros, fourth))

            // d0^2 = squared / 2^bits, then d0 = width / 2^bits; both have 128 bits.
            let squared := sqrtNear(fourth)
            let bits := shr(1, scale)
            let spreadBits := add(bits, 12)
            let more := sub(128, and(bits, 1))
            let width := sqrtNear(shl(more, squared))
            bits := shr(1, add(bits, more))

            // theta = 10^6 (c / k) d0 in Q76, below 2^98.
            let cost := mload(add(bands, 0x20))
            let theta := div(shl(50, mul(mul(1000000, and(cost, SIGNIFICAND)), width)), and(share, SIGNIFICAND))
            theta := shr(sub(add(bits, shr(53, share)), add(shr(53, cost), 26)), theta)

            // w from a chord of the ninth root of theta + 1, within 1.2 % of it; a step makes an error of e one of at
            // most 4.5 e^2.
            let w := add(theta, ONE_Q76)
            zeros := clz(w)
            let ninths := sub(179, zeros)
            let fractionQ64 := shr(192, shl(add(zeros, 1), w))
            w := and(shr(mul(28, mod(ninths, 9)), NINTH_ROOTS), 0xfffffff)
            w := mul(w, add(0x10000000000000000, shr(64, mul(fractionQ64, NINTH_SLOPE_Q64))))
            w := shl(div(ninths, 9), shr(15, w))
            let w2
            let w4
            for {
                let step := 0
            } lt(step, 4) {
                step := add(step, 1)
            } {
                w2 := shr(76, mul(w, w))
                w4 := shr(76, mul(w2, w2))
                let w8 := shr(76, mul(w4, w4))
                w := div(shl(76, add(shl(3, shr(76, mul(w8, w))), theta)), sub(mul(9, w8), ONE_Q76))
            }
            w2 := shr(76, mul(w, w))
            w4 := add(shr(76, mul(w2, w2)), ONE_Q76)

            // h = d0 (w^4 + 1) / (2 w), r = d0 theta / (2 w^2 (w^4 + 1)), h - r = d0 / w.
            mstore(add(bands, 0x80), shr(sub(bits, 63), div(mul(width, w4), w)))
            let back := div(shl(18, mul(shr(64, width), theta)), shr(76, mul(w2, w4)))
            mstore(add(bands, 0xa0), shr(sub(bits, 103), shl(6, back)))
            mstore(add(bands, 0xc0), shr(sub(bits, 64), div(shl(76, width), w)))
            mstore(add(bands, 0xe0), mul(shr(64, squared), w2))
            mstore(add(bands, 0x100), spreadBits)
        }
    }

    /// Band and return. Before an expiry in T, q = gamma sigma^2 T / 2: the return is at least c / (2q), the band at
    /// least c / (2q) + sqrt(k / q); both are all if q is 0. No horizon is 0.
    function computePips(
        Bands memory bands,
        uint256 varianceWad,
        uint256 horizonSec
    ) internal pure returns (uint256 bandPips, uint256 returnPips) {
        unchecked {
            if (horizonSec != 0 && varianceWad == 0) return (MILLION, MILLION);
            bandPips = computeBandPips(bands);
            returnPips = computeReturnPips(bands);
            if (horizonSec == 0) return (bandPips, returnPips);
            Real risk = RealLib.fromUintDown(bands.riskAversionE4 * horizonSec * varianceWad);
            Real cost = RealLib.divDown(RealLib.mulDown(bands.costPips, REAL_HORIZON_COST), risk);
            Real gas = RealLib.sqrtDown(RealLib.divDown(RealLib.mulDown(bands.gasWad, REAL_HORIZON_GAS), risk));
            uint256 least = RealLib.toUintUp(RealLib.min(REAL_PIPS, RealLib.addDown(cost, gas)));
            if (least > bandPips) bandPips = least;
            least = RealLib.toUintDown(RealLib.min(REAL_PIPS, cost));
            if (least > returnPips) returnPips = least;
        }
    }

    /// min(h - r, sqrt(k X / W)), rounded down.
    function computeLotPips(Bands memory bands, uint256 depthUsd6, uint256 navUsd6) internal pure returns (uint256) {
        unchecked {
            uint256 width = computeWidthPips(bands);
            Real square = RealLib.divDown(
                RealLib.mulDown(bands.gasWad, RealLib.fromUintDown(depthUsd6)),
                RealLib.fromUintDown(navUsd6 * MILLION)
            );
            if (square < RealLib.fromUintDown(width * width)) return RealLib.toUintDown(RealLib.sqrtDown(square));
            return width;
        }
    }

    /// h in pips, rounded up, at most 1e6.
    function computeBandPips(Bands memory bands) private pure returns (uint256) {
        uint256 least = DecideLib.leastUp(bands.leaveQ64, MILLION);
        uint256 most = DecideLib.mostUp(bands.leaveQ64, MILLION);
        if (least == most) return least;
        return isBand(bands, least) ? least : most;
    }

    /// r in pips, rounded down, at most 1e6.
    function computeReturnPips(Bands memory bands) private pure returns (uint256) {
        uint256 least = DecideLib.leastDown(bands.backQ64, MILLION);
        uint256 most = DecideLib.mostDown(bands.backQ64, MILLION);
        if (least == most) return least;
        return isReturn(bands, most) ? most : least;
    }

    /// h - r in pips, rounded down, at most 1e6.
    function computeWidthPips(Bands memory bands) private pure returns (uint256) {
        uint256 least = DecideLib.leastDown(bands.apartQ64, MILLION);
        uint256 most = DecideLib.mostDown(bands.apartQ64, MILLION);
        if (least == most) return least;
        return isWidth(bands, most) ? most : least;
    }

    /// 16 K, in pips^4.
    function computeGas16(Bands memory bands) private pure returns (Real) {
        unchecked {
            return
                RealLib.divDown(
                    RealLib.mulDown(bands.gasWad, RealLib.fromUintDown(48 * bands.curvaturePips * bands.curvaturePips)),
                    RealLib.fromUintDown(25 * bands.riskAversionE4)
                );
        }
    }

    /// sqrt(1 + 4 C / N^3)
    function computeQ(Bands memory bands, uint256 pips) private pure returns (Real) {
        unchecked {
            Real cost4 = RealLib.divDown(
                RealLib.mulDown(
                    bands.costPips,
                    RealLib.fromUintDown(120_000 * bands.curvaturePips * bands.curvaturePips)
                ),
                RealLib.fromUintDown(bands.riskAversionE4)
            );
            Real cube = RealLib.fromUintDown(pips * pips * pips);
            return RealLib.sqrtDown(RealLib.addDown(RealLib.ONE, RealLib.divDown(cost4, cube)));
        }
    }

    /// 16 K / N^4
    function computeGasTerm(Bands memory bands, uint256 pips) private pure returns (Real) {
        unchecked {
            return RealLib.divDown(computeGas16(bands), RealLib.fromUintDown(pips * pips * pips * pips));
        }
    }

    /// Whether h <= pips.
    function isBand(Bands memory bands, uint256 pips) private pure returns (bool) {
        unchecked {
            // In steps of 2^-44 a step moves the product by more than its rounding does: it never rises with Q.
            uint256 qQ44 = RealLib.toQ58Down(computeQ(bands, pips)) >> 14;
            if (qQ44 > THREE_Q44) return false;
            uint256 difference = THREE_Q44 - qQ44;
            Real product = RealLib.mulDown(
                RealLib.fromUintDown(difference * difference),
                RealLib.fromUintDown(difference * (qQ44 + ONE_Q44))
            );
            return !(product < RealLib.shift(computeGasTerm(bands, pips), 176));
        }
    }

    /// Whether r >= pips. With the curvature both sides rise, the right one as G^2, the left one as G^(4h / (h - r)). A
    /// step of G is at least 1e-8 of it, so that their distance grows by 2e-8 (h + r) / (h - r) or more, and rounding
    /// moves it by less than a ten thousandth of that.
    function isReturn(Bands memory bands, uint256 pips) private pure returns (bool) {
        Real q = computeQ(bands, pips);
        if (q < REAL_THREE) return false;
        Real difference = RealLib.subDown(q, REAL_THREE);
        Real product = RealLib.mulDown(
            RealLib.mulDown(difference, difference),
            RealLib.mulDown(difference, RealLib.addDown(q, RealLib.ONE))
        );
        return !(product < computeGasTerm(bands, pips));
    }

    /// Whether h - r >= pips.
    function isWidth(Bands memory bands, uint256 pips) private pure returns (bool) {
        unchecked {
            Real fourth = RealLib.fromUintDown(pips * pips * pips * pips);
            Real ratio = RealLib.divDown(
                RealLib.mulDown(bands.costPips, RealLib.mulDown(REAL_PIPS, RealLib.fromUintDown(pips))),
                bands.gasWad
            );
            Real needed = RealLib.mulDown(RealLib.mulDown(fourth, fourth), RealLib.addDown(RealLib.ONE, ratio));
            Real gas16 = computeGas16(bands);
            return !(RealLib.mulDown(gas16, gas16) < RealLib.shift(needed, 8));
        }
    }
}
