// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// The part of a Uniswap v3 pool that is used here. Prices are token1 per token0, in the tokens' smallest units.
interface IUniswapV3Pool {
    /// The token with the lower address.
    function token0() external view returns (address);

    function token1() external view returns (address);

    /// Square root of the spot price, times 2^96, and what else shares its slot.
    function slot0()
        external
        view
        returns (
            uint160 sqrtPriceX96,
            int24 tick,
            uint16 observationIndex,
            uint16 observationCardinality,
            uint16 observationCardinalityNext,
            uint8 feeProtocol,
            bool unlocked
        );

    /// In range at the spot price.
    function liquidity() external view returns (uint128);

    /// Entry `index` of the pool's ring: both accumulators at the time it was written.
    function observations(
        uint256 index
    )
        external
        view
        returns (
            uint32 blockTimestamp,
            int56 tickCumulative,
            uint160 secondsPerLiquidityCumulativeX128,
            bool initialized
        );

    /// Makes room for so many entries; anybody may pay for it. The ring grows when its end is reached.
    function increaseObservationCardinalityNext(uint16 observationCardinalityNext) external;

    /// Accumulators at each of the given ages: tick x seconds, and seconds / liquidity x 2^128.
    /// Reverts if the pool's memory does not reach that far back.
    function observe(
        uint32[] calldata secondsAgo
    ) external view returns (int56[] memory tickCumulatives, uint160[] memory secondsPerLiquidityX128);

    /// Sells `amountSpecified` (positive: exact input) until it is used up or the price limit is reached, and asks
    /// for payment by `uniswapV3SwapCallback` on the caller. Amounts are the pool's: positive is paid to the pool.
    function swap(
        address recipient,
        bool zeroForOne,
        int256 amountSpecified,
        uint160 sqrtPriceLimitX96,
        bytes calldata data
    ) external returns (int256 amount0, int256 amount1);
}
