// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {CarryStanding, CarryVaultSettings, ICarryVault} from "../interfaces/ICarryVault.sol";
import {Action} from "../interfaces/IPositionVault.sol";
import {Reason} from "../interfaces/IVault.sol";
import {LeverageLib} from "../libraries/LeverageLib.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {CarryTerms} from "./CarryTerms.sol";
import {PerpTrading} from "./PerpTrading.sol";
import {PoolPrice} from "./PoolPrice.sol";
import {PositionShares} from "./PositionShares.sol";
import {PositionVault} from "./PositionVault.sol";
import {SpotTrading} from "./SpotTrading.sol";
import {VaultBase} from "./VaultBase.sol";
import {VaultShares} from "./VaultShares.sol";

/// The risky token, and as many units of its perpetual sold, under isolated margin.
contract CarryVault is ICarryVault, PositionShares, SpotTrading, PerpTrading {
    /// What the vault holds and has sold, and what that is worth at one price. `freeQuote`: of what lies idle, what is
    /// not left for exits.
    struct Legs {
        uint256 spotRisky;
        uint256 shortRisky;
        uint256 idleQuote;
        uint256 freeQuote;
        uint256 marginQuote;
        uint256 spotQuote;
        uint256 shortQuote;
        uint256 navQuote;
    }

    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant ONE_E3 = 1e3;
    uint256 private constant MOST_RATIO_E3 = 2_500; // of the full one, as the backtester's
    uint256 private constant LOOSE_PIPS = 1_000; // 0.1 % of the net value
    uint256 private constant PERP_LEG = 1;

    uint32 private immutable _topUpPips;
    uint32 private immutable _reservePips;
    uint32 private immutable _maxLeverageE3;
    uint32 private immutable _idlePips;

    /// @param name_ Name of the share token.
    /// @param symbol_ Symbol of the share token.
    /// @param settings_ See `CarryVaultSettings`; reverts as SettingsLib does, and with AlreadyBound.
    constructor(
        string memory name_,
        string memory symbol_,
        CarryVaultSettings memory settings_
    )
        ERC20(name_, symbol_)
        VaultBase(settings_.base)
        VaultShares(settings_.base.quoteToken, CarryTerms.spreadPips(settings_))
        PerpTrading(settings_.perp)
    {
        _topUpPips = settings_.topUpPips;
        _reservePips = settings_.reservePips;
        _maxLeverageE3 = settings_.maxLeverageE3;
        _idlePips = settings_.idlePips;
    }

    /// @inheritdoc ICarryVault
    function closePart(uint256 shares, uint256 supply) external returns (uint256 freedQuote) {
        require(msg.sender == address(this), NotItself(msg.sender));
        return _closePerpPart(shares, supply);
    }

    /// @inheritdoc ICarryVault
    function standing() external view nonReentrantView returns (CarryStanding memory) {
        Legs memory legs = _legsAt(_meanPrice());
        uint256 leverageE3 = _leverageE3(_values());
        return
            CarryStanding({
                spotRisky: legs.spotRisky,
                shortRisky: legs.shortRisky,
                idleQuote: legs.idleQuote,
                marginQuote: legs.marginQuote,
                leverageE3: leverageE3,
                marginRatioPips: legs.shortQuote == 0
                    ? type(uint256).max
                    : Math.mulDiv(legs.marginQuote, ONE_PIPS, legs.shortQuote),
                topUpRatioPips: _topUpRatioPips(leverageE3),
                fullRatioPips: leverageE3 == 0 ? type(uint256).max : Math.ceilDiv(ONE_PIPS * ONE_E3, leverageE3)
            });
    }

    /// @inheritdoc ICarryVault
    function settings() external view returns (CarryVaultSettings memory) {
        return
            CarryVaultSettings({
                base: _baseSettings(),
                perp: _perp,
                topUpPips: _topUpPips,
                reservePips: _reservePips,
                maxLeverageE3: _maxLeverageE3,
                idlePips: _idlePips
            });
    }

    function _chore(uint160 meanX96) internal view override returns (Action) {
        if (meanX96 == 0) return Action.None;
        Legs memory legs = _legsAt(meanX96);
        // Of a margin that is lost already, more would be lost.
        if (legs.marginQuote == 0) return Action.None;
        uint256 leverageE3 = _leverageE3(_values());
        bool helps =
            _isShortOfMargin(legs, legs.marginQuote, leverageE3) &&
                !_isShortOfMargin(legs, legs.marginQuote + legs.freeQuote, leverageE3);
        return helps ? Action.TopUp : Action.None;
    }

    function _perform(Action, uint160, uint160 meanX96) internal override returns (uint256) {
        _addMargin(_legsAt(meanX96).freeQuote);
        return 0;
    }

    function _measure(uint160 priceX96, Parameters memory values) internal view override returns (Position memory at) {
        Legs memory legs = _legsAt(priceX96);
        at.navQuote = legs.navQuote;
        at.heldQuote = SafeCast.toInt256(legs.spotQuote);
        at.targetQuote = at.heldQuote;
        if (_isLoose(legs)) {
            // Spot without its short is sold, a short without its spot is bought back.
            at.urgentQuote = SafeCast.toInt256(legs.shortQuote) - at.heldQuote;
            at.targetQuote = at.heldQuote + at.urgentQuote;
            return at;
        }
        uint256 leverageE3 = _leverageE3(values);
        uint256 backingQuote = legs.marginQuote + legs.freeQuote;
        // What stays idle is not put to work.
        uint256 workingQuote = legs.spotQuote + backingQuote;
        uint256 fullQuote = LeverageLib.carryExposureQuote(workingQuote, leverageE3);
        if (_isShortOfMargin(legs, backingQuote, leverageE3)) {
            at.targetQuote = SafeCast.toInt256(Math.min(fullQuote, legs.spotQuote));
            at.urgentQuote = at.targetQuote - at.heldQuote;
        } else if (_isBeyondNeed(legs, backingQuote, leverageE3)) {
            uint256 mostQuote = legs.spotQuote + _affordableQuote(legs, leverageE3);
            at.targetQuote = SafeCast.toInt256(Math.min(fullQuote, mostQuote));
        }
    }

    function _trade(Order memory order) internal override returns (int256 tradedQuote, uint256 costQuote) {
        Legs memory legs = _legsAt(order.meanX96);
        uint256 spotBefore = legs.spotRisky;
        uint256 changeRisky = _riskyFor(SignedMath.abs(order.changeQuote), order.meanX96);
        if (!_isLoose(legs)) {
            costQuote = _tradeBoth(order, legs, changeRisky);
        } else if (order.changeQuote < 0) {
            uint256 looseRisky = Math.min(changeRisky, legs.spotRisky - legs.shortRisky);
            (legs.spotRisky, costQuote) = _changeSpot(legs.spotRisky, legs.spotRisky - looseRisky, order.spotX96);
        } else {
            uint256 looseRisky = Math.min(changeRisky, legs.shortRisky - legs.spotRisky);
            int256 filledRisky;
            (filledRisky, , costQuote) = _tradePerp(SafeCast.toInt256(looseRisky));
            return (_signedQuote(filledRisky, order.meanX96), costQuote);
        }
        tradedQuote = _signedQuote(SafeCast.toInt256(legs.spotRisky) - SafeCast.toInt256(spotBefore), order.meanX96);
    }

    function _unwind(
        uint256 shares,
        uint256 supply,
        bool skipsRefusals
    ) internal override returns (uint256 freedQuote, uint256 freedRisky, uint256 skippedLegs) {
        if (!skipsRefusals) return (_closePerpPart(shares, supply), 0, 0);
        try this.closePart(shares, supply) returns (uint256 freed) {
            return (freed, 0, 0);
        } catch {
            return (0, 0, PERP_LEG);
        }
    }

    function _navAt(uint160 priceX96, Math.Rounding rounding) internal view override returns (uint256) {
        (uint256 quoteBalance, uint256 riskyBalance) = _balances();
        (int256 sizeRisky, int256 cashQuote) = _perp.position();
        bool isDown = rounding == Math.Rounding.Floor;
        uint256 shortQuote = _quoteFor(_shortOf(sizeRisky), priceX96, !isDown);
        return quoteBalance + _quoteFor(riskyBalance, priceX96, isDown) + _marginOf(cashQuote, shortQuote);
    }

    function _askVenues(uint160 meanX96) internal view override(PerpTrading, PositionVault) returns (Reason) {
        return PerpTrading._askVenues(meanX96);
    }

    function _readMarket()
        internal
        view
        override(PositionShares, PositionVault, VaultBase)
        returns (Reason reason, uint160 spotX96, uint160 meanX96)
    {
        return PositionShares._readMarket();
    }

    /// Changes both legs by `changeRisky`, the perpetual first. What the pool then does not take, the perpetual takes
    /// back. Reverts with VenueRefused unless both are as large in the end.
    function _tradeBoth(Order memory order, Legs memory legs, uint256 changeRisky) private returns (uint256 costQuote) {
        uint256 keptQuote = legs.idleQuote - legs.freeQuote;
        uint256 wantedRisky;
        if (order.changeQuote < 0) {
            _settleMargin(keptQuote, 0);
            wantedRisky = Math.saturatingSub(legs.spotRisky, changeRisky);
        } else {
            wantedRisky = legs.spotRisky + _raiseQuote(keptQuote, changeRisky, order.spotX96);
        }
        costQuote = _changeShort(legs, wantedRisky);
        if (legs.shortRisky == legs.spotRisky) return costQuote;
        uint256 spotCostQuote;
        (legs.spotRisky, spotCostQuote) = _changeSpot(legs.spotRisky, legs.shortRisky, order.spotX96);
        costQuote += spotCostQuote;
        if (legs.shortRisky != legs.spotRisky) costQuote += _changeShort(legs, legs.spotRisky);
        legs.shortQuote = _quoteFor(legs.shortRisky, order.meanX96, false);
        legs.spotQuote = _quoteFor(legs.spotRisky, order.meanX96, true);
        require(!_isLoose(legs), VenueRefused(address(_perp)));
        _settleMargin(keptQuote, 0);
    }

    /// Brings the short to `wantedRisky`, as far as its venue fills.
    function _changeShort(Legs memory legs, uint256 wantedRisky) private returns (uint256 costQuote) {
        int256 shortRisky = SafeCast.toInt256(legs.shortRisky);
        int256 changeRisky = shortRisky - SafeCast.toInt256(wantedRisky);
        if (changeRisky == 0) return 0;
        int256 filledRisky;
        (filledRisky, , costQuote) = _tradePerp(changeRisky);
        legs.shortRisky = SafeCast.toUint256(shortRisky - filledRisky);
    }

    /// Brings the risky token held to `wantedRisky`, as far as the price limit allows.
    function _changeSpot(
        uint256 spotRisky,
        uint256 wantedRisky,
        uint160 spotX96
    ) private returns (uint256 spotAfterRisky, uint256 costQuote) {
        bool isSale = wantedRisky < spotRisky;
        uint160 limitX96 = _priceLimit(isSale, spotX96);
        (uint256 paid, uint256 received) = isSale
            ? _swap(true, spotRisky - wantedRisky, limitX96, "")
            : _swapFor(false, wantedRisky - spotRisky, limitX96, "");
        costQuote = _requireFairSwap(isSale, paid, received, spotX96);
        spotAfterRisky = isSale ? spotRisky - paid : spotRisky + received;
    }

    /// Gets the quote that buying `changeRisky` can cost at most, out of the margin if need be.
    /// @return What can be bought: `changeRisky`, or less if the venue does not let enough go.
    function _raiseQuote(uint256 keptQuote, uint256 changeRisky, uint160 spotX96) private returns (uint256) {
        uint256 leastPips = ONE_PIPS - _poolFeePips - _slippageCapPips;
        uint256 neededQuote = Math.mulDiv(
            _quoteFor(changeRisky, spotX96, false),
            ONE_PIPS,
            leastPips,
            Math.Rounding.Ceil
        );
        _settleMargin(keptQuote, neededQuote);
        uint256 raisedQuote = Math.saturatingSub(_quote.balanceOf(address(this)), keptQuote);
        return raisedQuote < neededQuote ? Math.mulDiv(changeRisky, raisedQuote, neededQuote) : changeRisky;
    }

    /// Leaves `neededQuote` besides `keptQuote` in the vault, as far as the venue lets margin go; the rest is margin.
    function _settleMargin(uint256 keptQuote, uint256 neededQuote) private {
        if (_isLost()) return;
        uint256 freeQuote = Math.saturatingSub(_quote.balanceOf(address(this)), keptQuote);
        if (freeQuote >= neededQuote) return _addMargin(freeQuote - neededQuote);
        uint256 removedQuote = Math.min(neededQuote - freeQuote, _perp.freeMarginQuote());
        if (removedQuote != 0) _removeMargin(removedQuote);
    }

    function _legsAt(uint160 priceX96) private view returns (Legs memory legs) {
        (legs.idleQuote, legs.spotRisky) = _balances();
        (int256 sizeRisky, int256 cashQuote) = _perp.position();
        legs.shortRisky = _shortOf(sizeRisky);
        legs.spotQuote = _quoteFor(legs.spotRisky, priceX96, true);
        legs.shortQuote = _quoteFor(legs.shortRisky, priceX96, false);
        legs.marginQuote = _marginOf(cashQuote, legs.shortQuote);
        legs.navQuote = legs.idleQuote + legs.spotQuote + legs.marginQuote;
        uint256 keptQuote = Math.mulDiv(legs.navQuote, _idlePips, ONE_PIPS, Math.Rounding.Ceil);
        legs.freeQuote = Math.saturatingSub(legs.idleQuote, keptQuote);
    }

    /// What more can be held: its spot paid, fees and cap of both legs, and the least margin, out of what is free.
    function _affordableQuote(Legs memory legs, uint256 leverageE3) private view returns (uint256) {
        uint256 costPips = CarryTerms.costPips(_poolFeePips, _perp.feePips(), _slippageCapPips);
        uint256 wholePips = ONE_PIPS + costPips + _topUpRatioPips(leverageE3);
        return Math.mulDiv(legs.freeQuote + _perp.freeMarginQuote(), ONE_PIPS, wholePips);
    }

    function _leverageE3(Parameters memory values) private view returns (uint256) {
        uint256 leastPips = uint256(_perp.maintenancePips()) + _reservePips;
        return Math.min(_maxLeverageE3, LeverageLib.carryLeverageE3(values.guardPips, leastPips, _topUpPips));
    }

    /// Whether backing / short < topUp / L.
    function _isShortOfMargin(Legs memory legs, uint256 backingQuote, uint256 leverageE3) private view returns (bool) {
        return backingQuote * leverageE3 * ONE_PIPS < legs.shortQuote * _topUpPips * ONE_E3;
    }

    /// Whether backing / short > 2.5 / L.
    function _isBeyondNeed(Legs memory legs, uint256 backingQuote, uint256 leverageE3) private pure returns (bool) {
        return backingQuote * leverageE3 > legs.shortQuote * MOST_RATIO_E3;
    }

    /// topUp / L, rounded up; without leverage the type's maximum of 32 bits.
    function _topUpRatioPips(uint256 leverageE3) private view returns (uint256) {
        return leverageE3 == 0 ? type(uint32).max : Math.ceilDiv(_topUpPips * ONE_E3, leverageE3);
    }

    /// Whether one leg is larger than the other by more than may wait.
    function _isLoose(Legs memory legs) private pure returns (bool) {
        uint256 looseQuote = SignedMath.abs(int256(legs.spotQuote) - int256(legs.shortQuote));
        return looseQuote * ONE_PIPS > legs.navQuote * LOOSE_PIPS;
    }

    /// Whether the short has lost all of its margin at the venue's price: what is paid in then is the venue's.
    function _isLost() private view returns (bool) {
        (int256 sizeRisky, int256 cashQuote) = _perp.position();
        uint256 worthQuote = Math.mulDiv(_shortOf(sizeRisky), _perp.markPriceWad(), 1e18, Math.Rounding.Ceil);
        return worthQuote != 0 && _marginOf(cashQuote, worthQuote) == 0;
    }

    /// What is lost beyond the margin is the venue's.
    function _marginOf(int256 cashQuote, uint256 shortQuote) private pure returns (uint256) {
        int256 marginQuote = cashQuote - SafeCast.toInt256(shortQuote);
        return marginQuote > 0 ? uint256(marginQuote) : 0;
    }

    function _quoteFor(uint256 amountRisky, uint160 priceX96, bool isDown) private view returns (uint256) {
        return
            isDown
                ? PoolPrice.quoteValueDown(amountRisky, priceX96, _riskyIsToken0)
                : PoolPrice.quoteValueUp(amountRisky, priceX96, _riskyIsToken0);
    }

    /// Risky token for an amount of quote, rounded down.
    function _riskyFor(uint256 amountQuote, uint160 priceX96) private view returns (uint256) {
        return PoolPrice.quoteValueDown(amountQuote, priceX96, !_riskyIsToken0);
    }

    function _signedQuote(int256 amountRisky, uint160 priceX96) private view returns (int256) {
        int256 amountQuote = SafeCast.toInt256(_quoteFor(SignedMath.abs(amountRisky), priceX96, true));
        return amountRisky < 0 ? -amountQuote : amountQuote;
    }
}
