// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20, IERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRebalancingVault, Mode, Plan, Reason, VaultSettings} from "../interfaces/IRebalancingVault.sol";
import {IRiskParameters, Status} from "../interfaces/IRiskParameters.sol";
import {IUniswapV3Factory} from "../interfaces/IUniswapV3Factory.sol";
import {IUniswapV3SwapCallback} from "../interfaces/IUniswapV3SwapCallback.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {PoolPrice} from "./PoolPrice.sol";
import {RebalanceMath} from "./RebalanceMath.sol";
import {VaultShares} from "./VaultShares.sol";

/// The reference protocol: trades exactly as the parameters of one market say.
///
/// Nothing here can be set after construction and nobody has a role. The limits that depositors signed up for (cap,
/// window, deviation, epoch) are therefore immutable; what token holders vote on reaches the vault through
/// `parameters` alone. A vote that changes the policy's `epochSec` changes the meaning of the aggressiveness: it has to
/// scale the bounds of the aggressiveness with it, or come with a new vault.
contract RebalancingVault is VaultShares, IUniswapV3SwapCallback {
    using SafeERC20 for IERC20;

    uint256 private constant ONE_PIPS = 1e6;

    IRiskParameters private immutable _riskParameters;
    bytes32 private immutable _marketId;
    IUniswapV3Factory private immutable _factory;
    uint24 private immutable _poolFeePips;
    Mode private immutable _mode;
    uint32 private immutable _weightPips;
    uint32 private immutable _epochSec;
    uint32 private immutable _slippageCapPips;

    /// @inheritdoc IRebalancingVault
    uint40 public lastRebalanceAt;
    /// Unix seconds of the last trade, a crumb too. Both share one slot.
    uint40 private _lastTradeAt;

    /// @param name_ Name of the share token.
    /// @param symbol_ Symbol of the share token.
    /// @param settings_ See `VaultSettings`; reverts as SettingsLib.validate does.
    constructor(
        string memory name_,
        string memory symbol_,
        VaultSettings memory settings_
    ) ERC20(name_, symbol_) VaultShares(settings_) {
        _riskParameters = settings_.riskParameters;
        _marketId = settings_.marketId;
        _factory = settings_.factory;
        _poolFeePips = settings_.poolFeePips;
        _mode = settings_.mode;
        _weightPips = settings_.weightPips;
        _epochSec = settings_.epochSec;
        _slippageCapPips = settings_.slippageCapPips;
        lastRebalanceAt = uint40(block.timestamp); // 40 bits last until the year 36812
    }

    /// @inheritdoc IRebalancingVault
    function rebalance() external nonReentrant returns (uint256 amountIn, uint256 amountOut) {
        (Plan memory plan, Holdings memory held) = _plan();
        require(plan.reason == Reason.None, RebalanceRefused(plan.reason));
        (amountIn, amountOut) = _swap(plan);
        // A pool without liquidity up to the price limit takes nothing, and gives nothing.
        require(amountIn != 0, RebalanceRefused(Reason.TradeTooSmall));
        _lastTradeAt = uint40(block.timestamp);
        // Whoever takes the liquidity away for a moment lets the vault trade a crumb. That must not cost it an epoch.
        if (amountIn >= Math.ceilDiv(plan.amountIn, 2)) lastRebalanceAt = uint40(block.timestamp);
        uint256 costQuote = _checkCost(plan, amountIn, amountOut);
        _emitRebalanced(plan, held, amountIn, amountOut, costQuote);
    }

    /// @inheritdoc IUniswapV3SwapCallback
    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata) external {
        // The pool calls back whoever called its swap, and only `_swap` does so here: what it asks for is what it sold.
        require(msg.sender == address(_pool), NotThePool(msg.sender));
        bool owesToken0 = amount0Delta > 0;
        IERC20 token = owesToken0 == _riskyIsToken0 ? _risky : _quote;
        token.safeTransfer(msg.sender, uint256(owesToken0 ? amount0Delta : amount1Delta));
    }

    /// @inheritdoc IRebalancingVault
    function previewRebalance() external view nonReentrantView returns (Plan memory plan) {
        (plan, ) = _plan();
    }

    /// @inheritdoc IRebalancingVault
    function portfolioFigures()
        external
        view
        nonReentrantView
        returns (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec)
    {
        Holdings memory held = _valueAt(_meanPrice());
        return (SafeCast.toUint64(Math.mulDiv(held.navQuote, 1e6, _quoteUnit)), _curvaturePips(held), 0);
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

    /// `held` is only filled in where there is a price.
    function _plan() private view returns (Plan memory plan, Holdings memory held) {
        Parameters memory values;
        (values, plan.status, ) = _riskParameters.parameters(_marketId);
        plan.bandPips = values.bandPips;
        plan.elapsedSec = uint40(block.timestamp) - lastRebalanceAt;
        plan.reason = Reason.NoParameters;
        if (plan.status == Status.Unknown) return (plan, held);

        (plan.reason, plan.spotSqrtPriceX96, plan.meanSqrtPriceX96) = _readPrice();
        if (plan.reason != Reason.None) return (plan, held);
        held = _valueAt(plan.meanSqrtPriceX96);
        plan.reason = _steer(plan, values, held);
        if (plan.reason != Reason.None) return (plan, held);

        _size(plan, values, held);
        if (plan.amountIn == 0) {
            plan.reason = Reason.TradeTooSmall;
            return (plan, held);
        }
        plan.sqrtPriceLimitX96 = PoolPrice.sqrtPriceLimitX96(
            plan.spotSqrtPriceX96,
            _zeroForOne(plan),
            _slippageCapPips
        );
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

    function _zeroForOne(Plan memory plan) private view returns (bool) {
        return plan.sellsRisky == _riskyIsToken0;
    }

    function _swap(Plan memory plan) private returns (uint256 amountIn, uint256 amountOut) {
        bool zeroForOne = _zeroForOne(plan);
        (int256 amount0, int256 amount1) = _pool.swap(
            address(this),
            zeroForOne,
            SafeCast.toInt256(plan.amountIn),
            plan.sqrtPriceLimitX96,
            ""
        );
        // The pool pays out one side and is paid the other: the signs are known.
        return zeroForOne ? (uint256(amount0), uint256(-amount1)) : (uint256(amount1), uint256(-amount0));
    }

    /// Reverts with CostTooHigh if the trade cost more than the pool's fee and the cap, at the spot price before it.
    function _checkCost(
        Plan memory plan,
        uint256 amountIn,
        uint256 amountOut
    ) private view returns (uint256 costQuote) {
        (uint256 givenQuote, uint256 receivedQuote) = plan.sellsRisky
            ? (PoolPrice.quoteValueUp(amountIn, plan.spotSqrtPriceX96, _riskyIsToken0), amountOut)
            : (amountIn, PoolPrice.quoteValueDown(amountOut, plan.spotSqrtPriceX96, _riskyIsToken0));
        uint256 leastPips = ONE_PIPS - _poolFeePips - _slippageCapPips;
        uint256 minReceivedQuote = Math.mulDiv(givenQuote, leastPips, ONE_PIPS, Math.Rounding.Ceil);
        require(receivedQuote >= minReceivedQuote, CostTooHigh(receivedQuote, minReceivedQuote));
        return Math.saturatingSub(givenQuote, receivedQuote);
    }

    function _emitRebalanced(
        Plan memory plan,
        Holdings memory held,
        uint256 amountIn,
        uint256 amountOut,
        uint256 costQuote
    ) private {
        (uint160 spotAfterX96, , , , , , ) = _pool.slot0();
        (uint256 quoteAmount, uint256 riskyAmount) = plan.sellsRisky ? (amountOut, amountIn) : (amountIn, amountOut);
        emit Rebalanced({
            caller: msg.sender,
            status: plan.status,
            soldRisky: plan.sellsRisky,
            weightBeforePips: plan.weightPips,
            weightAfterPips: _weightAfterPips(plan, held, riskyAmount, quoteAmount),
            targetWeightPips: plan.targetWeightPips,
            bandPips: plan.bandPips,
            elapsedSec: plan.elapsedSec,
            riskyAmount: riskyAmount,
            quoteAmount: quoteAmount,
            costQuote: costQuote,
            // Measured up to 300 %, which fits.
            impactPips: uint32(PoolPrice.deviationPips(plan.spotSqrtPriceX96, spotAfterX96)),
            navQuote: plan.navQuote,
            returnPips: plan.returnPips,
            isCut: plan.isCut
        });
    }

    /// From the amounts traded: to ask both tokens again would cost 2,000 gas.
    function _weightAfterPips(
        Plan memory plan,
        Holdings memory held,
        uint256 riskyAmount,
        uint256 quoteAmount
    ) private view returns (uint32) {
        (uint256 quoteBalance, uint256 riskyBalance) = plan.sellsRisky
            ? (held.quoteBalance + quoteAmount, held.riskyBalance - riskyAmount)
            : (held.quoteBalance - quoteAmount, held.riskyBalance + riskyAmount);
        uint256 riskyQuote = PoolPrice.quoteValueDown(riskyBalance, plan.meanSqrtPriceX96, _riskyIsToken0);
        return RebalanceMath.weightPips(riskyQuote, quoteBalance + riskyQuote);
    }
}
