// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title What a market's portfolio tells of itself, in one call
interface IPortfolio {
    /// The index reads it at the block that closes a segment; while it reverts, the market has no observation.
    /// @return navUsd6 Net asset value, 1e6 = $1, rounded down.
    /// @return curvaturePips How far the drift moves when the price moves, 1e6 = 1; 0: it tells none, and the voted one
    /// counts.
    /// @return horizonSec Time to the next expiry in seconds; 0: there is none.
    function portfolioFigures() external view returns (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec);
}
