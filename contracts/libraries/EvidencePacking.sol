// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Observation} from "./ModelTypes.sol";

/// @title An observation in two words, as a report carries it and its event repeats it
/// @notice Twin of core/packing.ts. Every field has the bits that the model's domain needs. Lowest bits first:
///   word 0: baseFeePerGas 48 | gasUsedRatioPips 20 | nativePriceUsd6 37 | curvaturePips 27 | horizonSec 29
///           | dataFeeWei 64 | zero 31
///   word 1: depthUsd6 64 | depthRefUsd6 64 | varianceWad 64 | navUsd6 64
library EvidencePacking {
    /// The first word has bits that belong to no field: two words would then stand for one observation.
    error MalformedEvidence();

    /// Packs an observation within the model's domain: any other would spill into its neighbour's bits.
    function pack(Observation memory o) internal pure returns (uint256[2] memory evidence) {
        evidence[0] =
            uint256(o.baseFeePerGas) |
            (uint256(o.gasUsedRatioPips) << 48) |
            (uint256(o.nativePriceUsd6) << 68) |
            (uint256(o.curvaturePips) << 105) |
            (uint256(o.horizonSec) << 132) |
            (uint256(o.dataFeeWei) << 161);
        evidence[1] =
            uint256(o.depthUsd6) |
            (uint256(o.depthRefUsd6) << 64) |
            (uint256(o.varianceWad) << 128) |
            (uint256(o.navUsd6) << 192);
    }

    /// Unpacks the observation. Reverts with MalformedEvidence.
    /// @return observations An array of one: a struct that is returned would be filled with zeros before.
    function unpack(uint256[2] calldata evidence) internal pure returns (Observation[] memory observations) {
        require(evidence[0] >> 225 == 0, MalformedEvidence());
        assembly ("memory-safe") {
            let first := calldataload(evidence)
            let second := calldataload(add(evidence, 0x20))
            observations := mload(0x40)
            let o := add(observations, 0x40)
            mstore(observations, 1)
            mstore(add(observations, 0x20), o)
            mstore(o, and(first, 0xffffffffffff)) // baseFeePerGas
            mstore(add(o, 0x20), and(shr(48, first), 0xfffff)) // gasUsedRatioPips
            mstore(add(o, 0x40), and(shr(68, first), 0x1fffffffff)) // nativePriceUsd6
            mstore(add(o, 0x60), and(second, 0xffffffffffffffff)) // depthUsd6
            mstore(add(o, 0x80), and(shr(64, second), 0xffffffffffffffff)) // depthRefUsd6
            mstore(add(o, 0xa0), and(shr(128, second), 0xffffffffffffffff)) // varianceWad
            mstore(add(o, 0xc0), shr(192, second)) // navUsd6
            mstore(add(o, 0xe0), shr(161, first)) // dataFeeWei
            mstore(add(o, 0x100), and(shr(105, first), 0x7ffffff)) // curvaturePips
            mstore(add(o, 0x120), and(shr(132, first), 0x1fffffff)) // horizonSec
            mstore(0x40, add(o, 0x140))
        }
    }
}
