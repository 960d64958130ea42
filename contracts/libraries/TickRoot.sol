// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title The square root of a tick's price
/// Method:   a tick's price is 1.0001^tick by definition, so its root is 1.0001^(tick / 2): the constants are 2^128 x
///           1.0001^(-2^i / 2), rounded to the nearest, and those that the tick's binary digits name are multiplied.
/// Domain:   ticks -887,272 ... 887,272, the pool's own.
/// Special:  the root of tick 0 is exactly 1.
/// Accuracy: `sqrtPriceX96` the same bits as the pool's own and as observation/tickMath.ts.
/// Source:   Uniswap v3 Core (2021), section 6.1.
library TickRoot {
    /// The tick lies outside the pool's range.
    error TickOutOfRange(int256 tick);

    int256 internal constant MAX_TICK = 887_272;

    /// Square root of 1.0001^-|tick|, times 2^128, each product rounded down. Reverts with TickOutOfRange.
    function inverseX128(int256 tick) internal pure returns (uint256 rootX128) {
        require(tick >= -MAX_TICK && tick <= MAX_TICK, TickOutOfRange(tick));
        // |tick| < 2^20: twenty digits. Of two factors one is at most 2^128 and the other less: no product reaches
        // 2^256. A loop that squares the root of one tick would cost a rebalance 1,500 gas more.
        unchecked {
            uint256 digits = uint256(tick < 0 ? -tick : tick);
            rootX128 = 1 << 128;
            if (digits & 0x1 != 0) rootX128 = (rootX128 * 0xfffcb933bd6fad37aa2d162d1a594001) >> 128;
            if (digits & 0x2 != 0) rootX128 = (rootX128 * 0xfff97272373d413259a46990580e213a) >> 128;
            if (digits & 0x4 != 0) rootX128 = (rootX128 * 0xfff2e50f5f656932ef12357cf3c7fdcc) >> 128;
            if (digits & 0x8 != 0) rootX128 = (rootX128 * 0xffe5caca7e10e4e61c3624eaa0941cd0) >> 128;
            if (digits & 0x10 != 0) rootX128 = (rootX128 * 0xffcb9843d60f6159c9db58835c926644) >> 128;
            if (digits & 0x20 != 0) rootX128 = (rootX128 * 0xff973b41fa98c081472e6896dfb254c0) >> 128;
            if (digits & 0x40 != 0) rootX128 = (rootX128 * 0xff2ea16466c96a3843ec78b326b52861) >> 128;
            if (digits & 0x80 != 0) rootX128 = (rootX128 * 0xfe5dee046a99a2a811c461f1969c3053) >> 128;
            if (digits & 0x100 != 0) rootX128 = (rootX128 * 0xfcbe86c7900a88aedcffc83b479aa3a4) >> 128;
            if (digits & 0x200 != 0) rootX128 = (rootX128 * 0xf987a7253ac413176f2b074cf7815e54) >> 128;
            if (digits & 0x400 != 0) rootX128 = (rootX128 * 0xf3392b0822b70005940c7a398e4b70f3) >> 128;
            if (digits & 0x800 != 0) rootX128 = (rootX128 * 0xe7159475a2c29b7443b29c7fa6e889d9) >> 128;
            if (digits & 0x1000 != 0) rootX128 = (rootX128 * 0xd097f3bdfd2022b8845ad8f792aa5825) >> 128;
            if (digits & 0x2000 != 0) rootX128 = (rootX128 * 0xa9f746462d870fdf8a65dc1f90e061e5) >> 128;
            if (digits & 0x4000 != 0) rootX128 = (rootX128 * 0x70d869a156d2a1b890bb3df62baf32f7) >> 128;
            if (digits & 0x8000 != 0) rootX128 = (rootX128 * 0x31be135f97d08fd981231505542fcfa6) >> 128;
            if (digits & 0x10000 != 0) rootX128 = (rootX128 * 0x9aa508b5b7a84e1c677de54f3e99bc9) >> 128;
            if (digits & 0x20000 != 0) rootX128 = (rootX128 * 0x5d6af8dedb81196699c329225ee604) >> 128;
            if (digits & 0x40000 != 0) rootX128 = (rootX128 * 0x2216e584f5fa1ea926041bedfe98) >> 128;
            if (digits & 0x80000 != 0) rootX128 = (rootX128 * 0x48a170391f7dc42444e8fa2) >> 128;
        }
    }

    /// Square root of 1.0001^tick, times 2^96, rounded as the pool does: the last step up. Reverts with TickOutOfRange.
    function sqrtPriceX96(int256 tick) internal pure returns (uint256) {
        unchecked {
            uint256 rootX128 = inverseX128(tick);
            if (tick > 0) rootX128 = type(uint256).max / rootX128;
            return (rootX128 + type(uint32).max) >> 32;
        }
    }
}
