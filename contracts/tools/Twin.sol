// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BandLib, Bands} from "../libraries/BandLib.sol";
import {Bounds, BoundsLib, Loosening} from "../libraries/BoundsLib.sol";
import {CostLib} from "../libraries/CostLib.sol";
import {GapLib} from "../libraries/GapLib.sol";
import {MathLib} from "../libraries/MathLib.sol";
import {ModelLib} from "../libraries/ModelLib.sol";
import {Observation, Parameters, Policy} from "../libraries/ModelTypes.sol";
import {Real, RealLib} from "../libraries/RealLib.sol";

/// One call of `BoundsLib.applyBounds`.
struct BoundsCase {
    Parameters current;
    Parameters target;
    Bounds bounds;
    Loosening loosening;
    uint40 nowAt;
    bool isSameEpoch;
}

/// @title The twin's libraries for off-chain tools that run them in an EVM of their own
/// @notice Many rows a call; a refused row does not spoil the others. No market depends on this contract.
contract Twin {
    /// A row failed without saying why, as when the gas runs out: no answer is better than one that looks valid.
    error RowFailed(uint256 row);

    /// Evaluates row by row. `failures[i]` is the revert data of a refused row, empty otherwise.
    function evaluateMany(
        Observation[] calldata observations,
        Policy[] calldata policies
    ) external view returns (Parameters[] memory targets, bytes[] memory failures) {
        targets = new Parameters[](observations.length);
        failures = new bytes[](observations.length);
        for (uint256 i = 0; i < observations.length; i++) {
            try this.evaluate(observations[i], policies[i]) returns (Parameters memory target) {
                targets[i] = target;
            } catch (bytes memory failure) {
                require(failure.length != 0, RowFailed(i));
                failures[i] = failure;
            }
        }
    }

    /// Applies bounds row by row. `failures[i]` is the revert data of a refused row, empty otherwise.
    function applyBoundsMany(
        BoundsCase[] calldata cases
    )
        external
        view
        returns (
            Parameters[] memory next,
            Loosening[] memory nextLoosening,
            uint32[] memory limits,
            bytes[] memory failures
        )
    {
        next = new Parameters[](cases.length);
        nextLoosening = new Loosening[](cases.length);
        limits = new uint32[](cases.length);
        failures = new bytes[](cases.length);
        for (uint256 i = 0; i < cases.length; i++) {
            try this.applyBounds(cases[i]) returns (Parameters memory moved, Loosening memory loosening, uint32 limit) {
                (next[i], nextLoosening[i], limits[i]) = (moved, loosening, limit);
            } catch (bytes memory failure) {
                require(failure.length != 0, RowFailed(i));
                failures[i] = failure;
            }
        }
    }

    /// ModelLib.evaluate
    function evaluate(
        Observation calldata observation,
        Policy calldata policy
    ) external pure returns (Parameters memory) {
        return ModelLib.evaluate(observation, policy);
    }

    /// BoundsLib.validate, then BoundsLib.applyBounds
    function applyBounds(
        BoundsCase calldata c
    ) external pure returns (Parameters memory next, Loosening memory nextLoosening, uint32 limits) {
        BoundsLib.validate(c.bounds, c.loosening, c.nowAt);
        (next, nextLoosening) = (c.current, c.loosening);
        limits = BoundsLib.applyBounds(next, c.target, c.bounds, nextLoosening, c.nowAt, c.isSameEpoch);
    }

    /// BandLib: band and return without a horizon, lot, then band and return with it, from k and c.
    function computeBands(
        uint256 gasWad,
        uint256 costPips,
        uint256 curvaturePips,
        uint256 riskAversionE4,
        uint256 depthUsd6,
        uint256 navUsd6,
        uint256 varianceWad,
        uint256 horizonSec
    ) external pure returns (uint256[5] memory pips) {
        Bands memory bands = BandLib.prepare(
            RealLib.fromUintDown(gasWad),
            RealLib.fromUintDown(costPips),
            curvaturePips,
            riskAversionE4
        );
        (pips[0], pips[1]) = BandLib.computePips(bands, varianceWad, 0);
        pips[2] = BandLib.computeLotPips(bands, depthUsd6, navUsd6);
        (pips[3], pips[4]) = BandLib.computePips(bands, varianceWad, horizonSec);
    }

    /// GapLib: the gap of a time in seconds, as pips rounded down, and the CPPI multiplier that goes with it.
    function computeGap(
        uint256 varianceWad,
        uint256 zE4,
        uint256 zJumpE4,
        uint256 timeSec,
        uint256 slippageCapPips
    ) external pure returns (uint256 gapPips, uint256 cppiMultiplierE3) {
        uint256 time = (zE4 * zE4 * timeSec + zJumpE4 * zJumpE4 * 1 days) << CostLib.STRETCH_BITS;
        Real gap = GapLib.computeGap(varianceWad, time);
        Real capped = RealLib.min(gap, RealLib.fromUintDown(40));
        gapPips = RealLib.toUintDown(RealLib.mulDown(capped, RealLib.fromUintDown(1_000_000)));
        cppiMultiplierE3 = GapLib.computeCppiMultiplierE3(slippageCapPips, gap);
    }

    /// MathLib.mulDivDown
    function mulDivDown(uint256 a, uint256 b, uint256 denominator) external pure returns (uint256) {
        return MathLib.mulDivDown(a, b, denominator);
    }

    /// MathLib.mulDivUp
    function mulDivUp(uint256 a, uint256 b, uint256 denominator) external pure returns (uint256) {
        return MathLib.mulDivUp(a, b, denominator);
    }

    /// MathLib.sqrtDown
    function sqrtDown(uint256 x) external pure returns (uint256) {
        return MathLib.sqrtDown(x);
    }

    /// MathLib.cbrtDown
    function cbrtDown(uint256 x) external pure returns (uint256) {
        return MathLib.cbrtDown(x);
    }

    /// MathLib.fourthRootDown
    function fourthRootDown(uint256 x) external pure returns (uint256) {
        return MathLib.fourthRootDown(x);
    }

    /// MathLib.exp2Down
    function exp2Down(uint64 xQ58) external pure returns (uint256) {
        return MathLib.exp2Down(xQ58);
    }

    /// MathLib.expNeg
    function expNeg(uint64 xQ58) external pure returns (uint256) {
        return MathLib.expNeg(xQ58);
    }
}
