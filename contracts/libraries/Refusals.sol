// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParametersReports} from "../interfaces/IRiskParametersReports.sol";

/// @title What is kept of a refusal
/// @notice Revert data is as long as whoever reverts likes, and whoever copies it pays: 256 bytes are enough for every
/// error of this project.
library Refusals {
    uint256 private constant MAX_BYTES = 256;

    /// The first 256 bytes of the revert data of the last call; RefusedWithoutReason if there are none, so that empty
    /// means that nothing was refused.
    function readRefusal() internal pure returns (bytes memory refusal) {
        uint256 size;
        assembly ("memory-safe") {
            size := returndatasize()
        }
        if (size == 0) return abi.encodePacked(IRiskParametersReports.RefusedWithoutReason.selector);
        refusal = new bytes(size < MAX_BYTES ? size : MAX_BYTES);
        assembly ("memory-safe") {
            returndatacopy(add(refusal, 0x20), 0, mload(refusal))
        }
    }

    /// Reverts with the first 256 bytes of the revert data of the last call.
    function revertWithRefusal() internal pure {
        assembly ("memory-safe") {
            let size := returndatasize()
            if gt(size, MAX_BYTES) {
                size := MAX_BYTES
            }
            let data := mload(0x40)
            returndatacopy(data, 0, size)
            revert(data, size)
        }
    }
}
