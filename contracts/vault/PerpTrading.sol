// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Reason} from "../interfaces/IVault.sol";
import {IPerpVenue} from "../interfaces/venues/IPerpVenue.sol";
import {PositionVault} from "./PositionVault.sol";

/// Trades and margin of a vault's short position on a perpetual.
abstract contract PerpTrading is PositionVault {
    using SafeERC20 for IERC20;

    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant WAD = 1e18;

    IPerpVenue internal immutable _perp;

    /// @param perp An adapter that nobody has bound; reverts with AlreadyBound otherwise.
    constructor(IPerpVenue perp) {
        perp.bind();
        _perp = perp;
    }

    /// Changes the size by up to `sizeRisky` (signed), no further than the slippage cap from the venue's price.
    /// Reverts with CostTooHigh if that cost more than the venue's fee and the cap.
    /// @return filledRisky Change of the size, signed.
    /// @return cashChangeQuote Change of the venue's cash, fee included.
    /// @return costQuote At the venue's price before; 0 if rounding made it a gain.
    function _tradePerp(
        int256 sizeRisky
    ) internal returns (int256 filledRisky, int256 cashChangeQuote, uint256 costQuote) {
        uint256 priceWad = _perp.tradePriceWad();
        uint256 leastPips = ONE_PIPS - _slippageCapPips;
        uint256 limitWad =
            sizeRisky < 0
                ? Math.mulDiv(priceWad, leastPips, ONE_PIPS, Math.Rounding.Ceil)
                : Math.mulDiv(priceWad, ONE_PIPS, leastPips);
        (filledRisky, cashChangeQuote) = _perp.trade(sizeRisky, limitWad);
        costQuote = _requireFairTrade(filledRisky, cashChangeQuote, priceWad);
    }

    /// Closes the part `shares` of `supply` of a short position, and pays to the vault what that part of the cash is
    /// worth then: those who stay keep their parts of size and cash, whatever it cost.
    /// Reverts with VenueRefused if the venue does not take all of it, or the part cannot pay for itself.
    /// @return freedQuote What came.
    function _closePerpPart(uint256 shares, uint256 supply) internal returns (uint256 freedQuote) {
        (int256 sizeRisky, int256 cashQuote) = _perp.position();
        uint256 cashPart = Math.mulDiv(SignedMath.abs(cashQuote), shares, supply);
        int256 dueQuote = cashQuote < 0 ? -SafeCast.toInt256(cashPart) - 1 : SafeCast.toInt256(cashPart);
        uint256 partRisky = Math.mulDiv(_shortOf(sizeRisky), shares, supply, Math.Rounding.Ceil);
        if (partRisky != 0) {
            (int256 filledRisky, int256 cashChangeQuote, ) = _tradePerp(SafeCast.toInt256(partRisky));
            require(filledRisky == SafeCast.toInt256(partRisky), VenueRefused(address(_perp)));
            dueQuote += cashChangeQuote;
        }
        require(dueQuote >= 0, VenueRefused(address(_perp)));
        if (dueQuote != 0) freedQuote = _removeMargin(uint256(dueQuote));
    }

    function _addMargin(uint256 amountQuote) internal {
        if (amountQuote == 0) return;
        _quote.safeTransfer(address(_perp), amountQuote);
        _perp.addMargin(amountQuote);
    }

    /// Reverts with VenueRefused if less came than was asked.
    function _removeMargin(uint256 amountQuote) internal returns (uint256 receivedQuote) {
        uint256 before = _quote.balanceOf(address(this));
        _perp.removeMargin(amountQuote);
        receivedQuote = _quote.balanceOf(address(this)) - before;
        require(receivedQuote >= amountQuote, VenueRefused(address(_perp)));
    }

    /// None, VenueSilent if the venue leaves a question open, or VenueDeviates.
    function _askVenues(uint160 meanX96) internal view virtual override returns (Reason) {
        (bool tellsMark, uint256 markWad) = _ask(IPerpVenue.markPriceWad.selector);
        (bool tellsTrade, uint256 tradeWad) = _ask(IPerpVenue.tradePriceWad.selector);
        (bool tellsPosition, ) = _ask(IPerpVenue.position.selector);
        (bool tellsFree, ) = _ask(IPerpVenue.freeMarginQuote.selector);
        (bool tellsLeast, ) = _ask(IPerpVenue.maintenancePips.selector);
        (bool tellsFee, ) = _ask(IPerpVenue.feePips.selector);
        if (!(tellsMark && tellsTrade && tellsPosition && tellsFree && tellsLeast && tellsFee)) {
            return Reason.VenueSilent;
        }
        return _agrees(markWad, meanX96) && _agrees(tradeWad, meanX96) ? Reason.None : Reason.VenueDeviates;
    }

    /// The size of a short position; 0 of a long one.
    function _shortOf(int256 sizeRisky) internal pure returns (uint256) {
        return sizeRisky < 0 ? SignedMath.abs(sizeRisky) : 0;
    }

    function _requireFairTrade(
        int256 filledRisky,
        int256 cashChangeQuote,
        uint256 priceWad
    ) private view returns (uint256 costQuote) {
        bool isSale = filledRisky < 0;
        uint256 worthQuote = Math.mulDiv(
            SignedMath.abs(filledRisky),
            priceWad,
            WAD,
            isSale ? Math.Rounding.Ceil : Math.Rounding.Floor
        );
        uint256 cashQuote = isSale ? SafeCast.toUint256(cashChangeQuote) : SafeCast.toUint256(-cashChangeQuote);
        (uint256 givenQuote, uint256 receivedQuote) = isSale ? (worthQuote, cashQuote) : (cashQuote, worthQuote);
        uint256 leastPips = Math.saturatingSub(ONE_PIPS - _slippageCapPips, _perp.feePips());
        // A unit more: a venue rounds its fee and the amount one by one.
        uint256 minReceivedQuote = Math.mulDiv(givenQuote, leastPips, ONE_PIPS);
        require(receivedQuote + 1 >= minReceivedQuote, CostTooHigh(receivedQuote, minReceivedQuote));
        return Math.saturatingSub(givenQuote, receivedQuote);
    }

    function _ask(bytes4 selector) private view returns (bool isTold, uint256 word) {
        (bool answered, bytes memory answer) = address(_perp).staticcall(abi.encodeWithSelector(selector));
        isTold = answered && answer.length >= 32;
        if (isTold) word = abi.decode(answer, (uint256));
    }
}
