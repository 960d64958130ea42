// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IHedgedLpVault} from "../interfaces/IHedgedLpVault.sol";
import {Reason} from "../interfaces/IVault.sol";
import {ILiquidityVenue} from "../interfaces/venues/ILiquidityVenue.sol";
import {PerpHedge} from "./PerpHedge.sol";
import {PoolPrice} from "./PoolPrice.sol";
import {PositionShares} from "./PositionShares.sol";
import {PositionVault} from "./PositionVault.sol";

/// What a hedged position in a pool holds, what that is worth at a price, and how a part of it is taken out.
abstract contract LpBook is IHedgedLpVault, PositionShares, PerpHedge {
    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant LIQUIDITY_LEG = 0;
    uint256 private constant LEGS = 2;

    ILiquidityVenue internal immutable _liquidity;
    uint32 internal immutable _hedgedPips;

    constructor(ILiquidityVenue liquidity, uint32 hedgedPips) {
        (_liquidity, _hedgedPips) = (liquidity, hedgedPips);
        liquidity.bind();
    }

    /// @inheritdoc IHedgedLpVault
    function takeLeg(
        uint256 leg,
        uint256 shares,
        uint256 supply
    ) external returns (uint256 freedQuote, uint256 freedRisky) {
        require(msg.sender == address(this), NotItself(msg.sender));
        if (leg != LIQUIDITY_LEG) {
            _noteFunding();
            freedQuote = _closePerpPart(shares, supply);
            _noteCash();
            return (freedQuote, 0);
        }
        // All fees come to the vault; those that are not the leaver's part stay.
        uint256 feesQuote;
        uint256 feesRisky;
        (freedQuote, freedRisky, feesQuote, feesRisky) = _liquidity.takeOut(shares, supply);
        freedQuote += Math.mulDiv(feesQuote, shares, supply);
        freedRisky += Math.mulDiv(feesRisky, shares, supply);
    }

    function _unwind(
        uint256 shares,
        uint256 supply,
        bool skipsRefusals
    ) internal override returns (uint256 freedQuote, uint256 freedRisky, uint256 skippedLegs) {
        for (uint256 leg = 0; leg < LEGS; ++leg) {
            try this.takeLeg(leg, shares, supply) returns (uint256 legQuote, uint256 legRisky) {
                (freedQuote, freedRisky) = (freedQuote + legQuote, freedRisky + legRisky);
            } catch (bytes memory refusal) {
                if (!skipsRefusals) {
                    assembly ("memory-safe") {
                        revert(add(refusal, 32), mload(refusal))
                    }
                }
                skippedLegs |= 1 << leg;
            }
        }
    }

    /// Net value and exposures at a price; what else a position tells is left at zero.
    function _bookAt(uint160 priceX96) internal view returns (Position memory at) {
        at.navQuote = _navAt(priceX96, Math.Rounding.Floor);
        (int256 sizeRisky, ) = _perp.position();
        at.heldQuote = _signed(_worth(sizeRisky, _priceWad(priceX96)), sizeRisky < 0);
        (, uint256 longRisky) = _tokensAt(priceX96);
        uint256 longQuote = PoolPrice.quoteValueDown(longRisky, priceX96, _riskyIsToken0);
        at.targetQuote = _signed(Math.mulDiv(longQuote, _hedgedPips, ONE_PIPS), true);
    }

    /// What the position is worth at a price, without fees, rounded down.
    function _providedQuote(uint160 priceX96) internal view returns (uint256) {
        (uint256 amountQuote, uint256 amountRisky, , ) = _liquidity.heldAt(priceX96);
        return amountQuote + PoolPrice.quoteValueDown(amountRisky, priceX96, _riskyIsToken0);
    }

    function _navAt(uint160 priceX96, Math.Rounding rounding) internal view override returns (uint256) {
        (int256 quoteTotal, int256 riskyTotal) = _totalsAt(priceX96);
        return _valueOf(quoteTotal, riskyTotal, priceX96, rounding);
    }

    /// The net value is concave in the price: the least lies at an end, and the most below both of the lines that touch
    /// it at the ends.
    function _navBetween(
        uint160 lowerX96,
        uint160 higherX96
    ) internal view override returns (uint256 leastQuote, uint256 mostQuote) {
        (uint160 cheapX96, uint160 dearX96) = _riskyIsToken0 ? (lowerX96, higherX96) : (higherX96, lowerX96);
        uint256 cheapMost;
        uint256 dearMost;
        uint256 least;
        (leastQuote, cheapMost) = _valueWithin(cheapX96, dearX96);
        (least, dearMost) = _valueWithin(dearX96, cheapX96);
        return (Math.min(leastQuote, least), Math.min(cheapMost, dearMost));
    }

    /// The value at a price, rounded down, and the most that it can be from there to another, rounded up: where the
    /// exposure makes it rise towards the other, along the line that touches it here.
    function _valueWithin(
        uint160 atX96,
        uint160 otherX96
    ) private view returns (uint256 leastQuote, uint256 mostQuote) {
        (int256 quoteTotal, int256 riskyTotal) = _totalsAt(atX96);
        leastQuote = _valueOf(quoteTotal, riskyTotal, atX96, Math.Rounding.Floor);
        mostQuote = Math.max(
            _valueOf(quoteTotal, riskyTotal, atX96, Math.Rounding.Ceil),
            _valueOf(quoteTotal, riskyTotal, otherX96, Math.Rounding.Ceil)
        );
    }

    /// Quote and risky amounts of all that is held, the hedge's among them.
    function _totalsAt(uint160 priceX96) private view returns (int256 quoteTotal, int256 riskyTotal) {
        (uint256 amountQuote, uint256 amountRisky) = _tokensAt(priceX96);
        (quoteTotal, riskyTotal) = (SafeCast.toInt256(amountQuote), SafeCast.toInt256(amountRisky));
        (int256 sizeRisky, int256 cashQuote) = _perp.position();
        // A hedge that has lost more than its margin is worth nothing, not less.
        if (_net(sizeRisky, cashQuote, _priceWad(priceX96)) != 0) {
            (quoteTotal, riskyTotal) = (quoteTotal + cashQuote, riskyTotal + sizeRisky);
        }
    }

    /// Idle, provided and owed as fees, if the pool's price were this one.
    function _tokensAt(uint160 priceX96) private view returns (uint256 amountQuote, uint256 amountRisky) {
        (uint256 providedQuote, uint256 providedRisky, uint256 feesQuote, uint256 feesRisky) = _liquidity.heldAt(
            priceX96
        );
        (amountQuote, amountRisky) = _balances();
        return (amountQuote + providedQuote + feesQuote, amountRisky + providedRisky + feesRisky);
    }

    /// Amounts at a price. Up: each amount was rounded down by up to three units before.
    function _valueOf(
        int256 quoteTotal,
        int256 riskyTotal,
        uint160 priceX96,
        Math.Rounding rounding
    ) private view returns (uint256) {
        bool isUp = rounding == Math.Rounding.Ceil;
        if (isUp) (quoteTotal, riskyTotal) = (quoteTotal + 3, riskyTotal + 3);
        bool isShort = riskyTotal < 0;
        uint256 amount = uint256(isShort ? -riskyTotal : riskyTotal);
        uint256 worthQuote =
            isUp != isShort
                ? PoolPrice.quoteValueUp(amount, priceX96, _riskyIsToken0)
                : PoolPrice.quoteValueDown(amount, priceX96, _riskyIsToken0);
        int256 value = quoteTotal + _signed(worthQuote, isShort);
        return value > 0 ? uint256(value) : 0;
    }

    function _readMarket()
        internal
        view
        virtual
        override(PositionShares, PositionVault)
        returns (Reason reason, uint160 spotX96, uint160 meanX96)
    {
        return PositionShares._readMarket();
    }
}
