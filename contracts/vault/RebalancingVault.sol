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
    uint32 private immutable _floorPips;
    uint32 private immutable _epochSec;
    uint32 private immutable _slippageCapPips;

    /// @inheritdoc IRebalancingVault
    uint40 public lastRebalanceAt;

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
        _floorPips = settings_.floorPips;
        _epochSec = settings_.epochSec;
        _slippageCapPips = settings_.slippageCapPips;
        lastRebalanceAt = uint40(block.timestamp); // 40 bits last until the year 36812
    }

    /// @inheritdoc IRebalancingVault
    function rebalance() external nonReentrant returns (uint256 amountIn, uint256 amountOut) {
        Plan memory plan = _plan();
        require(plan.reason == Reason.None, RebalanceRefused(plan.reason));
        lastRebalanceAt = uint40(block.timestamp);
        (amountIn, amountOut) = _swap(plan);
        uint256 costQuote = _checkCost(plan, amountIn, amountOut);
        _emitRebalanced(plan, amountIn, amountOut, costQuote);
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
        return _plan();
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

    function _plan() private view returns (Plan memory plan) {
        Parameters memory values;
        (values, plan.status, ) = _riskParameters.parameters(_marketId);
        plan.bandPips = values.bandPips;
        plan.elapsedSec = uint40(block.timestamp) - lastRebalanceAt;
        if (plan.status == Status.Unknown) return _refuse(plan, Reason.NoParameters);

        (plan.reason, plan.spotSqrtPriceX96, plan.meanSqrtPriceX96) = _readPrice();
        if (plan.reason != Reason.None) return plan;

        (uint256 quoteBalance, uint256 riskyBalance) = _balances();
        uint256 riskyQuote = PoolPrice.quoteValueDown(riskyBalance, plan.meanSqrtPriceX96, _riskyIsToken0);
        plan.navQuote = quoteBalance + riskyQuote;
        if (plan.navQuote == 0) return _refuse(plan, Reason.Empty);

        plan.weightPips = RebalanceMath.weightPips(riskyQuote, plan.navQuote);
        plan.targetWeightPips = _targetWeightPips(plan.navQuote, values.cppiMultiplierE3);
        // Both weights are at most 1e6.
        plan.driftPips = uint32(RebalanceMath.distance(plan.weightPips, plan.targetWeightPips));
        if (plan.driftPips <= plan.bandPips) return _refuse(plan, Reason.InsideBand);
        if (!RebalanceMath.isDue(plan.driftPips, plan.bandPips, plan.elapsedSec, values.intervalSec)) {
            return _refuse(plan, Reason.TooSoon);
        }

        uint256 targetQuote = Math.mulDiv(plan.navQuote, plan.targetWeightPips, ONE_PIPS);
        plan.tradeQuote = RebalanceMath.tradeQuote(
            RebalanceMath.distance(riskyQuote, targetQuote),
            values.aggressivenessPips,
            plan.elapsedSec,
            _epochSec,
            RebalanceMath.fromUsd6(uint256(values.maxTradeUsd) * 1e6, _quoteDecimals)
        );
        plan.sellsRisky = riskyQuote > targetQuote;
        plan.amountIn = plan.sellsRisky ? Math.mulDiv(riskyBalance, plan.tradeQuote, riskyQuote) : plan.tradeQuote;
        if (plan.amountIn == 0) return _refuse(plan, Reason.TradeTooSmall);

        plan.sqrtPriceLimitX96 = PoolPrice.sqrtPriceLimitX96(
            plan.spotSqrtPriceX96,
            _zeroForOne(plan),
            _slippageCapPips
        );
    }

    function _refuse(Plan memory plan, Reason reason) private pure returns (Plan memory) {
        plan.reason = reason;
        return plan;
    }

    function _targetWeightPips(uint256 navQuote, uint16 multiplierE3) private view returns (uint32) {
        if (_mode == Mode.ConstantMix) return _weightPips;
        // A share starts at one quote for VIRTUAL_SHARES of its smallest unit. Rounded up: the safer side.
        uint256 floorQuote = Math.mulDiv(totalSupply(), _floorPips, ONE_PIPS * VIRTUAL_SHARES, Math.Rounding.Ceil);
        return RebalanceMath.cppiWeightPips(navQuote, floorQuote, multiplierE3, _weightPips);
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

    function _emitRebalanced(Plan memory plan, uint256 amountIn, uint256 amountOut, uint256 costQuote) private {
        (uint160 spotAfterX96, , , , , , ) = _pool.slot0();
        (uint256 quoteBalance, uint256 riskyBalance) = _balances();
        uint256 riskyQuote = PoolPrice.quoteValueDown(riskyBalance, plan.meanSqrtPriceX96, _riskyIsToken0);
        emit Rebalanced({
            caller: msg.sender,
            status: plan.status,
            soldRisky: plan.sellsRisky,
            weightBeforePips: plan.weightPips,
            weightAfterPips: RebalanceMath.weightPips(riskyQuote, quoteBalance + riskyQuote),
            targetWeightPips: plan.targetWeightPips,
            bandPips: plan.bandPips,
            elapsedSec: plan.elapsedSec,
            riskyAmount: plan.sellsRisky ? amountIn : amountOut,
            quoteAmount: plan.sellsRisky ? amountOut : amountIn,
            costQuote: costQuote,
            // Measured up to 300 %, which fits.
            impactPips: uint32(PoolPrice.deviationPips(plan.spotSqrtPriceX96, spotAfterX96)),
            navQuote: plan.navQuote
        });
    }
}
