// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CostLib} from "./CostLib.sol";
import {MathLib} from "./MathLib.sol";
import {Policy} from "./ModelTypes.sol";
import {Real, RealLib} from "./RealLib.sol";

/// @title What the price may do before anyone can act: CPPI multiplier and guard
/// @notice Twin of assembly/gap.ts: same steps, same names, same rounding, same bits.
/// Method:   gap(t) = sigma sqrt((z^2 t + zJump^2 day) years) in Reals; the sum under the root is exact. The cap of
///           40 is left out: the guard ends at 4, and e^-40 is nothing.
/// Domain:   `ModelLib.validateObservation` and `ModelLib.validatePolicy`.
/// Source:   Balder, Brandl & Mahayni 2009; docs/model.md.
library GapLib {
    uint256 private constant MILLION = 1_000_000; // 100 % in pips
    uint256 private constant ONE_Q63 = 1 << 63;
    uint256 private constant MAX_CPPI_E3 = 65_535; // the type's maximum
    uint256 private constant DAY_SEC = 86_400;

    // Constants as Reals; test/core/real.test.ts recomputes each from its meaning.
    Real private constant REAL_MAX_GUARD_PIPS = Real.wrap(0x82be848000000000); // 4e6
    Real private constant REAL_GAP_SCALE = Real.wrap(0x8df372e9503bd9d8); // a year * 1e18 wad * 1e4^2
    Real private constant REAL_GUARD_SCALE = Real.wrap(0x88f5625ef7022457); // a year * 1e18 wad * 1e4^2 / 1e6^2

    /// The CPPI multiplier and the guard.
    function compute(
        Policy memory p,
        uint256 varianceWad,
        uint256 stretch,
        Real thick
    ) internal pure returns (uint256 cppiMultiplierE3, uint256 guardPips) {
        unchecked {
            // z^2 (delay * stretch) + zJump^2 day, E8 seconds in Q47.
            uint256 z2 = uint256(p.zE4) * p.zE4;
            uint256 jump = uint256(p.zJumpE4) * p.zJumpE4 * DAY_SEC;
            uint256 time = p.executionDelaySec * stretch * z2 + (jump << CostLib.STRETCH_BITS);
            uint256 slippageCapPips = p.slippageCapPips;
            guardPips = computeGuardPips(slippageCapPips, thick, computeSquare(varianceWad, time));
            time += (z2 * p.epochSec) << CostLib.STRETCH_BITS;
            cppiMultiplierE3 = computeCppiMultiplierE3(slippageCapPips, computeGap(varianceWad, time));
        }
    }

    /// sigma^2 * time; time in E8 seconds of Q47.
    function computeSquare(uint256 varianceWad, uint256 time) private pure returns (Real) {
        unchecked {
            return RealLib.fromFixedDown(varianceWad * time, CostLib.STRETCH_BITS);
        }
    }

    /// The gap of a time in E8 seconds of Q47: a Real.
    function computeGap(uint256 varianceWad, uint256 time) internal pure returns (Real) {
        return RealLib.sqrtDown(RealLib.divDown(computeSquare(varianceWad, time), REAL_GAP_SCALE));
    }

    /// gap + min(1, s thick), rounded up, at most 4.
    function computeGuardPips(uint256 slippageCapPips, Real thick, Real square) private pure returns (uint256) {
        Real move = RealLib.sqrtDown(RealLib.divDown(square, REAL_GUARD_SCALE));
        Real slippage = CostLib.thicken(slippageCapPips, thick);
        return RealLib.toUintUp(RealLib.min(REAL_MAX_GUARD_PIPS, RealLib.addDown(move, slippage)));
    }

    /// 1 / (1 - exp(-gap) + s), rounded down, at most 65.535.
    function computeCppiMultiplierE3(uint256 slippageCapPips, Real gap) internal pure returns (uint256) {
        unchecked {
            // 43 fractional bits leave room for 1.5e6 pips in 64 bits.
            uint256 lossQ43 = (ONE_Q63 - MathLib.expNeg(RealLib.toQ58Down(gap))) >> 20;
            uint256 gapPipsQ43 = lossQ43 * MILLION + (slippageCapPips << 43);
            uint256 multiplierE3 = ((1_000 * MILLION) << 43) / gapPipsQ43;
            return multiplierE3 < MAX_CPPI_E3 ? multiplierE3 : MAX_CPPI_E3;
        }
    }
}
