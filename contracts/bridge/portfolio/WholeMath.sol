// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// What the whole holds, in the tokens' smallest units, as home knows it; and what orders whose outcome is not known
/// may have sold and bought of it, with the quote that they may have moved.
struct Holding {
    uint256 quoteAmount;
    uint256 riskyAmount;
    uint256 maybeSold;
    uint256 maybeSoldQuote;
    uint256 maybeBought;
    uint256 maybeBoughtQuote;
}

/// @title The whole's distance from its target, and the price at which a trade would no longer lessen it
/// @notice
/// Method:   drift(p) = (1 - w) R p - w Q, with the risky amount R, the quote amount Q, the target weight w and the
///           price p; it rises with p. Selling or buying r at p moves it by r p towards the other side (the cost of the
///           trade is part of Q and moves it by another w x cost, less than r p). So as long as r p <= |drift(p)|,
///           |drift| does not grow.
/// Domain:   amounts below 2^128, weights 1 ... 999,999 pips, prices in wad below 2^128.
/// Accuracy: exact but for one rounding, which narrows the limits.
library WholeMath {
    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant ONE_WAD = 1e18;

    /// The holdings with the least drift there may be: all that may have been sold is sold, nothing is bought.
    function least(Holding memory whole) internal pure returns (uint256 quoteAmount, uint256 riskyAmount) {
        return (whole.quoteAmount + whole.maybeSoldQuote, Math.saturatingSub(whole.riskyAmount, whole.maybeSold));
    }

    /// The holdings with the most drift there may be: all that may have been bought is bought, nothing is sold.
    function greatest(Holding memory whole) internal pure returns (uint256 quoteAmount, uint256 riskyAmount) {
        return (Math.saturatingSub(whole.quoteAmount, whole.maybeBoughtQuote), whole.riskyAmount + whole.maybeBought);
    }

    /// The lowest price at which `sold` of the risky token may be sold: drift(p) >= sold x p. Rounded up.
    /// Reverts on overflow unless drift(p) >= sold x p at some price.
    function lowestSellPriceWad(
        uint256 quoteAmount,
        uint256 riskyAmount,
        uint256 sold,
        uint32 weightPips
    ) internal pure returns (uint256) {
        uint256 slope = riskyAmount * (ONE_PIPS - weightPips) - sold * ONE_PIPS;
        return Math.mulDiv(quoteAmount * weightPips, ONE_WAD, slope, Math.Rounding.Ceil);
    }

    /// The highest price at which `bought` of the risky token may be bought: -drift(p) >= bought x p. Rounded down.
    function highestBuyPriceWad(
        uint256 quoteAmount,
        uint256 riskyAmount,
        uint256 bought,
        uint32 weightPips
    ) internal pure returns (uint256) {
        uint256 slope = riskyAmount * (ONE_PIPS - weightPips) + bought * ONE_PIPS;
        return Math.mulDiv(quoteAmount * weightPips, ONE_WAD, slope);
    }
}
