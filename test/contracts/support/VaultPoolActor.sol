// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IUniswapV3Factory} from "../../../contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "../../../contracts/interfaces/IUniswapV3Pool.sol";
import {IUniswapV3SwapCallback} from "../../../contracts/interfaces/IUniswapV3SwapCallback.sol";

/// The part of the real factory that tests use beyond the vault's.
interface IVaultTestFactory is IUniswapV3Factory {
    function createPool(address tokenA, address tokenB, uint24 feePips) external returns (address);
}

/// The part of the real pool that tests use beyond the vault's.
interface IVaultTestPool is IUniswapV3Pool {
    function initialize(uint160 sqrtPriceX96) external;
    function increaseObservationCardinalityNext(uint16 cardinality) external;
    function token0() external view returns (address);
    function token1() external view returns (address);
    function mint(
        address recipient,
        int24 tickLower,
        int24 tickUpper,
        uint128 amount,
        bytes calldata data
    ) external returns (uint256 amount0, uint256 amount1);
    function burn(int24 tickLower, int24 tickUpper, uint128 amount) external returns (uint256, uint256);
}

/// Adds liquidity and trades on a pool, and pays whatever it asks for out of its own balance.
contract VaultPoolActor is IUniswapV3SwapCallback {
    /// How the call inside the last `swapAnd` ended.
    bool public inCallSucceeded;
    bytes public inCallAnswer;

    uint160 private constant LOWEST = 4_295_128_740; // one above the pool's least root
    uint160 private constant HIGHEST = 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_341;

    function mint(IVaultTestPool pool, int24 tickLower, int24 tickUpper, uint128 liquidity) external {
        pool.mint(address(this), tickLower, tickUpper, liquidity, "");
    }

    /// Takes liquidity away again; what it was worth stays with the pool.
    function burn(IVaultTestPool pool, int24 tickLower, int24 tickUpper, uint128 liquidity) external {
        pool.burn(tickLower, tickUpper, liquidity);
    }

    /// Sells up to `amountIn` of token0 (or token1); stops at the price limit, 0 for none.
    function swap(
        IVaultTestPool pool,
        bool zeroForOne,
        uint256 amountIn,
        uint160 sqrtPriceLimitX96
    ) public returns (int256 amount0, int256 amount1) {
        uint160 limit = zeroForOne ? LOWEST : HIGHEST;
        if (sqrtPriceLimitX96 != 0) limit = sqrtPriceLimitX96;
        return pool.swap(address(this), zeroForOne, int256(amountIn), limit, "");
    }

    /// Moves the price to the given root, at whatever cost.
    function moveTo(IVaultTestPool pool, uint160 sqrtPriceX96) external returns (int256 amount0, int256 amount1) {
        (uint160 spotX96, , , , , , ) = pool.slot0();
        if (spotX96 == sqrtPriceX96) return (0, 0);
        return swap(pool, sqrtPriceX96 < spotX96, type(uint128).max, sqrtPriceX96);
    }

    /// Swaps and, while the pool waits for its payment, calls `target`.
    function swapAnd(
        IVaultTestPool pool,
        bool zeroForOne,
        uint256 amountIn,
        address target,
        bytes calldata call_
    ) external returns (int256 amount0, int256 amount1) {
        return
            pool.swap(
                address(this),
                zeroForOne,
                int256(amountIn),
                zeroForOne ? LOWEST : HIGHEST,
                abi.encode(target, call_)
            );
    }

    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata) external {
        _pay(IVaultTestPool(msg.sender), owed0, owed1);
    }

    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external {
        if (data.length != 0) {
            (address target, bytes memory call_) = abi.decode(data, (address, bytes));
            (inCallSucceeded, inCallAnswer) = target.call(call_);
        }
        _pay(
            IVaultTestPool(msg.sender),
            amount0Delta > 0 ? uint256(amount0Delta) : 0,
            amount1Delta > 0 ? uint256(amount1Delta) : 0
        );
    }

    function _pay(IVaultTestPool pool, uint256 owed0, uint256 owed1) private {
        if (owed0 != 0) IERC20(pool.token0()).transfer(msg.sender, owed0);
        if (owed1 != 0) IERC20(pool.token1()).transfer(msg.sender, owed1);
    }
}
