// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../interfaces/IModel.sol";
import {Observation, Parameters, Policy} from "./ModelTypes.sol";
import {Refusals} from "./Refusals.sol";

/// @title A call of a model that a vote has put in the place of the standard one
/// @notice Its answer is believed in nothing but its bounds: it has to be a vector that fits the contract's slots, and
/// of what it says when it refuses 256 bytes are kept.
library ModelCall {
    /// The model returned something else than eight words that fit the bits in which a vector is stored.
    error MalformedTarget();

    /// Calls the model; reverts with the first 256 bytes of its revert data if it reverts, with MalformedTarget.
    function evaluate(
        IModel model,
        Observation memory observation,
        Policy memory policy
    ) internal view returns (Parameters memory target) {
        bytes memory input = abi.encodeCall(IModel.evaluate, (observation, policy));
        bool success;
        bool isWellFormed;
        assembly ("memory-safe") {
            success := staticcall(gas(), model, add(input, 0x20), mload(input), target, 0x100)
            // The excess of each field over its bits; all have to be zero.
            let excess := or(shr(20, mload(target)), shr(20, mload(add(target, 0x20))))
            excess := or(excess, shr(40, mload(add(target, 0x40))))
            excess := or(excess, shr(32, mload(add(target, 0x60))))
            excess := or(excess, shr(16, mload(add(target, 0x80))))
            excess := or(excess, shr(22, mload(add(target, 0xa0))))
            excess := or(excess, shr(20, mload(add(target, 0xc0))))
            excess := or(excess, shr(20, mload(add(target, 0xe0))))
            isWellFormed := and(iszero(excess), gt(returndatasize(), 0xff))
        }
        if (!success) Refusals.revertWithRefusal();
        require(isWellFormed, MalformedTarget());
    }

    /// Reverts if the model does, with the first 256 bytes of its revert data.
    function validatePolicy(IModel model, Policy memory policy) internal view {
        bytes memory input = abi.encodeCall(IModel.validatePolicy, (policy));
        bool success;
        assembly ("memory-safe") {
            success := staticcall(gas(), model, add(input, 0x20), mload(input), 0, 0)
        }
        if (!success) Refusals.revertWithRefusal();
    }
}
