// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IVault} from "../interfaces/IVault.sol";
import {PoolPrice} from "./PoolPrice.sol";

/// What a swap on a pool cost, at the spot price before it.
library SwapCost {
    uint256 private constant ONE_PIPS = 1e6;

    /// Reverts with CostTooHigh if that is more than `mostPips` of what was given.
    /// @param paid Smallest unit of the token sold.
    /// @param received Smallest unit of the token bought.
    /// @param mostPips The pool's fee and the cap; at most 1e6.
    /// @return costQuote 0 if rounding made it a gain.
    function requireFair(
        bool sellsRisky,
        uint256 paid,
        uint256 received,
        uint160 spotX96,
        bool riskyIsToken0,
        uint256 mostPips
    ) internal pure returns (uint256 costQuote) {
        (uint256 givenQuote, uint256 receivedQuote) = sellsRisky
            ? (PoolPrice.quoteValueUp(paid, spotX96, riskyIsToken0), received)
            : (paid, PoolPrice.quoteValueDown(received, spotX96, riskyIsToken0));
        uint256 minReceivedQuote = Math.mulDiv(givenQuote, ONE_PIPS - mostPips, ONE_PIPS, Math.Rounding.Ceil);
        require(receivedQuote >= minReceivedQuote, IVault.CostTooHigh(receivedQuote, minReceivedQuote));
        return Math.saturatingSub(givenQuote, receivedQuote);
    }
}
