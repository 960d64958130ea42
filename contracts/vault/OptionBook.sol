// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {HedgedOptionsVaultSettings, IHedgedOptionsVault, OptionTerms} from "../interfaces/IHedgedOptionsVault.sol";
import {Reason} from "../interfaces/IVault.sol";
import {IOptionVenue, OptionOffer, OptionPosition} from "../interfaces/venues/IOptionVenue.sol";
import {PositionVault} from "./PositionVault.sol";
import {RebalanceMath} from "./RebalanceMath.sol";
import {SettingsLib} from "./SettingsLib.sol";

/// The options of a vault: their terms, their opening, what of the venue's word on them counts.
abstract contract OptionBook is PositionVault {
    using SafeERC20 for IERC20;

    /// What the vault has opened, by its own account.
    struct OptionLeg {
        bool isCall;
        int256 sizeRisky;
        uint256 collateralQuote;
        uint256 strikeWad;
    }

    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant WAD = 1e18;
    uint256 private constant MAX_LEGS = 2;

    IOptionVenue private immutable _options;
    uint32 private immutable _minTermSec;
    uint32 private immutable _maxTermSec;
    uint32 private immutable _strikeTolerancePips;
    uint32 private immutable _optionCapPips;

    /// Written by the constructor alone.
    OptionTerms[] private _terms;
    /// The book, in the venue's order; empty while there is none.
    OptionLeg[] internal _legs;
    uint40 internal _expiryAt;

    /// Reverts with OutOfDomain, and with AlreadyBound.
    constructor(HedgedOptionsVaultSettings memory settings_) {
        settings_.options.bind();
        SettingsLib.requireWithin("legs", settings_.legs.length, 1, MAX_LEGS);
        for (uint256 i = 0; i < settings_.legs.length; i++) _addTerms(settings_.legs[i]);
        SettingsLib.requireWithin("minTermSec", settings_.minTermSec, 1 hours, 365 days);
        SettingsLib.requireWithin("maxTermSec", settings_.maxTermSec, settings_.minTermSec, 365 days);
        SettingsLib.requireWithin("strikeTolerancePips", settings_.strikeTolerancePips, 0, 500_000);
        SettingsLib.requireWithin("optionCapPips", settings_.optionCapPips, 1, 500_000);
        _options = settings_.options;
        (_minTermSec, _maxTermSec) = (settings_.minTermSec, settings_.maxTermSec);
        (_strikeTolerancePips, _optionCapPips) = (settings_.strikeTolerancePips, settings_.optionCapPips);
    }

    /// Quote that the vault may spend.
    function _freeQuote() internal view virtual returns (uint256);

    function _tellTerms(HedgedOptionsVaultSettings memory settings_) internal view {
        (settings_.options, settings_.legs) = (_options, _terms);
        (settings_.minTermSec, settings_.maxTermSec) = (_minTermSec, _maxTermSec);
        (settings_.strikeTolerancePips, settings_.optionCapPips) = (_strikeTolerancePips, _optionCapPips);
    }

    /// Whether the venue offers all legs near enough to what is wanted, with one expiry.
    function _findOffers(uint256 priceWad) internal view returns (bool isOffered, OptionOffer[] memory offers) {
        offers = new OptionOffer[](_terms.length);
        uint40 earliestAt = uint40(block.timestamp + _minTermSec);
        uint40 latestAt = uint40(block.timestamp + _maxTermSec);
        for (uint256 i = 0; i < offers.length; i++) {
            uint256 wantedWad = Math.mulDiv(priceWad, _terms[i].strikePips, ONE_PIPS);
            try _options.offer(wantedWad, earliestAt, latestAt) returns (OptionOffer memory offer) {
                uint256 offWad = RebalanceMath.distance(offer.strikeWad, wantedWad);
                if (offWad > Math.mulDiv(wantedWad, _strikeTolerancePips, ONE_PIPS)) return (false, offers);
                bool isInTime = offer.expiryAt >= earliestAt && offer.expiryAt <= latestAt;
                if (!isInTime || (i != 0 && offer.expiryAt != offers[0].expiryAt)) return (false, offers);
                offers[i] = offer;
            } catch {
                return (false, offers);
            }
        }
        return (true, offers);
    }

    /// Opens all legs, each for its share of what is free before.
    /// Reverts with VenueRefused if they are not on offer, BookTooDear, CostTooHigh, and as the venue does.
    /// @return costQuote What was paid beyond the venue's marks, or got below them.
    function _openBook(uint256 priceWad) internal returns (uint256 costQuote) {
        (bool isOffered, OptionOffer[] memory offers) = _findOffers(priceWad);
        require(isOffered, VenueRefused(address(_options)));
        uint256 navQuote = _freeQuote();
        _expiryAt = offers[0].expiryAt;
        for (uint256 i = 0; i < offers.length; i++) costQuote += _openLeg(_terms[i], offers[i], navQuote, priceWad);
    }

    /// Takes in the expired book if the venue pays it.
    function _settleOptions() internal returns (bool isDone) {
        try _options.settle() {
            delete _legs;
            return true;
        } catch {
            return false;
        }
    }

    /// The book's delta and S x gamma in units of the asset, signed, and its worth. Each counts only as far as an
    /// option that the vault has opened can have it.
    function _readBook(
        uint256 priceWad
    ) internal view returns (int256 deltaRisky, int256 gammaCashRisky, int256 worthQuote) {
        (bool isTold, OptionPosition[] memory told) = _askPositions();
        // From the expiry on a venue that does not answer counts for nothing: what else there is must not wait for it.
        if (!isTold && block.timestamp >= _expiryAt) return (0, 0, 0);
        require(isTold, VenueRefused(address(_options)));
        for (uint256 i = 0; i < told.length; i++) {
            OptionLeg memory leg = _legs[i];
            int256 size = _within(told[i].sizeRisky, 0, leg.sizeRisky);
            int256 deltaPips = _within(told[i].deltaPips, 0, leg.isCall ? int256(ONE_PIPS) : -int256(ONE_PIPS));
            deltaRisky += (size * deltaPips) / int256(ONE_PIPS);
            gammaCashRisky += (size * int256(uint256(told[i].gammaCashPips))) / int256(ONE_PIPS);
            // A call is worth at most the asset, a put at most its strike; what is written at most its collateral.
            uint256 topWad = leg.isCall ? priceWad : leg.strikeWad;
            uint256 topQuote =
                leg.sizeRisky < 0 ? leg.collateralQuote : Math.mulDiv(SignedMath.abs(leg.sizeRisky), topWad, WAD);
            worthQuote += _within(told[i].worthQuote, 0, SafeCast.toInt256(topQuote));
        }
    }

    /// None, VenueSilent or VenueDeviates.
    function _askOptions(uint160 meanX96) internal view returns (Reason) {
        try _options.priceWad() returns (uint256 optionsWad) {
            if (!_agrees(optionsWad, meanX96)) return Reason.VenueDeviates;
        } catch {
            return Reason.VenueSilent;
        }
        (bool isTold, ) = _askPositions();
        return isTold ? Reason.None : Reason.VenueSilent;
    }

    function _pay(address receiver, uint256 amountQuote) internal {
        _quote.safeTransfer(receiver, amountQuote);
    }

    function _askPositions() private view returns (bool isTold, OptionPosition[] memory told) {
        try _options.positions() returns (OptionPosition[] memory answer) {
            return (answer.length == _legs.length, answer);
        } catch {}
    }

    function _openLeg(
        OptionTerms memory terms,
        OptionOffer memory offer,
        uint256 navQuote,
        uint256 priceWad
    ) private returns (uint256 costQuote) {
        bool isWritten = terms.quantityPips < 0;
        uint256 notionalQuote = Math.mulDiv(navQuote, SignedMath.abs(terms.quantityPips), ONE_PIPS);
        uint256 size = Math.mulDiv(notionalQuote, WAD, priceWad);
        OptionLeg memory leg = OptionLeg({
            isCall: terms.isCall,
            sizeRisky: isWritten ? -SafeCast.toInt256(size) : SafeCast.toInt256(size),
            collateralQuote: isWritten
                ? Math.mulDiv(Math.mulDiv(size, offer.strikeWad, WAD), terms.collateralPips, ONE_PIPS)
                : 0,
            strikeWad: offer.strikeWad
        });
        _legs.push(leg);
        uint256 markQuote = Math.mulDiv(size, _options.markWad(terms.isCall, offer.strikeId), WAD);
        uint256 limitQuote = _limit(terms, isWritten, notionalQuote, markQuote);
        uint256 sentQuote = isWritten ? leg.collateralQuote : limitQuote;
        uint256 freeQuote = _freeQuote();
        require(sentQuote <= freeQuote, IHedgedOptionsVault.BookTooDear(sentQuote, freeQuote));
        _pay(address(_options), sentQuote);
        uint256 premiumQuote = _options.open(
            terms.isCall,
            offer.strikeId,
            leg.sizeRisky,
            leg.collateralQuote,
            limitQuote
        );
        _requirePaid(leg, freeQuote - _freeQuote(), limitQuote);
        return isWritten ? Math.saturatingSub(markQuote, premiumQuote) : Math.saturatingSub(premiumQuote, markQuote);
    }

    /// The most to pay, or the least to get: within the terms, and within the cap of the venue's mark.
    function _limit(
        OptionTerms memory terms,
        bool isWritten,
        uint256 notionalQuote,
        uint256 markQuote
    ) private view returns (uint256) {
        uint256 capQuote = Math.mulDiv(notionalQuote, _optionCapPips, ONE_PIPS);
        uint256 termsQuote = Math.mulDiv(notionalQuote, terms.premiumPips, ONE_PIPS);
        return
            isWritten
                ? Math.max(termsQuote, Math.saturatingSub(markQuote, capQuote))
                : Math.min(termsQuote, markQuote + capQuote);
    }

    /// By what has left the vault, whatever the venue says: at most the limit, or the collateral less the premium.
    function _requirePaid(OptionLeg memory leg, uint256 goneQuote, uint256 limitQuote) private pure {
        uint256 mostQuote = leg.sizeRisky < 0 ? Math.saturatingSub(leg.collateralQuote, limitQuote) : limitQuote;
        // A unit: a venue with other decimals rounds.
        require(goneQuote <= mostQuote + 1, CostTooHigh(mostQuote, goneQuote));
    }

    function _addTerms(OptionTerms memory terms) private {
        SettingsLib.requireWithin("quantityPips", SignedMath.abs(terms.quantityPips), 1, 5e6);
        SettingsLib.requireWithin("strikePips", terms.strikePips, 100_000, 5e6);
        SettingsLib.requireWithin("premiumPips", terms.premiumPips, 0, ONE_PIPS);
        SettingsLib.requireWithin("collateralPips", terms.collateralPips, 0, terms.quantityPips < 0 ? 5e6 : 0);
        _terms.push(terms);
    }

    /// The value, as far as it lies between 0 and another one of either sign.
    function _within(int256 value, int256 zero, int256 limit) private pure returns (int256) {
        return
            limit < zero
                ? SignedMath.max(limit, SignedMath.min(value, zero))
                : SignedMath.min(limit, SignedMath.max(value, zero));
    }
}
