// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Which integer a real number rounds to, when only a near estimate of it is at hand
/// @notice Twin of assembly/decide.ts, with estimates in Q64 (64 fractional bits) instead of floats.
/// Method:   an estimate that is right to 2^-40 of itself leaves one integer, or two neighbours. Between two, the
///           caller asks its predicate: exact enough, monotone in everything, so that the answer is the predicate's
///           alone and does not depend on the estimate.
/// Domain:   estimates below 2^255.
library DecideLib {
    /// The least integer that the true value can round up to.
    function leastUp(uint256 estimateQ64, uint256 cap) internal pure returns (uint256 result) {
        unchecked {
            result = (estimateQ64 - (estimateQ64 >> 40) + type(uint64).max) >> 64;
            if (result > cap) result = cap;
        }
    }

    /// The greatest integer that the true value can round up to.
    function mostUp(uint256 estimateQ64, uint256 cap) internal pure returns (uint256 result) {
        unchecked {
            result = (estimateQ64 + (estimateQ64 >> 40) + type(uint64).max) >> 64;
            if (result > cap) result = cap;
        }
    }

    /// The least integer that the true value can round down to.
    function leastDown(uint256 estimateQ64, uint256 cap) internal pure returns (uint256 result) {
        unchecked {
            result = (estimateQ64 - (estimateQ64 >> 40)) >> 64;
            if (result > cap) result = cap;
        }
    }

    /// The greatest integer that the true value can round down to.
    function mostDown(uint256 estimateQ64, uint256 cap) internal pure returns (uint256 result) {
        unchecked {
            result = (estimateQ64 + (estimateQ64 >> 40)) >> 64;
            if (result > cap) result = cap;
        }
    }
}
