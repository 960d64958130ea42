// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title What a rollup of the OP Stack tells of the fee for publishing a transaction
/// The part of its predeploy at 0x420000000000000000000000000000000000000F that the index and verifiers ask.
/// Source: specs.optimism.io, Fjord (getL1FeeUpperBound) and Isthmus (getOperatorFee).
interface IGasPriceOracle {
    /// The index reads it at the block that closes a segment; while it reverts, the market has no observation.
    /// @param unsignedTxSize Bytes of the transaction without its signature.
    /// @return Fee for publishing it, at most, wei.
    function getL1FeeUpperBound(uint256 unsignedTxSize) external view returns (uint256);

    /// A chain that has no operator fee may lack it; that counts as 0.
    /// @param gasUsed Gas of the transaction.
    /// @return What the chain's operator takes for it, wei.
    function getOperatorFee(uint256 gasUsed) external view returns (uint256);
}
