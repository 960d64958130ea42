// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {HedgedOptionsVaultSettings, IHedgedOptionsVault} from "../interfaces/IHedgedOptionsVault.sol";
import {Action, Due} from "../interfaces/IPositionVault.sol";
import {Reason} from "../interfaces/IVault.sol";
import {IVaultRequests} from "../interfaces/IVaultRequests.sol";
import {IPriceFeed} from "../interfaces/prices/IPriceFeed.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {OptionBook} from "./OptionBook.sol";
import {PerpTrading} from "./PerpTrading.sol";
import {PoolPrice} from "./PoolPrice.sol";
import {PositionVault} from "./PositionVault.sol";
import {SettingsLib} from "./SettingsLib.sol";
import {VaultBase} from "./VaultBase.sol";
import {VaultRequests} from "./VaultRequests.sol";

/// See IHedgedOptionsVault.
contract HedgedOptionsVault is IHedgedOptionsVault, OptionBook, PerpTrading, VaultRequests {
    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant WAD = 1e18;
    /// What the model takes.
    uint256 private constant MAX_CURVATURE_PIPS = 1e8;
    /// Of a whole quote token: what a venue may keep of a closed hedge by its rounding.
    uint256 private constant DUST_PARTS = 100;

    uint32 private immutable _marginPips;
    uint32 private immutable _graceSec;
    IPriceFeed private immutable _priceFeed;
    /// One whole risky token, in its smallest unit.
    uint256 private immutable _riskyUnit;
    /// Margin is, or may be, with the perpetual's venue.
    bool private _isHedged;
    /// The signed price that the call under way acts on, as a root; 0: none.
    uint160 private transient _signedX96;

    /// Reverts as SettingsLib.validateBase does, with OutOfDomain, and with AlreadyBound.
    constructor(
        string memory name,
        string memory symbol,
        HedgedOptionsVaultSettings memory settings_
    ) ERC20(name, symbol) VaultBase(settings_.base) PerpTrading(settings_.perp) OptionBook(settings_) {
        SettingsLib.requireWithin("marginPips", settings_.marginPips, 1, ONE_PIPS);
        SettingsLib.requireWithin("graceSec", settings_.graceSec, 1 hours, 90 days);
        (_marginPips, _graceSec) = (settings_.marginPips, settings_.graceSec);
        _priceFeed = settings_.priceFeed;
        _riskyUnit = 10 ** IERC20Metadata(settings_.base.riskyToken).decimals();
    }

    /// Only `act` needs the guard: what comes before touches nothing of the vault.
    /// @inheritdoc IHedgedOptionsVault
    function actWithPrice(bytes calldata signedReport) external returns (Due memory done) {
        require(address(_priceFeed) != address(0), NoPriceFeed());
        if (signedReport.length != 0) _priceFeed.updateIfNewer(signedReport);
        (uint256 priceWad, , bool isFresh) = _priceFeed.latest();
        if (isFresh) _signedX96 = PoolPrice.sqrtPriceX96Of(priceWad * _quoteUnit, WAD * _riskyUnit, _riskyIsToken0);
        done = act();
        _signedX96 = 0;
    }

    /// @inheritdoc IHedgedOptionsVault
    function redeemInPart(
        uint256 shares,
        address receiver,
        address owner
    ) external nonReentrant returns (uint256 assets) {
        uint256 overdueAt = uint256(_expiryAt) + _graceSec;
        require(!_isFlat() && block.timestamp >= overdueAt, NotOverdue(overdueAt));
        if (msg.sender != owner) _spendAllowance(owner, msg.sender, shares);
        (Reason reason, , uint160 meanX96) = _readMarket();
        _settleWhatPays(reason == Reason.None ? meanX96 : 0);
        assets = Math.mulDiv(_freeQuote(), shares, totalSupply() + VIRTUAL_SHARES);
        _burn(owner, shares);
        _pay(receiver, assets);
        emit RedeemedInPart(owner, receiver, shares, assets);
    }

    /// @inheritdoc IHedgedOptionsVault
    function unhedge(uint160 meanX96) external returns (uint256 costQuote) {
        require(msg.sender == address(this), NotTheVaultItself(msg.sender));
        (int256 sizeRisky, int256 cashQuote) = _perp.position();
        if (sizeRisky != 0) {
            require(meanX96 != 0, PriceUnknown());
            // The cap is for one trade.
            require(_lastTradeAt != block.timestamp, RebalanceRefused(Reason.TooSoon));
            int256 filledRisky;
            (filledRisky, , costQuote) = _tradePerp(-sizeRisky);
            require(filledRisky != 0, RebalanceRefused(Reason.TradeTooSmall));
            _noteTrade(SignedMath.abs(filledRisky), SignedMath.abs(sizeRisky));
            if (filledRisky != -sizeRisky) return costQuote;
        }
        uint256 freeQuote = _perp.freeMarginQuote();
        if (freeQuote != 0) _removeMargin(freeQuote);
        (, cashQuote) = _perp.position();
        // A venue that keeps more than its rounding still owes it, and the vault is not flat.
        if (cashQuote < SafeCast.toInt256(_quoteUnit / DUST_PARTS)) _isHedged = false;
    }

    /// Between two rolls an estimate at the venues' marks. Reverts with PriceUnknown, and if a venue does not tell.
    /// @inheritdoc IVaultRequests
    function totalAssets() external view nonReentrantView returns (uint256) {
        return _isFlat() ? _freeQuote() : _measure(_meanPrice(), _values()).navQuote;
    }

    /// @inheritdoc IHedgedOptionsVault
    function expiryAt() external view returns (uint40) {
        return _expiryAt;
    }

    /// @inheritdoc IHedgedOptionsVault
    function settings() external view returns (HedgedOptionsVaultSettings memory settings_) {
        settings_.base = _baseSettings();
        settings_.perp = _perp;
        (settings_.marginPips, settings_.graceSec) = (_marginPips, _graceSec);
        settings_.priceFeed = _priceFeed;
        _tellTerms(settings_);
    }

    function _isFlat() internal view override returns (bool) {
        return _legs.length == 0 && !_isHedged;
    }

    function _chore(uint160 meanX96) internal view override returns (Action) {
        if (!_isFlat()) {
            if (block.timestamp < _expiryAt) return Action.None;
            // Without a price only options can be settled.
            return _legs.length == 0 && meanX96 == 0 ? Action.None : Action.Settle;
        }
        if (meanX96 == 0 || _freeQuoteOnceFilled() == 0) return Action.None;
        (bool isOffered, ) = _findOffers(_priceWad(meanX96));
        return isOffered ? Action.Roll : Action.None;
    }

    function _perform(Action action, uint160, uint160 meanX96) internal override returns (uint256 costQuote) {
        if (action == Action.Roll) return _roll(meanX96);
        bool isDone;
        (isDone, costQuote) = _settleWhatPays(meanX96);
        require(isDone, RebalanceRefused(Reason.VenueSilent));
    }

    function _measure(uint160 priceX96, Parameters memory) internal view override returns (Position memory at) {
        uint256 priceWad = _priceWad(priceX96);
        int256 worthQuote;
        int256 deltaRisky;
        int256 gammaCashRisky;
        if (_legs.length != 0) (deltaRisky, gammaCashRisky, worthQuote) = _readBook(priceWad);
        int256 navQuote = SafeCast.toInt256(_freeQuote()) + worthQuote;
        if (_isHedged) {
            (int256 sizeRisky, int256 cashQuote) = _perp.position();
            at.heldQuote = _worthDown(sizeRisky, priceWad);
            // What is lost beyond the margin is the venue's.
            navQuote += SignedMath.max(0, cashQuote + at.heldQuote - (sizeRisky < 0 ? int256(1) : int256(0)));
        }
        at.targetQuote = -_worthDown(deltaRisky, priceWad);
        if (navQuote <= 0) return at;
        at.navQuote = uint256(navQuote);
        uint256 gammaQuote = SignedMath.abs(_worthDown(gammaCashRisky, priceWad));
        at.curvaturePips = uint32(
            Math.min(Math.mulDiv(gammaQuote, ONE_PIPS, at.navQuote, Math.Rounding.Ceil), MAX_CURVATURE_PIPS)
        );
        at.horizonSec = uint32(_legs.length == 0 ? 0 : Math.saturatingSub(_expiryAt, block.timestamp));
    }

    function _trade(Order memory order) internal override returns (int256 tradedQuote, uint256 costQuote) {
        uint256 meanWad = _priceWad(order.meanX96);
        _fundHedge(meanWad);
        int256 sizeRisky = _sizeOf(order.changeQuote, meanWad);
        int256 filledRisky;
        (filledRisky, , costQuote) = _tradePerp(sizeRisky);
        tradedQuote = _worthDown(filledRisky, meanWad);
    }

    function _askVenues(uint160 meanX96) internal view override(PerpTrading, PositionVault) returns (Reason reason) {
        reason = super._askVenues(meanX96);
        // From the expiry on the options need no price.
        if (reason == Reason.None && (_isFlat() || block.timestamp < _expiryAt)) reason = _askOptions(meanX96);
    }

    /// With a signed price, that one takes the mean price's place, if neither that nor the spot price is too far away.
    function _readMarket()
        internal
        view
        override(PositionVault, VaultBase)
        returns (Reason reason, uint160 spotX96, uint160 meanX96)
    {
        uint160 signedX96 = _signedX96;
        if (signedX96 == 0) return PositionVault._readMarket();
        (reason, spotX96, meanX96) = VaultBase._readMarket();
        if (reason == Reason.PriceUnknown) return (reason, spotX96, meanX96);
        bool isNear =
            PoolPrice.deviationPips(signedX96, meanX96) <= _maxDeviationPips &&
                PoolPrice.deviationPips(signedX96, spotX96) <= _maxDeviationPips;
        reason = isNear ? _askVenues(signedX96) : Reason.PriceDeviates;
        meanX96 = signedX96;
    }

    function _freeQuote() internal view override(OptionBook, VaultRequests) returns (uint256) {
        return VaultRequests._freeQuote();
    }

    function _roll(uint160 meanX96) private returns (uint256 costQuote) {
        uint256 priceWad = _priceWad(meanX96);
        _fillRequests();
        costQuote = _openBook(priceWad);
        _isHedged = true;
        _fundHedge(priceWad);
        (int256 deltaRisky, , ) = _readBook(priceWad);
        // What votes allow at once; the rest is a trade like any other.
        int256 mostRisky = _sizeOf(SafeCast.toInt256(_values().maxTradeUsd * _quoteUnit), priceWad);
        int256 sizeRisky = SignedMath.max(-mostRisky, SignedMath.min(mostRisky, -deltaRisky));
        if (sizeRisky == 0) return costQuote;
        (int256 filledRisky, , uint256 hedgeCostQuote) = _tradePerp(sizeRisky);
        _noteTrade(SignedMath.abs(filledRisky), SignedMath.abs(deltaRisky));
        costQuote += hedgeCostQuote;
    }

    /// Each leg by itself: one that refuses does not keep the other's money.
    function _settleWhatPays(uint160 meanX96) private returns (bool isDone, uint256 costQuote) {
        if (_legs.length != 0) isDone = _settleOptions();
        if (!_isHedged) return (isDone, 0);
        try this.unhedge(meanX96) returns (uint256 hedgeCostQuote) {
            return (true, hedgeCostQuote);
        } catch {}
    }

    /// Brings the margin up to its share of what the vault has in quote; takes nothing back before the expiry.
    function _fundHedge(uint256 priceWad) private {
        (int256 sizeRisky, int256 cashQuote) = _perp.position();
        uint256 netQuote = uint256(SignedMath.max(0, cashQuote + _worthDown(sizeRisky, priceWad)));
        // Of a margin that is lost already, more would be lost.
        if (netQuote == 0 && sizeRisky != 0) return;
        uint256 freeQuote = _freeQuote();
        uint256 wantedQuote = Math.mulDiv(freeQuote + netQuote, _marginPips, ONE_PIPS);
        if (wantedQuote > netQuote) _addMargin(Math.min(wantedQuote - netQuote, freeQuote));
    }

    /// Worth of a signed size at a price, towards 0.
    function _worthDown(int256 sizeRisky, uint256 priceWad) private pure returns (int256) {
        int256 worth = SafeCast.toInt256(Math.mulDiv(SignedMath.abs(sizeRisky), priceWad, WAD));
        return sizeRisky < 0 ? -worth : worth;
    }

    /// Size of a signed worth at a price, towards 0.
    function _sizeOf(int256 worthQuote, uint256 priceWad) private pure returns (int256) {
        int256 size = SafeCast.toInt256(Math.mulDiv(SignedMath.abs(worthQuote), WAD, priceWad));
        return worthQuote < 0 ? -size : size;
    }
}
