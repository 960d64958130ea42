// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../interfaces/IModel.sol";
import {Observation, Parameters, Policy} from "./ModelTypes.sol";

/// @title IModel.evaluate, called without encoding
/// @notice The words of a static struct are the same in calldata, in memory and in the ABI's encoding, so they are
/// copied. Solidity's own call checks and copies each of the 24 on its own, for 2,000 gas more. The model still checks
/// what it decodes.
library ModelCall {
    /// The model returned something else than six words in the fields' types.
    error MalformedTarget();

    /// Calls the model; reverts with its revert data if it reverts, with MalformedTarget.
    function evaluate(
        IModel model,
        Observation calldata observation,
        Policy memory policy
    ) internal view returns (Parameters memory target) {
        bytes4 selector = IModel.evaluate.selector;
        bool wellFormed;
        assembly ("memory-safe") {
            let input := mload(0x40)
            mstore(input, selector)
            calldatacopy(add(input, 0x04), observation, 0xe0) // 7 words
            mcopy(add(input, 0xe4), policy, 0x160) // 11 words
            if iszero(staticcall(gas(), model, input, 0x244, target, 0xc0)) {
                returndatacopy(input, 0, returndatasize())
                revert(input, returndatasize())
            }
            // The excess of each field over its type; all have to be zero.
            let excess := or(shr(32, mload(target)), shr(32, mload(add(target, 0x20))))
            excess := or(excess, shr(64, mload(add(target, 0x40))))
            excess := or(excess, shr(32, mload(add(target, 0x60))))
            excess := or(excess, shr(16, mload(add(target, 0x80))))
            excess := or(excess, shr(32, mload(add(target, 0xa0))))
            wellFormed := and(iszero(excess), gt(returndatasize(), 0xbf))
        }
        require(wellFormed, MalformedTarget());
    }
}
