// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Words of an array in memory at places that are the code's own
/// @notice Solidity compares each index with the length. Here indexes are constants of the reader of a pool, never
/// input, and a measurement looks words up some hundred times: that would take 8,000 gas.
library WordArrays {
    function get(uint256[] memory words, uint256 index) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(words, 0x20), shl(5, index)))
        }
    }

    function get(int256[] memory words, uint256 index) internal pure returns (int256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(words, 0x20), shl(5, index)))
        }
    }

    function set(uint256[] memory words, uint256 index, uint256 word) internal pure {
        assembly ("memory-safe") {
            mstore(add(add(words, 0x20), shl(5, index)), word)
        }
    }

    function set(int256[] memory words, uint256 index, int256 word) internal pure {
        assembly ("memory-safe") {
            mstore(add(add(words, 0x20), shl(5, index)), word)
        }
    }
}
