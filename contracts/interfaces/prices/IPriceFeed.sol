// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPriceVerifier} from "./IPriceVerifier.sol";

/// What a feed is built from; none of it can change. To vote for another, voters name another feed in the source.
/// `feedId`: the provider's name of the price. `maxAgeSec`: an older price is silent; 1 ... 86,400. `windowSec`: of the
/// pool's mean price that is compared, seconds. `isRequired`: whether a market refuses evidence while the feed is
/// silent; false: the mean price then counts alone.
struct PriceFeedSettings {
    IPriceVerifier verifier;
    bytes32 feedId;
    uint32 maxAgeSec;
    uint32 windowSec;
    bool isRequired;
}

/// @title The latest signed price of one asset in dollars, kept for whoever reads it in the same transaction or later
/// @notice Anyone brings a signed report, often in the transaction that needs it. Nobody has a role.
interface IPriceFeed {
    event PriceUpdated(uint256 priceWad, uint40 observedAt);

    /// The report is of another feed.
    error OtherFeed(bytes32 feedId, bytes32 expected);
    /// The report is as old as the kept one, or older: replayed, or late.
    error PriceNotNewer(uint256 observedAt, uint256 keptAt);
    error PriceInFuture(uint256 observedAt, uint256 nowAt);
    error PriceTooOld(uint256 ageSec, uint256 maxAgeSec);
    /// A price of zero, or of more than the feed can hold.
    error PriceOutOfRange(int256 priceWad);
    /// The mean price lies further from the signed one than was voted. Both are dollars for one of the asset, 1e18 =
    /// $1.
    error PriceDeviates(uint256 meanPriceWad, uint256 signedPriceWad, uint256 maxDeviationPips);
    /// The feed has no price that is young enough, and was voted to be required.
    error PriceSilent(uint256 ageSec, uint256 maxAgeSec);

    /// Verifies a report and keeps its price. The value pays the verifier's fee; what is left over goes back.
    /// Reverts as the verifier does, then with OtherFeed, PriceOutOfRange, PriceInFuture, PriceTooOld, PriceNotNewer.
    function update(bytes calldata signedReport) external payable returns (uint256 priceWad, uint40 observedAt);

    /// The same, but a report that is not newer than the kept price changes nothing instead of reverting: what a
    /// transaction carries that others may overtake.
    function updateIfNewer(bytes calldata signedReport) external payable returns (uint256 priceWad, uint40 observedAt);

    /// The kept price. `isFresh`: not older than `maxAgeSec`.
    function latest() external view returns (uint256 priceWad, uint40 observedAt, bool isFresh);

    /// Compares the mean price of a Uniswap v3 pool over `windowSec`, and the native price of an observation if
    /// the native pool is that pool, with the kept price.
    /// Reverts with PriceSilent, PriceDeviates. A feed that is silent and not required says nothing.
    /// @param nativePriceUsd6 Of the observation, 1e6 = $1; 0: not to be compared.
    function requireAgreement(
        address pool,
        bool isQuoteToken0,
        uint256 nativePriceUsd6,
        uint32 maxDeviationPips
    ) external view;

    function settings() external view returns (PriceFeedSettings memory);
}
