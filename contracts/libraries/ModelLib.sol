// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BandLib, Bands} from "./BandLib.sol";
import {CostLib} from "./CostLib.sol";
import {GapLib} from "./GapLib.sol";
import {Observation, Parameters, Policy} from "./ModelTypes.sol";
import {PaceLib} from "./PaceLib.sol";
import {Real} from "./RealLib.sol";

/// @title The model: from congestion and depth to eight parameters
/// @notice Twin of assembly/model.ts: same bits.
/// Method:   docs/model.md, section by section. Every output is either a composition of floored steps that are each
///           monotone in the direction of the table of directions, or the integer that a predicate of such steps
///           decides: the directions hold bit for bit.
/// Domain:   `validateObservation` and `validatePolicy`; anything outside is refused, never guessed.
/// Accuracy: |integer - real value| <= 1 + 1e-9 * real value; test/core/accuracy.test.ts.
library ModelLib {
    /// A field is outside its domain; `field` is its name in ASCII.
    error OutOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max);

    uint256 private constant MILLION = 1_000_000; // 100 % in pips
    uint256 private constant MAX_TRADE_USD = type(uint40).max;
    uint256 private constant MAX_INTERVAL_SEC = type(uint32).max;

    /// Computes the target of one market at one block; reverts with OutOfDomain for the first field, in the
    /// order of the structs, outside its domain.
    function evaluate(Observation memory o, Policy memory p) internal pure returns (Parameters memory target) {
        validateObservation(o);
        if (!isWithinDomain(p)) validatePolicy(p);
        return evaluateVoted(o, p);
    }

    /// The same for a policy that has passed `validatePolicy`: a market's has when it was voted.
    function evaluateVoted(Observation memory o, Policy memory p) internal pure returns (Parameters memory target) {
        unchecked {
            validateObservation(o);

            uint256 stretch = CostLib.computeStretch(o, p);
            Real thick = CostLib.computeThick(o, p);
            Bands memory bands = BandLib.prepare(
                CostLib.computeGasShareWad(o, p, stretch),
                CostLib.thicken(p.poolFeePips, thick),
                chooseCurvature(o, p),
                p.riskAversionE4
            );

            // Every cast is safe: the functions' caps are the types' limits or lower.
            uint256 slippageCap = p.slippageCapPips;
            uint256 maxTradeUsd = (o.depthUsd6 * slippageCap) / ((MILLION - slippageCap) * MILLION);
            target.maxTradeUsd = uint40(maxTradeUsd < MAX_TRADE_USD ? maxTradeUsd : MAX_TRADE_USD);
            target.lotPips = uint32(BandLib.computeLotPips(bands, o.depthUsd6, o.navUsd6));
            (uint256 bandPips, uint256 returnPips) = BandLib.computePips(bands, o.varianceWad, o.horizonSec);
            target.bandPips = uint32(bandPips);
            target.returnPips = uint32(returnPips);
            pace(o, p, bands, thick, target);
            (uint256 cppiMultiplierE3, uint256 guardPips) = GapLib.compute(p, o.varianceWad, stretch, thick);
            target.cppiMultiplierE3 = uint16(cppiMultiplierE3);
            target.guardPips = uint32(guardPips);
        }
    }

    /// What the portfolio tells, up to the cap; what was voted if it tells nothing.
    function chooseCurvature(Observation memory o, Policy memory p) private pure returns (uint256) {
        uint256 told = o.curvaturePips;
        if (told == 0) return p.curvaturePips;
        return told < p.curvatureCapPips ? told : p.curvatureCapPips;
    }

    /// Interval and aggressiveness.
    function pace(
        Observation memory o,
        Policy memory p,
        Bands memory bands,
        Real thick,
        Parameters memory target
    ) private pure {
        if (o.varianceWad == 0) {
            target.intervalSec = uint32(MAX_INTERVAL_SEC);
            return;
        }
        uint256 intervalQ64 = PaceLib.estimateInterval(bands, o.varianceWad);
        target.intervalSec = uint32(PaceLib.computeIntervalSec(bands, o.varianceWad, p.epochSec, intervalQ64));
        if (o.depthUsd6 == 0) return;
        target.aggressivenessPips = uint32(PaceLib.computeAggressivenessPips(o, p, bands, thick, intervalQ64));
    }

    /// Reverts with OutOfDomain for the first field outside its domain.
    function validateObservation(Observation memory o) internal pure {
        if (isWithinDomain(o)) return;
        requireInDomain("baseFeePerGas", o.baseFeePerGas, 0, 100_000_000_000_000); // 100,000 gwei
        requireInDomain("gasUsedRatioPips", o.gasUsedRatioPips, 0, 1_000_000); // 100 %
        requireInDomain("nativePriceUsd6", o.nativePriceUsd6, 0, 100_000_000_000); // $100,000
        requireInDomain("depthUsd6", o.depthUsd6, 0, 10_000_000_000_000_000_000); // $10 trillion
        requireInDomain("depthRefUsd6", o.depthRefUsd6, 0, 10_000_000_000_000_000_000); // $10 trillion
        requireInDomain("varianceWad", o.varianceWad, 0, 9_000_000_000_000_000_000); // 9, a volatility of 300 %
        requireInDomain("navUsd6", o.navUsd6, 1, 10_000_000_000_000_000_000); // $10 trillion
        requireInDomain("dataFeeWei", o.dataFeeWei, 0, 10_000_000_000_000_000_000); // 10 coins
        requireInDomain("curvaturePips", o.curvaturePips, 0, 100_000_000); // 100
        requireInDomain("horizonSec", o.horizonSec, 0, 315_576_000); // ten years
    }

    /// The same limits as in validateObservation at once, since every push comes here: field by field takes 1,000 gas
    /// more.
    function isWithinDomain(Observation memory o) private pure returns (bool isWithin) {
        assembly ("memory-safe") {
            let outside := gt(mload(o), 100000000000000)
            outside := or(outside, gt(mload(add(o, 0x20)), 1000000))
            outside := or(outside, gt(mload(add(o, 0x40)), 100000000000))
            outside := or(outside, gt(mload(add(o, 0x60)), 10000000000000000000))
            outside := or(outside, gt(mload(add(o, 0x80)), 10000000000000000000))
            outside := or(outside, gt(mload(add(o, 0xa0)), 9000000000000000000))
            outside := or(outside, gt(sub(mload(add(o, 0xc0)), 1), 9999999999999999999)) // 1 ... 1e19
            outside := or(outside, gt(mload(add(o, 0xe0)), 10000000000000000000))
            outside := or(outside, gt(mload(add(o, 0x100)), 100000000))
            isWithin := iszero(or(outside, gt(mload(add(o, 0x120)), 315576000)))
        }
    }

    /// Reverts with OutOfDomain for the first field outside its domain.
    function validatePolicy(Policy memory p) internal pure {
        requireInDomain("riskAversionE4", p.riskAversionE4, 1_000, 10_000_000); // 0.1 ... 1,000
        requireInDomain("curvaturePips", p.curvaturePips, 1, 100_000_000); // 100
        requireInDomain("curvatureCapPips", p.curvatureCapPips, 1, 100_000_000); // 100
        requireInDomain("poolFeePips", p.poolFeePips, 1, 100_000); // 0.0001 % ... 10 %
        requireInDomain("gasUnits", p.gasUnits, 21_000, 10_000_000);
        requireInDomain("txBytes", p.txBytes, 0, 131_072); // 128 KiB
        requireInDomain("priorityFeePerGas", p.priorityFeePerGas, 0, 1_000_000_000_000); // 1,000 gwei
        requireInDomain("epochSec", p.epochSec, 60, 604_800); // a minute ... a week
        requireInDomain("slippageCapPips", p.slippageCapPips, 1, 500_000); // 0.0001 % ... 50 %
        requireInDomain("inclusionBlocks", p.inclusionBlocks, 0, 4_096);
        requireInDomain("gasTargetPips", p.gasTargetPips, 1, 1_000_000); // 0.0001 % ... 100 %
        requireInDomain("baseFeeDenominator", p.baseFeeDenominator, 0, 65_535);
        requireInDomain("executionDelaySec", p.executionDelaySec, 1, 86_400); // a second ... a day
        requireInDomain("viscosityE4", p.viscosityE4, 0, 40_000); // 0 ... 4
        requireInDomain("zE4", p.zE4, 0, 100_000); // 0 ... 10
        requireInDomain("zJumpE4", p.zJumpE4, 0, 100_000); // 0 ... 10
    }

    /// The same limits as in validatePolicy at once: field by field takes 2,000 gas more.
    function isWithinDomain(Policy memory p) private pure returns (bool isWithin) {
        assembly ("memory-safe") {
            let outside := gt(sub(mload(p), 1000), 9999000) // 1,000 ... 1e7
            outside := or(outside, gt(sub(mload(add(p, 0x20)), 1), 99999999)) // 1 ... 1e8
            outside := or(outside, gt(sub(mload(add(p, 0x40)), 1), 99999999)) // 1 ... 1e8
            outside := or(outside, gt(sub(mload(add(p, 0x60)), 1), 99999)) // 1 ... 1e5
            outside := or(outside, gt(sub(mload(add(p, 0x80)), 21000), 9979000)) // 21,000 ... 1e7
            outside := or(outside, gt(mload(add(p, 0xa0)), 131072))
            outside := or(outside, gt(mload(add(p, 0xc0)), 1000000000000))
            outside := or(outside, gt(sub(mload(add(p, 0xe0)), 60), 604740)) // 60 ... 604,800
            outside := or(outside, gt(sub(mload(add(p, 0x100)), 1), 499999)) // 1 ... 5e5
            outside := or(outside, gt(mload(add(p, 0x120)), 4096))
            outside := or(outside, gt(sub(mload(add(p, 0x140)), 1), 999999)) // 1 ... 1e6
            outside := or(outside, gt(mload(add(p, 0x160)), 65535))
            outside := or(outside, gt(sub(mload(add(p, 0x180)), 1), 86399)) // 1 ... 86,400
            outside := or(outside, gt(mload(add(p, 0x1a0)), 40000))
            outside := or(outside, gt(mload(add(p, 0x1c0)), 100000))
            isWithin := iszero(or(outside, gt(mload(add(p, 0x1e0)), 100000)))
        }
    }

    /// Reverts with OutOfDomain. An inverted pair is put in order: the call of itself keeps the compiler from making a
    /// copy of this function for each of its forty callers, which would take RiskParameters beyond the size of a
    /// contract by 2,000 bytes.
    function requireInDomain(bytes32 field, uint256 value, uint256 min, uint256 max) internal pure {
        if (min > max) requireInDomain(field, value, max, min);
        if (value < min || value > max) revert OutOfDomain(field, value, min, max);
    }
}
