// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Status} from "../interfaces/IRiskParameters.sol";
import {ParametersPacking} from "./ParametersPacking.sol";

/// @title The word of a message: what one chain tells another of a market
/// @notice Lowest bits first: vector 190 (ParametersPacking) | madeAt 38 | status 3.
library MessageWord {
    uint256 private constant STATUS_SHIFT = 228;

    /// @param vectorWord The vector's 190 bits.
    function pack(uint256 vectorWord, uint256 madeAt, Status status) internal pure returns (uint256 word) {
        return vectorWord | (madeAt << ParametersPacking.VECTOR_BITS) | (uint256(status) << STATUS_SHIFT);
    }

    /// Whether a word is one that a sender makes: of a market that exists, with no bit above.
    function isValid(uint256 word) internal pure returns (bool) {
        uint256 status = word >> STATUS_SHIFT;
        return status != uint256(Status.Unknown) && status <= uint256(type(Status).max);
    }

    /// Of a valid word.
    function statusOf(uint256 word) internal pure returns (Status) {
        return Status(word >> STATUS_SHIFT);
    }

    function madeAtOf(uint256 word) internal pure returns (uint256) {
        // The time lies where a slot has that of its evidence.
        return ParametersPacking.unpackObservedAt(word);
    }
}
