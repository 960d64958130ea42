// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20, IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IOptionVenue, OptionOffer, OptionPosition} from "../../interfaces/venues/IOptionVenue.sol";
import {RebalanceMath} from "../../vault/RebalanceMath.sol";
import {Venue} from "../Venue.sol";
import {IDollarConverter} from "./IDollarConverter.sol";
import {
    ILyraGreekCache,
    ILyraMarket,
    ILyraOptionToken,
    ILyraShortCollateral,
    ILyraSpot,
    LyraBoard,
    LyraGreekParameters,
    LyraGreeks,
    LyraOptionType,
    LyraPosition,
    LyraPricing,
    LyraStrike,
    LyraTrade,
    LyraTradeResult
} from "./ILyra.sol";

/// The contracts of one of Lyra's markets.
struct LyraContracts {
    ILyraMarket market;
    ILyraGreekCache greekCache;
    ILyraOptionToken optionToken;
    ILyraShortCollateral shortCollateral;
    ILyraSpot spot; // SynthetixAdapter
    address blackScholes; // the library that the greek cache calls
}

/// The options of one vault on Lyra v1.
///
/// Greeks: the venue's greek cache is as old as its last update, which anyone may pay for, and nobody must. So the
/// adapter takes the cache's volatility (the mean of board and skew that the venue values its own book with) and asks
/// the venue's own Black-Scholes library for delta and vega at the price and the second of the call: what the cache
/// would hold if it were updated now. Gamma is vega's: S x gamma = vega / (S x volatility x years), with Lyra's year of
/// 365 days.
/// Written puts are as safe as their collateral: with the whole strike nobody can liquidate them. Written calls are
/// backed in quote and can be liquidated; the venue pays what is left to the adapter, and the position has size 0 then.
/// The venue's dollar has 18 decimals; a converter stands between it and quote.
contract LyraVenue is IOptionVenue, Venue {
    using SafeERC20 for IERC20;

    /// No board of the venue expires within the two times, or none that is open has a strike.
    error NoOffer(uint40 earliestAt, uint40 latestAt);
    /// The venue's library does not answer.
    error NoGreeks();

    /// What the adapter has opened.
    struct Leg {
        uint256 positionId;
        uint256 strikeId;
        uint256 boardId;
        uint256 strikePrice; // Lyra's decimals
        bool isCall;
        bool isWritten;
        uint40 expiryAt;
    }

    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR_SEC = 365 days;
    uint8 private constant ACTIVE = 1;
    bytes4 private constant PRICES_DELTA_VEGA = bytes4(
        keccak256("pricesDeltaStdVega(BlackScholes.BlackScholesInputs)")
    );

    IERC20 private immutable _quote;
    IERC20 private immutable _dollar;
    IDollarConverter private immutable _converter;
    uint256 private immutable _quoteUnit;
    uint256 private immutable _riskyUnit;
    ILyraMarket private immutable _market;
    ILyraGreekCache private immutable _greekCache;
    ILyraOptionToken private immutable _optionToken;
    ILyraShortCollateral private immutable _shortCollateral;
    ILyraSpot private immutable _spot;
    address private immutable _blackScholes;

    Leg[] private _legs;

    constructor(
        LyraContracts memory contracts,
        IDollarConverter converter,
        IERC20Metadata quote,
        IERC20Metadata risky
    ) {
        (_market, _greekCache) = (contracts.market, contracts.greekCache);
        (_optionToken, _shortCollateral) = (contracts.optionToken, contracts.shortCollateral);
        (_spot, _blackScholes) = (contracts.spot, contracts.blackScholes);
        (_quote, _converter) = (quote, converter);
        (_quoteUnit, _riskyUnit) = (10 ** quote.decimals(), 10 ** risky.decimals());
        _dollar = IERC20(converter.venueToken());
        _dollar.forceApprove(address(contracts.market), type(uint256).max);
    }

    /// @inheritdoc IOptionVenue
    function priceWad() external view returns (uint256) {
        return _ourPrice(_spotPrice());
    }

    /// @inheritdoc IOptionVenue
    function offer(
        uint256 nearWad,
        uint40 earliestAt,
        uint40 latestAt
    ) external view returns (OptionOffer memory best) {
        LyraBoard memory board = _firstBoard(earliestAt, latestAt);
        require(board.strikeIds.length != 0, NoOffer(earliestAt, latestAt));
        for (uint256 i = 0; i < board.strikeIds.length; i++) {
            (LyraStrike memory strike, ) = _market.getStrikeAndBoard(board.strikeIds[i]);
            uint256 strikeWad = _ourPrice(strike.strikePrice);
            bool isNearer =
                RebalanceMath.distance(strikeWad, nearWad) < RebalanceMath.distance(best.strikeWad, nearWad);
            if (i == 0 || isNearer) best = OptionOffer(strike.id, strikeWad, SafeCast.toUint40(board.expiry));
        }
    }

    /// @inheritdoc IOptionVenue
    function markWad(bool isCall, uint256 strikeId) external view returns (uint256) {
        (LyraStrike memory strike, LyraBoard memory board) = _market.getStrikeAndBoard(strikeId);
        (LyraGreeks memory greeks, , ) = _greeks(strikeId, board.id, strike.strikePrice, board.expiry);
        return _ourPrice(isCall ? greeks.callPrice : greeks.putPrice);
    }

    /// @inheritdoc IOptionVenue
    function positions() external view returns (OptionPosition[] memory all) {
        all = new OptionPosition[](_legs.length);
        for (uint256 i = 0; i < all.length; i++) all[i] = _position(_legs[i]);
    }

    /// @inheritdoc IOptionVenue
    function open(
        bool isCall,
        uint256 strikeId,
        int256 sizeRisky,
        uint256 collateralQuote,
        uint256 limitQuote
    ) external onlyVault returns (uint256 premiumQuote) {
        bool isWritten = sizeRisky < 0;
        _toVenue();
        LyraTrade memory trade = LyraTrade({
            strikeId: strikeId,
            positionId: 0,
            iterations: 1,
            optionType: _typeOf(isCall, isWritten),
            amount: Math.mulDiv(SignedMath.abs(sizeRisky), WAD, _riskyUnit),
            setCollateralTo: isWritten ? _theirAmount(collateralQuote) : 0,
            minTotalCost: 0,
            maxTotalCost: type(uint256).max
        });
        LyraTradeResult memory result = _market.openPosition(trade);
        premiumQuote = _ourAmount(result.totalCost, isWritten ? Math.Rounding.Floor : Math.Rounding.Ceil);
        require(
            isWritten ? premiumQuote >= limitQuote : premiumQuote <= limitQuote,
            PremiumBeyondLimit(premiumQuote, limitQuote)
        );
        _note(result.positionId, strikeId, isCall, isWritten);
        _payVault();
    }

    /// @inheritdoc IOptionVenue
    function close(uint256 index, uint256 limitQuote) external onlyVault returns (uint256 premiumQuote) {
        Leg memory leg = _legs[index];
        LyraTrade memory trade = LyraTrade({
            strikeId: leg.strikeId,
            positionId: leg.positionId,
            iterations: 1,
            optionType: _typeOf(leg.isCall, leg.isWritten),
            amount: _optionToken.getOptionPosition(leg.positionId).amount,
            setCollateralTo: 0,
            minTotalCost: 0,
            maxTotalCost: type(uint256).max
        });
        uint256 cost = _market.closePosition(trade).totalCost;
        premiumQuote = _ourAmount(cost, leg.isWritten ? Math.Rounding.Ceil : Math.Rounding.Floor);
        require(
            leg.isWritten ? premiumQuote <= limitQuote : premiumQuote >= limitQuote,
            PremiumBeyondLimit(premiumQuote, limitQuote)
        );
        _drop(index);
        _payVault();
    }

    /// Settles the board if nobody has done so yet, at the venue's price of that moment: Lyra has no other.
    /// @inheritdoc IOptionVenue
    function settle() external onlyVault {
        uint256 length = _legs.length;
        for (uint256 left = length; left != 0; left--) {
            Leg memory leg = _legs[left - 1];
            if (block.timestamp < leg.expiryAt) continue;
            if (_market.boardToPriceAtExpiry(leg.boardId) == 0) _market.settleExpiredBoard(leg.boardId);
            // Somebody else may have settled it, which pays the adapter as well.
            if (_isActive(leg)) {
                uint256[] memory ids = new uint256[](1);
                ids[0] = leg.positionId;
                _shortCollateral.settleOptions(ids);
            }
            _drop(left - 1);
        }
        require(_legs.length < length, NothingToSettle());
        _payVault();
    }

    function _note(uint256 positionId, uint256 strikeId, bool isCall, bool isWritten) private {
        (LyraStrike memory strike, LyraBoard memory board) = _market.getStrikeAndBoard(strikeId);
        _legs.push(
            Leg({
                positionId: positionId,
                strikeId: strikeId,
                boardId: board.id,
                strikePrice: strike.strikePrice,
                isCall: isCall,
                isWritten: isWritten,
                expiryAt: SafeCast.toUint40(board.expiry)
            })
        );
    }

    function _drop(uint256 index) private {
        for (uint256 i = index + 1; i < _legs.length; i++) _legs[i - 1] = _legs[i];
        _legs.pop();
    }

    function _toVenue() private {
        uint256 amountQuote = _quote.balanceOf(address(this));
        if (amountQuote == 0) return;
        _quote.safeTransfer(address(_converter), amountQuote);
        _converter.toVenue(amountQuote, address(this));
    }

    function _payVault() private {
        uint256 amount = _dollar.balanceOf(address(this));
        if (amount == 0) return;
        _dollar.safeTransfer(address(_converter), amount);
        _converter.toQuote(amount, vault);
    }

    /// The open board that expires first within the two times; without strikes if there is none.
    function _firstBoard(uint40 earliestAt, uint40 latestAt) private view returns (LyraBoard memory first) {
        uint256[] memory ids = _market.getLiveBoards();
        for (uint256 i = 0; i < ids.length; i++) {
            LyraBoard memory board = _market.getOptionBoard(ids[i]);
            if (board.frozen || board.expiry < earliestAt || board.expiry > latestAt) continue;
            if (first.expiry == 0 || board.expiry < first.expiry) first = board;
        }
    }

    function _position(Leg memory leg) private view returns (OptionPosition memory at) {
        LyraPosition memory held = _optionToken.getOptionPosition(leg.positionId);
        (at.isCall, at.strikeWad, at.expiryAt) = (leg.isCall, _ourPrice(leg.strikePrice), leg.expiryAt);
        if (held.state != ACTIVE) return at;
        uint256 size = Math.mulDiv(held.amount, _riskyUnit, WAD);
        at.sizeRisky = leg.isWritten ? -SafeCast.toInt256(size) : SafeCast.toInt256(size);
        uint256 price;
        if (block.timestamp >= leg.expiryAt) {
            price = _intrinsic(leg);
        } else {
            (LyraGreeks memory greeks, uint256 spot, uint256 volatility) = _greeks(
                leg.strikeId,
                leg.boardId,
                leg.strikePrice,
                leg.expiryAt
            );
            price = leg.isCall ? greeks.callPrice : greeks.putPrice;
            at.deltaPips = int32((leg.isCall ? greeks.callDelta : greeks.putDelta) / 1e12);
            at.gammaCashPips = _gammaCashPips(greeks.vega, spot, volatility, leg.expiryAt - block.timestamp);
        }
        uint256 worth = Math.mulDiv(price, held.amount, WAD, leg.isWritten ? Math.Rounding.Ceil : Math.Rounding.Floor);
        at.worthQuote =
            leg.isWritten
                ? SafeCast.toInt256(_ourAmount(held.collateral, Math.Rounding.Floor)) -
                    SafeCast.toInt256(_ourAmount(worth, Math.Rounding.Ceil))
                : SafeCast.toInt256(_ourAmount(worth, Math.Rounding.Floor));
    }

    /// What one unit pays at its settlement: at the price of then, or of now if it is not settled yet.
    function _intrinsic(Leg memory leg) private view returns (uint256) {
        uint256 settledAt = _market.boardToPriceAtExpiry(leg.boardId);
        uint256 price = settledAt == 0 ? _spotPrice() : settledAt;
        return leg.isCall ? Math.saturatingSub(price, leg.strikePrice) : Math.saturatingSub(leg.strikePrice, price);
    }

    function _greeks(
        uint256 strikeId,
        uint256 boardId,
        uint256 strikePrice,
        uint256 expiryAt
    ) private view returns (LyraGreeks memory greeks, uint256 spot, uint256 volatility) {
        LyraGreekParameters memory parameters = _greekCache.getGreekCacheParams();
        spot = _spotPrice();
        volatility = Math.mulDiv(
            _greekCache.getIvGWAV(boardId, parameters.optionValueIvGWAVPeriod),
            _greekCache.getSkewGWAV(strikeId, parameters.optionValueSkewGWAVPeriod),
            WAD
        );
        LyraPricing memory pricing = LyraPricing(
            Math.saturatingSub(expiryAt, block.timestamp),
            volatility,
            spot,
            strikePrice,
            parameters.rateAndCarry
        );
        // A library's function that changes nothing: it may be called like any contract's.
        (bool answered, bytes memory answer) = _blackScholes.staticcall(
            abi.encodeWithSelector(PRICES_DELTA_VEGA, pricing)
        );
        require(answered && answer.length == 192, NoGreeks());
        greeks = abi.decode(answer, (LyraGreeks));
    }

    /// Rounded up, at most the type's maximum. `timeSec` > 0.
    function _gammaCashPips(
        uint256 vega,
        uint256 spot,
        uint256 volatility,
        uint256 timeSec
    ) private pure returns (uint32) {
        uint256 below = Math.max(1, Math.mulDiv(volatility, timeSec, YEAR_SEC));
        uint256 pips = Math.mulDiv(Math.mulDiv(vega, WAD, spot), 1e6, below, Math.Rounding.Ceil);
        return uint32(Math.min(pips, type(uint32).max));
    }

    function _isActive(Leg memory leg) private view returns (bool) {
        return _optionToken.getOptionPosition(leg.positionId).state == ACTIVE;
    }

    function _spotPrice() private view returns (uint256) {
        return _spot.getSpotPriceForMarket(address(_market));
    }

    function _typeOf(bool isCall, bool isWritten) private pure returns (LyraOptionType) {
        if (isWritten) return isCall ? LyraOptionType.ShortCallQuote : LyraOptionType.ShortPutQuote;
        return isCall ? LyraOptionType.LongCall : LyraOptionType.LongPut;
    }

    /// Dollars a unit with 18 decimals into quote's smallest units for 1e18 of the risky token's.
    function _ourPrice(uint256 price) private view returns (uint256) {
        return Math.mulDiv(price, _quoteUnit, _riskyUnit);
    }

    function _ourAmount(uint256 amount, Math.Rounding rounding) private view returns (uint256) {
        return Math.mulDiv(amount, _quoteUnit, WAD, rounding);
    }

    function _theirAmount(uint256 amountQuote) private view returns (uint256) {
        return Math.mulDiv(amountQuote, WAD, _quoteUnit);
    }
}
