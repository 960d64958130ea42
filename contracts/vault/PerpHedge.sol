// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {PerpTrading} from "./PerpTrading.sol";

/// A position on a perpetual against what a vault holds: its margin, what it costs, its funding.
abstract contract PerpHedge is PerpTrading {
    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant WAD = 1e18;

    uint32 internal immutable _marginPips;

    /// Received since the vault began, below 0: paid.
    int256 internal _fundingQuote;
    uint256 internal _hedgeCostQuote;
    /// The venue's cash after the vault last touched it: what has come since is funding.
    int256 private _cashSeenQuote;

    constructor(uint32 marginPips) {
        _marginPips = marginPips;
    }

    /// Funding that has come since it was noted last.
    function _freshFunding() internal view returns (int256) {
        (, int256 cashQuote) = _perp.position();
        return cashQuote - _cashSeenQuote;
    }

    function _noteFunding() internal {
        _fundingQuote += _freshFunding();
    }

    function _noteCash() internal {
        (, _cashSeenQuote) = _perp.position();
    }

    /// The hedge at a price: what it is worth, its net value, and, only where that is below maintenance and guard, what
    /// it lacks of the margin that is wanted.
    function _margin(
        uint256 priceWad,
        uint32 guardPips
    ) internal view returns (uint256 lacksQuote, uint256 netQuote, uint256 worthQuote) {
        (int256 sizeRisky, int256 cashQuote) = _perp.position();
        (worthQuote, netQuote) = (_worth(sizeRisky, priceWad), _net(sizeRisky, cashQuote, priceWad));
        uint256 leastPips = _leastPips(guardPips);
        if (netQuote < Math.mulDiv(worthQuote, leastPips, ONE_PIPS)) {
            lacksQuote = _wantedQuote(worthQuote, leastPips) - netQuote;
        }
    }

    /// Brings the margin of a position of so much to what is wanted: out of what lies idle, as far as that goes, and
    /// back only what is more than twice as much, and as far as the venue lets it go.
    function _fundHedge(uint256 worthQuote, uint256 priceWad, uint32 guardPips) internal {
        (int256 sizeRisky, int256 cashQuote) = _perp.position();
        uint256 netQuote = _net(sizeRisky, cashQuote, priceWad);
        uint256 wantedQuote = _wantedQuote(worthQuote, _leastPips(guardPips));
        // Of a margin that is lost already, more would be lost.
        if (netQuote == 0 && sizeRisky != 0) return;
        if (netQuote < wantedQuote) {
            _addMargin(Math.min(wantedQuote - netQuote, _quote.balanceOf(address(this))));
        } else if (netQuote > 2 * wantedQuote) {
            uint256 freeQuote = Math.min(netQuote - wantedQuote, _perp.freeMarginQuote());
            // A venue that keeps what it called free keeps it until the next time.
            if (freeQuote != 0) try _perp.removeMargin(freeQuote) {} catch {}
        }
    }

    /// Changes the hedge by `changeQuote` at the mean price. What makes it larger is funded before; a smaller one
    /// gives back what it does not need.
    function _tradeHedge(
        int256 changeQuote,
        uint256 meanWad,
        uint32 guardPips
    ) internal returns (int256 tradedQuote, uint256 costQuote) {
        int256 changeRisky = _signed(Math.mulDiv(SignedMath.abs(changeQuote), WAD, meanWad), changeQuote < 0);
        (int256 sizeRisky, ) = _perp.position();
        bool isGrowing = SignedMath.abs(sizeRisky + changeRisky) > SignedMath.abs(sizeRisky);
        if (isGrowing) _fundHedge(_worth(sizeRisky + changeRisky, meanWad), meanWad, guardPips);
        int256 filledRisky;
        (filledRisky, , costQuote) = _tradePerp(changeRisky);
        _hedgeCostQuote += costQuote;
        if (!isGrowing) _fundHedge(_worth(sizeRisky + filledRisky, meanWad), meanWad, guardPips);
        tradedQuote = _signed(_worth(filledRisky, meanWad), filledRisky < 0);
    }

    /// What the venue's margin is worth, if that is above nothing: what is lost beyond it is the venue's.
    function _net(int256 sizeRisky, int256 cashQuote, uint256 priceWad) internal pure returns (uint256) {
        bool isShort = sizeRisky < 0;
        Math.Rounding rounding = isShort ? Math.Rounding.Ceil : Math.Rounding.Floor;
        uint256 worthQuote = Math.mulDiv(SignedMath.abs(sizeRisky), priceWad, WAD, rounding);
        int256 netQuote = cashQuote + _signed(worthQuote, isShort);
        return netQuote > 0 ? uint256(netQuote) : 0;
    }

    /// |size| at a price, rounded down.
    function _worth(int256 sizeRisky, uint256 priceWad) internal pure returns (uint256) {
        return Math.mulDiv(SignedMath.abs(sizeRisky), priceWad, WAD);
    }

    function _signed(uint256 amount, bool isNegative) internal pure returns (int256) {
        int256 value = SafeCast.toInt256(amount);
        return isNegative ? -value : value;
    }

    /// Below it the margin is filled up: the voted guard is the gap that it has to bear.
    function _leastPips(uint32 guardPips) private view returns (uint256) {
        return uint256(guardPips) + _perp.maintenancePips();
    }

    function _wantedQuote(uint256 worthQuote, uint256 leastPips) private view returns (uint256) {
        return Math.mulDiv(worthQuote, Math.max(leastPips, _marginPips), ONE_PIPS, Math.Rounding.Ceil);
    }
}
