// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IUniswapV3SwapCallback} from "../interfaces/IUniswapV3SwapCallback.sol";
import {PoolPrice} from "./PoolPrice.sol";
import {SwapCost} from "./SwapCost.sol";
import {VaultBase} from "./VaultBase.sol";

/// Trades of a vault on its own Uniswap v3 pool.
abstract contract SpotTrading is VaultBase, IUniswapV3SwapCallback {
    using SafeERC20 for IERC20;

    /// @inheritdoc IUniswapV3SwapCallback
    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external {
        // The pool calls back whoever called its swap, and only `_swap` does so here: what it asks for is what it sold.
        require(msg.sender == address(_pool), NotThePool(msg.sender));
        bool owesToken0 = amount0Delta > 0;
        bool owesRisky = owesToken0 == _riskyIsToken0;
        uint256 owed = uint256(owesToken0 ? amount0Delta : amount1Delta);
        if (data.length != 0) _procure(owed, uint256(-(owesToken0 ? amount1Delta : amount0Delta)), data);
        (owesRisky ? _risky : _quote).safeTransfer(msg.sender, owed);
    }

    /// Sells `amountIn` of the one token for the other, as far as the price limit allows.
    /// @param data Not empty: `_procure` gets it, after the other token has come and before this one is paid.
    /// @return paid What was given, smallest unit of the token sold.
    /// @return received What came back, smallest unit of the token bought.
    function _swap(
        bool sellsRisky,
        uint256 amountIn,
        uint160 limitX96,
        bytes memory data
    ) internal returns (uint256 paid, uint256 received) {
        return _swapInPool(sellsRisky, SafeCast.toInt256(amountIn), limitX96, data);
    }

    /// Sells as much of the one token as brings `amountOut` of the other, as far as the price limit allows.
    /// @param data As in `_swap`.
    /// @return paid What was given, smallest unit of the token sold.
    /// @return received What came back, smallest unit of the token bought.
    function _swapFor(
        bool sellsRisky,
        uint256 amountOut,
        uint160 limitX96,
        bytes memory data
    ) internal returns (uint256 paid, uint256 received) {
        return _swapInPool(sellsRisky, -SafeCast.toInt256(amountOut), limitX96, data);
    }

    /// Gets the token that a swap has to pay with what it has brought. Called within `_swap` only.
    /// @param owed Smallest unit of the token sold.
    /// @param received Smallest unit of the token bought.
    function _procure(uint256 owed, uint256 received, bytes calldata data) internal virtual {}

    /// Where a swap stops: there a constant-product pool would have cost the slippage cap.
    function _priceLimit(bool sellsRisky, uint160 spotX96) internal view returns (uint160) {
        return PoolPrice.sqrtPriceLimitX96(spotX96, sellsRisky == _riskyIsToken0, _slippageCapPips);
    }

    /// What a swap cost, at the spot price before it; 0 if rounding made it a gain.
    /// Reverts with CostTooHigh if that is more than the pool's fee and the cap.
    function _requireFairSwap(
        bool sellsRisky,
        uint256 paid,
        uint256 received,
        uint160 spotX96
    ) internal view returns (uint256 costQuote) {
        uint256 mostPips = uint256(_poolFeePips) + _slippageCapPips;
        return SwapCost.requireFair(sellsRisky, paid, received, spotX96, _riskyIsToken0, mostPips);
    }

    /// `amount` above 0: what is sold; below: what is bought.
    function _swapInPool(
        bool sellsRisky,
        int256 amount,
        uint160 limitX96,
        bytes memory data
    ) private returns (uint256 paid, uint256 received) {
        bool zeroForOne = sellsRisky == _riskyIsToken0;
        (int256 amount0, int256 amount1) = _pool.swap(address(this), zeroForOne, amount, limitX96, data);
        // The pool pays out one side and is paid the other: the signs are known.
        return zeroForOne ? (uint256(amount0), uint256(-amount1)) : (uint256(amount1), uint256(-amount0));
    }
}
