// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Parameters} from "../libraries/ModelTypes.sol";

/// How far the answer of `parameters` may be trusted.
/// Unknown: no such market, or nothing set; all values are zero.
/// Active: the value in force. Stale, Halted, Fallback: the voted fallback vector instead of it; Fallback also while a
/// market that is new, resumed or has another source awaits its next evidence.
enum Status {
    Unknown,
    Active,
    Stale,
    Halted,
    Fallback
}

/// What a protocol needs of RiskParameters: one call that always answers.
interface IRiskParameters {
    /// The vector to use now. Never reverts.
    /// @param marketId The market's id.
    /// @return values The vector; units are those of `Parameters`.
    /// @return status Where the vector comes from.
    /// @return ageSec Age of the last evidence, in seconds; the type's maximum if there is none.
    function parameters(
        bytes32 marketId
    ) external view returns (Parameters memory values, Status status, uint40 ageSec);
}
