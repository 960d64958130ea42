// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IPortfolio} from "../interfaces/IPortfolio.sol";
import {IRebalancingVault, Mode, Plan, VaultSettings} from "../interfaces/IRebalancingVault.sol";
import {Status} from "../interfaces/IRiskParameters.sol";
import {Reason} from "../interfaces/IVault.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {PoolPrice} from "./PoolPrice.sol";
import {RebalanceMath} from "./RebalanceMath.sol";
import {SettingsLib} from "./SettingsLib.sol";
import {SpotTrading} from "./SpotTrading.sol";
import {VaultBase} from "./VaultBase.sol";
import {VaultShares} from "./VaultShares.sol";

/// The reference protocol: keeps a weight, exactly as the parameters of one market say, and owes what floor it has
/// promised.
contract RebalancingVault is IRebalancingVault, VaultShares, SpotTrading {
    /// What the vault holds, in the tokens' smallest units, and what it is worth in quote, rounded down.
    struct Holdings {
        uint256 quoteBalance;
        uint256 riskyBalance;
        uint256 riskyQuote;
        uint256 navQuote;
    }

    /// What a trade moved, and what it cost, at the spot price before it.
    struct Fill {
        uint256 riskyAmount;
        uint256 quoteAmount;
        uint256 costQuote;
    }

    uint256 private constant ONE_PIPS = 1e6;

    Mode private immutable _mode;
    uint32 private immutable _weightPips;
    uint32 private immutable _floorPips;

    /// @inheritdoc IRebalancingVault
    uint256 public floorQuote;

    /// @param name_ Name of the share token.
    /// @param symbol_ Symbol of the share token.
    /// @param settings_ See `VaultSettings`; reverts as SettingsLib does.
    constructor(
        string memory name_,
        string memory symbol_,
        VaultSettings memory settings_
    )
        ERC20(name_, symbol_)
        VaultBase(SettingsLib.baseOf(settings_))
        VaultShares(settings_.quoteToken, SettingsLib.spreadPips(settings_))
    {
        _mode = settings_.mode;
        _weightPips = settings_.weightPips;
        _floorPips = settings_.floorPips;
    }

    /// @inheritdoc IRebalancingVault
    function rebalance() external nonReentrant returns (uint256 amountIn, uint256 amountOut) {
        (Plan memory plan, Holdings memory held) = _plan();
        require(plan.reason == Reason.None, RebalanceRefused(plan.reason));
        Fill memory fill = _execute(plan, held);
        return plan.sellsRisky ? (fill.riskyAmount, fill.quoteAmount) : (fill.quoteAmount, fill.riskyAmount);
    }

    /// @inheritdoc IRebalancingVault
    function previewRebalance() external view nonReentrantView returns (Plan memory plan) {
        (plan, ) = _plan();
    }

    /// @inheritdoc IRebalancingVault
    function portfolioFigures()
        public
        view
        virtual
        override(IPortfolio, IRebalancingVault)
        nonReentrantView
        returns (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec)
    {
        Holdings memory held = _valueAt(_meanPrice());
        return (SafeCast.toUint64(Math.mulDiv(held.navQuote, 1e6, _quoteUnit)), _curvaturePips(held), 0);
    }

    /// @inheritdoc IRebalancingVault
    function previewRedeemInKind(
        uint256 shares
    ) external view nonReentrantView returns (uint256 quoteAmount, uint256 riskyAmount) {
        return _inKind(shares, totalSupply() + VIRTUAL_SHARES);
    }

    /// @inheritdoc IRebalancingVault
    function settings() external view returns (VaultSettings memory) {
        return
            VaultSettings({
                riskParameters: _riskParameters,
                marketId: _marketId,
                factory: _factory,
                quoteToken: address(_quote),
                riskyToken: address(_risky),
                poolFeePips: _poolFeePips,
                mode: _mode,
                weightPips: _weightPips,
                floorPips: _floorPips,
                epochSec: _epochSec,
                slippageCapPips: _slippageCapPips,
                twapWindowSec: _twapWindowSec,
                maxDeviationPips: _maxDeviationPips
            });
    }

    /// Swaps what is planned.
    function _execute(Plan memory plan, Holdings memory held) internal virtual returns (Fill memory fill) {
        (uint256 amountIn, uint256 amountOut) = _swap(plan.sellsRisky, plan.amountIn, plan.sqrtPriceLimitX96, "");
        // A pool without liquidity up to the price limit takes nothing, and gives nothing.
        require(amountIn != 0, RebalanceRefused(Reason.TradeTooSmall));
        _noteTrade(amountIn, plan.amountIn);
        (fill.riskyAmount, fill.quoteAmount) = plan.sellsRisky ? (amountIn, amountOut) : (amountOut, amountIn);
        fill.costQuote = _requireFairSwap(plan.sellsRisky, amountIn, amountOut, plan.spotSqrtPriceX96);
        _emitRebalanced(plan, held, fill);
    }

    /// `held` is only filled in where there is a price.
    function _plan() internal view virtual returns (Plan memory plan, Holdings memory held) {
        Parameters memory values;
        (values, plan.status, ) = _riskParameters.parameters(_marketId);
        plan.bandPips = values.bandPips;
        plan.elapsedSec = uint40(block.timestamp) - lastRebalanceAt;
        plan.reason = Reason.NoParameters;
        if (plan.status == Status.Unknown) return (plan, held);

        (plan.reason, plan.spotSqrtPriceX96, plan.meanSqrtPriceX96) = _readMarket();
        if (plan.reason != Reason.None) return (plan, held);
        held = _valueAt(plan.meanSqrtPriceX96);
        plan.reason = _steer(plan, values, held);
        if (plan.reason != Reason.None) return (plan, held);

        _size(plan, values, held);
        if (plan.amountIn == 0) {
            plan.reason = Reason.TradeTooSmall;
            return (plan, held);
        }
        plan.sqrtPriceLimitX96 = _priceLimit(plan.sellsRisky, plan.spotSqrtPriceX96);
    }

    /// Fills in where the weight is and where it should be, and tells whether it is time to trade.
    function _steer(
        Plan memory plan,
        Parameters memory values,
        Holdings memory held
    ) private view returns (Reason reason) {
        plan.navQuote = held.navQuote;
        if (held.navQuote == 0) return Reason.Empty;

        plan.weightPips = RebalanceMath.weightPips(held.riskyQuote, held.navQuote);
        (plan.targetWeightPips, plan.isCut) = _target(held, values.cppiMultiplierE3);
        // Both weights are at most 1e6.
        plan.driftPips = uint32(RebalanceMath.distance(plan.weightPips, plan.targetWeightPips));
        if (!plan.isCut) {
            // Bounded one by one, return may lie above band.
            plan.returnPips = uint32(Math.min(values.returnPips, values.bandPips));
            if (plan.driftPips <= values.bandPips) return Reason.InsideBand;
            if (plan.elapsedSec < _epochSec) return Reason.TooSoon;
        }
        // The cap is for one trade: without this line two in one block would move the price twice as far.
        return _lastTradeAt == block.timestamp ? Reason.TooSoon : Reason.None;
    }

    /// The weight to steer to, and whether the exposure is above what the floor allows.
    function _target(Holdings memory held, uint16 multiplierE3) private view returns (uint32 weightPips, bool isCut) {
        if (_mode == Mode.ConstantMix) return (_weightPips, false);
        uint256 exposureQuote = RebalanceMath.cppiExposureQuote(held.navQuote, floorQuote, multiplierE3);
        // More than all is no weight; at most `_weightPips` in the end.
        uint32 allowedPips = RebalanceMath.weightPips(Math.min(exposureQuote, held.navQuote), held.navQuote);
        return (uint32(Math.min(allowedPips, _weightPips)), held.riskyQuote > exposureQuote);
    }

    /// Fills in how much is traded, and which way.
    function _size(Plan memory plan, Parameters memory values, Holdings memory held) private view {
        uint256 targetQuote = Math.mulDiv(held.navQuote, plan.targetWeightPips, ONE_PIPS);
        uint256 excessQuote = RebalanceMath.excessQuote(
            RebalanceMath.distance(held.riskyQuote, targetQuote),
            held.navQuote,
            plan.returnPips
        );
        plan.tradeQuote = Math.min(
            plan.isCut
                ? excessQuote
                : RebalanceMath.tradeQuote(excessQuote, held.navQuote, values, plan.elapsedSec, _epochSec),
            values.maxTradeUsd * _quoteUnit
        );
        plan.sellsRisky = held.riskyQuote > targetQuote;
        plan.amountIn =
            plan.sellsRisky ? Math.mulDiv(held.riskyBalance, plan.tradeQuote, held.riskyQuote) : plan.tradeQuote;
    }

    function _curvaturePips(Holdings memory held) private view returns (uint32) {
        if (_mode == Mode.ConstantMix) return RebalanceMath.constantMixCurvaturePips(_weightPips);
        (Parameters memory values, , ) = _riskParameters.parameters(_marketId);
        return RebalanceMath.cppiCurvaturePips(held.riskyQuote, held.navQuote, values.cppiMultiplierE3);
    }

    function _emitRebalanced(Plan memory plan, Holdings memory held, Fill memory fill) private {
        emit Rebalanced({
            caller: msg.sender,
            status: plan.status,
            soldRisky: plan.sellsRisky,
            weightBeforePips: plan.weightPips,
            weightAfterPips: _weightAfterPips(plan, held, fill),
            targetWeightPips: plan.targetWeightPips,
            bandPips: plan.bandPips,
            elapsedSec: plan.elapsedSec,
            riskyAmount: fill.riskyAmount,
            quoteAmount: fill.quoteAmount,
            costQuote: fill.costQuote,
            impactPips: _impactPips(plan.spotSqrtPriceX96),
            navQuote: plan.navQuote,
            returnPips: plan.returnPips,
            isCut: plan.isCut
        });
    }

    /// How far the spot price is from what it was, rounded up.
    function _impactPips(uint160 spotBeforeX96) private view returns (uint32) {
        (uint160 spotAfterX96, , , , , , ) = _pool.slot0();
        return uint32(PoolPrice.deviationPips(spotBeforeX96, spotAfterX96)); // measured up to 300 %, which fits
    }

    /// From the amounts traded: to ask both tokens again would cost 2,000 gas.
    function _weightAfterPips(Plan memory plan, Holdings memory held, Fill memory fill) private view returns (uint32) {
        (uint256 quoteBalance, uint256 riskyBalance) = plan.sellsRisky
            ? (held.quoteBalance + fill.quoteAmount, held.riskyBalance - fill.riskyAmount)
            : (held.quoteBalance - fill.quoteAmount, held.riskyBalance + fill.riskyAmount);
        uint256 riskyQuote = PoolPrice.quoteValueDown(riskyBalance, plan.meanSqrtPriceX96, _riskyIsToken0);
        return RebalanceMath.weightPips(riskyQuote, quoteBalance + riskyQuote);
    }

    function _deposit(address caller, address receiver, uint256 assets, uint256 shares) internal virtual override {
        super._deposit(caller, receiver, assets, shares);
        if (_floorPips != 0) floorQuote += Math.mulDiv(assets, _floorPips, ONE_PIPS, Math.Rounding.Ceil);
    }

    /// Whoever leaves burns shares, in whichever way he leaves, and takes their part of the floor along. The virtual
    /// shares have no part in it: after the last holder there is no floor. Rounded up: the safer side.
    function _update(address from, address to, uint256 shares) internal virtual override {
        super._update(from, to, shares);
        if (_floorPips == 0 || to != address(0) || floorQuote == 0) return;
        uint256 left = totalSupply();
        floorQuote = Math.mulDiv(floorQuote, left, left + shares, Math.Rounding.Ceil);
    }

    function _takeOut(
        uint256 shares,
        uint256 supply
    ) internal view override returns (uint256 quoteAmount, uint256 riskyAmount) {
        return _inKind(shares, supply);
    }

    function _navBetween(
        uint160 lowerX96,
        uint160 higherX96
    ) internal view override returns (uint256 leastQuote, uint256 mostQuote) {
        (uint256 quoteBalance, uint256 riskyBalance) = _balances();
        (uint160 cheapX96, uint160 dearX96) = _riskyIsToken0 ? (lowerX96, higherX96) : (higherX96, lowerX96);
        leastQuote = quoteBalance + PoolPrice.quoteValueDown(riskyBalance, cheapX96, _riskyIsToken0);
        mostQuote = quoteBalance + PoolPrice.quoteValueUp(riskyBalance, dearX96, _riskyIsToken0);
    }

    /// What is held, valued at a price.
    function _valueAt(uint160 priceX96) internal view returns (Holdings memory held) {
        (held.quoteBalance, held.riskyBalance) = _balances();
        held.riskyQuote = PoolPrice.quoteValueDown(held.riskyBalance, priceX96, _riskyIsToken0);
        held.navQuote = held.quoteBalance + held.riskyQuote;
    }

    function _inKind(uint256 shares, uint256 supply) private view returns (uint256 quoteAmount, uint256 riskyAmount) {
        (uint256 quoteBalance, uint256 riskyBalance) = _balances();
        return (Math.mulDiv(quoteBalance, shares, supply), Math.mulDiv(riskyBalance, shares, supply));
    }
}
