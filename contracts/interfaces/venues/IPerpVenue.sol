// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVenue} from "./IVenue.sol";

/// A perpetual future on the risky token, settled in quote.
interface IPerpVenue is IVenue {
    /// A trade got a worse price than its limit.
    error WorseThanLimit(uint256 priceWad, uint256 limitPriceWad);

    /// The position. Its net value at a price is cashQuote + sizeRisky x price / 1e18, rounded down.
    /// @return sizeRisky Below 0: short.
    /// @return cashQuote Margin, and what was paid or taken for the size, with funding until now; rounded down.
    function position() external view returns (int256 sizeRisky, int256 cashQuote);

    /// The price that the venue reckons gains and liquidations by.
    function markPriceWad() external view returns (uint256);

    /// The price that the smallest trade would have now, without fee.
    function tradePriceWad() external view returns (uint256);

    /// Share of the position's worth that must be left, 1e6 = 100 %.
    function maintenancePips() external view returns (uint32);

    /// Of a trade, one way, 1e6 = 100 %.
    function feePips() external view returns (uint32);

    /// What `removeMargin` could pay now.
    function freeMarginQuote() external view returns (uint256);

    /// Puts quote that lies in the adapter into the margin.
    function addMargin(uint256 amountQuote) external;

    /// Pays quote out of the margin to the vault. Reverts if the venue does not let it go.
    function removeMargin(uint256 amountQuote) external;

    /// Changes the position's size by up to `sizeRisky` (signed), as far as the price limit allows.
    /// @param limitPriceWad Of the last unit, without fee: the least for a sale, the most for a purchase.
    /// @return filledRisky Change of the size, signed.
    /// @return cashChangeQuote Change of `cashQuote`, fee included: above 0 for a sale.
    function trade(
        int256 sizeRisky,
        uint256 limitPriceWad
    ) external returns (int256 filledRisky, int256 cashChangeQuote);
}
