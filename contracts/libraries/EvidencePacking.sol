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

    /// Reverts with MalformedEvidence.
    function unpack(uint256[2] calldata evidence) internal pure returns (Observation memory o) {
        (uint256 first, uint256 second) = (evidence[0], evidence[1]);
        require(first >> 225 == 0, MalformedEvidence());
        o.baseFeePerGas = uint64(first & 0xffffffffffff);
        o.gasUsedRatioPips = uint32((first >> 48) & 0xfffff);
        o.nativePriceUsd6 = uint64((first >> 68) & 0x1fffffffff);
        o.curvaturePips = uint32((first >> 105) & 0x7ffffff);
        o.horizonSec = uint32((first >> 132) & 0x1fffffff);
        o.dataFeeWei = uint64(first >> 161);
        o.depthUsd6 = uint64(second);
        o.depthRefUsd6 = uint64(second >> 64);
        o.varianceWad = uint64(second >> 128);
        o.navUsd6 = uint64(second >> 192);
    }
}
