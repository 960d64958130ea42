// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bounds, BoundsLib, Loosening} from "../libraries/BoundsLib.sol";
import {MathLib} from "../libraries/MathLib.sol";
import {ModelLib} from "../libraries/ModelLib.sol";
import {Observation, Parameters, Policy} from "../libraries/ModelTypes.sol";

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

    /// BoundsLib.applyBounds
    function applyBounds(
        BoundsCase calldata c
    ) external pure returns (Parameters memory next, Loosening memory nextLoosening, uint32 limits) {
        return BoundsLib.applyBounds(c.current, c.target, c.bounds, c.loosening, c.nowAt, c.isSameEpoch);
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
