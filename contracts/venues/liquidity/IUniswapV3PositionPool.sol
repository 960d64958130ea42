// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IUniswapV3Pool} from "../../interfaces/IUniswapV3Pool.sol";

/// What a Uniswap v3 pool offers to those who provide.
interface IUniswapV3PositionPool is IUniswapV3Pool {
    /// Of a swap, in pips.
    function fee() external view returns (uint24);

    /// Ticks of a position are multiples of it.
    function tickSpacing() external view returns (int24);

    /// Fees for one unit of liquidity since the beginning, times 2^128; overflows on purpose.
    function feeGrowthGlobal0X128() external view returns (uint256);

    function feeGrowthGlobal1X128() external view returns (uint256);

    /// A tick's liquidity, and the fees on its other side; the pool tells more after these.
    function ticks(
        int24 tick
    )
        external
        view
        returns (
            uint128 liquidityGross,
            int128 liquidityNet,
            uint256 feeGrowthOutside0X128,
            uint256 feeGrowthOutside1X128
        );

    /// @param key keccak256 of owner, lower and upper tick, packed.
    function positions(
        bytes32 key
    )
        external
        view
        returns (
            uint128 liquidity,
            uint256 feeGrowthInside0LastX128,
            uint256 feeGrowthInside1LastX128,
            uint128 tokensOwed0,
            uint128 tokensOwed1
        );

    /// Adds to the recipient's position; asks for payment by `uniswapV3MintCallback` on the caller.
    function mint(
        address recipient,
        int24 tickLower,
        int24 tickUpper,
        uint128 amount,
        bytes calldata data
    ) external returns (uint256 amount0, uint256 amount1);

    /// Takes out of the caller's position; what it comes to is owed, as fees are.
    function burn(int24 tickLower, int24 tickUpper, uint128 amount) external returns (uint256 amount0, uint256 amount1);

    /// Pays what is owed to the caller's position.
    function collect(
        address recipient,
        int24 tickLower,
        int24 tickUpper,
        uint128 amount0Requested,
        uint128 amount1Requested
    ) external returns (uint128 amount0, uint128 amount1);
}
