// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// What a provider's signatures vouch for. `priceWad`: dollars for one of the asset, 1e18 = $1. `observedAt`: unix
/// seconds. `bidWad`, `askWad`: 0 where the provider tells none.
struct SignedPrice {
    bytes32 feedId;
    uint40 observedAt;
    int256 priceWad;
    int256 bidWad;
    int256 askWad;
}

/// @title An adapter in front of one provider of signed prices
/// @notice Another provider takes one contract of this interface.
interface IPriceVerifier {
    /// Verifies a report by the provider's own contract and tells what it says. The value pays the provider's fee, what
    /// is left over goes back to the caller. Reverts as the provider's contract does: forged, too few signatures, an
    /// unknown configuration.
    function verify(bytes calldata signedReport) external payable returns (SignedPrice memory price);

    /// What the provider takes for it, in wei.
    function quoteFee(bytes calldata signedReport) external view returns (uint256 feeWei);
}
