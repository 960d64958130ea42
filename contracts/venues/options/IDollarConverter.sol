// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Turns quote into the dollar that a venue takes, and back. What is turned has been sent to it before the call.
/// On a public chain it stands before a pool of the two, and costs what that costs; on a local one it is free.
interface IDollarConverter {
    /// The venue's dollar.
    function venueToken() external view returns (address);

    /// Pays the venue's dollar for quote.
    function toVenue(uint256 amountQuote, address receiver) external returns (uint256 amountVenue);

    /// Pays quote for the venue's dollar, rounded down.
    function toQuote(uint256 amountVenue, address receiver) external returns (uint256 amountQuote);
}
