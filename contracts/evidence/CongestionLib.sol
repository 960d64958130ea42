// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MathLib} from "../libraries/MathLib.sol";

/// @title How full blocks were, from two base fees
/// Method:   the base fee of the next block is b (1 + x), x = (u / u* - 1) / D, u the share of the gas limit that was
///           used, u* the network's target, D its denominator. Over n blocks ln(b_n / b_0) = n l is the sum of
///           ln(1 + x). The logarithm lies above its chord from u = 0 to u = 1, so
///             mean u <= (l + ln(D / (D - 1))) / ln((D + 1/u* - 1) / (D - 1)).
///           It is met where each block is full or empty; where all are alike it says too much, by 1 / (8 D u*) at most
///           (Ethereum: 3.14 percentage points). By the logarithm's concavity, mean u >= u* (1 + D (e^l - 1)).
/// Domain:   fees below 2^64, n below 2^32. A floor under the base fee only lifts l: the upper bound survives it.
/// Special:  100 % where a fee or n is 0, or D at most 1: nothing is provable then.
/// Accuracy: never below the real bound, nor below the truth of blocks whose fee stayed above half of the lower of the
///           two: a fee is a whole number of wei, which moves u by at most D u* / b a block. Above the real bound by at
///           most 1 pip, 1 / (n range) pips (range: log2((D + 1/u* - 1) / (D - 1)), so 3 for one block of Ethereum and
///           90 at D = 250) and twice that rounding; test/contracts/evidence.
/// Source:   EIP-1559; docs/evidence.md.
library CongestionLib {
    /// The network's rule: u* in pips, and D.
    struct FeeRule {
        uint256 gasTargetPips;
        uint256 baseFeeDenominator;
    }

    /// The two logarithms of a rule, to base 2, in Q64: log2(D / (D - 1)), not below, and
    /// log2((D + 1/u* - 1) / (D - 1)), not above. Zeros where D is at most 1.
    struct RuleLogs {
        uint256 fallQ64;
        uint256 rangeQ64;
    }

    uint256 private constant ONE_PIPS = 1e6;
    // Of a rule, once; a ratio of two fees needs no more than one pip asks for.
    uint256 private constant RULE_BITS = 60;
    uint256 private constant FEE_BITS = 20;

    // ln 2, to either side.
    int256 private constant LN2_DOWN_Q64 = 12_786_308_645_202_655_659;
    int256 private constant LN2_UP_Q64 = 12_786_308_645_202_655_660;

    // Ethereum's rule: half of the gas limit, 1/8. log2(8/7) and log2(9/7): computing them takes 13,000 gas.
    uint256 private constant ETHEREUM_TARGET_PIPS = 500_000;
    uint256 private constant ETHEREUM_DENOMINATOR = 8;
    uint256 private constant ETHEREUM_FALL_Q64 = 3_553_674_449_863_206_093;
    uint256 private constant ETHEREUM_RANGE_Q64 = 6_688_237_463_194_268_683;

    /// The logarithms of a rule.
    function chooseRuleLogs(FeeRule memory rule) internal pure returns (RuleLogs memory) {
        if (rule.gasTargetPips == ETHEREUM_TARGET_PIPS && rule.baseFeeDenominator == ETHEREUM_DENOMINATOR) {
            return RuleLogs(ETHEREUM_FALL_Q64, ETHEREUM_RANGE_Q64);
        }
        return computeRuleLogs(rule);
    }

    function computeRuleLogs(FeeRule memory rule) internal pure returns (RuleLogs memory logs) {
        (uint256 target, uint256 denominator) = (rule.gasTargetPips, rule.baseFeeDenominator);
        if (denominator <= 1) return logs;
        unchecked {
            // Below 2^16 x 2^20: the quotients stay within 2^192.
            logs.fallQ64 = uint256(log2Up(ceilX128(denominator, denominator - 1), RULE_BITS));
            uint256 below = (denominator - 1) * target;
            logs.rangeQ64 = log2Down(((below + ONE_PIPS) << 128) / below, RULE_BITS);
        }
    }

    /// Mean share of the gas limit that the blocks `n` apart used at most, in pips.
    /// @param from Base fee of the earlier block, whose use counts. @param to Of the later one, whose use does not.
    function upperPips(
        uint256 from,
        uint256 to,
        uint256 n,
        FeeRule memory rule,
        RuleLogs memory logs
    ) internal pure returns (uint256 pips) {
        if (from == 0 || to == 0 || n == 0 || logs.rangeQ64 == 0) return ONE_PIPS;
        unchecked {
            // Below 2^72 in size, and n times the other below 2^98.
            int256 rise = log2Up(ceilX128(to, from), FEE_BITS) + int256(n * logs.fallQ64);
            if (rise > 0) pips = (uint256(rise) * ONE_PIPS) / (n * logs.rangeQ64);
            uint256 lower = from < to ? from : to;
            // One wei moves u by D u* / b; twice that, since the fee may have been at half of the lower one.
            pips += 1 + (2 * rule.baseFeeDenominator * rule.gasTargetPips) / lower;
            return pips < ONE_PIPS ? pips : ONE_PIPS;
        }
    }

    /// What they used at least: with l = ln(to / from) / n, u* (1 + D (e^l - 1)), where e^l - 1 is at least
    /// l + l^2 / 2 + l^3 / 6, which is too little by l^4 / 24: 50 pips at most where each block is full.
    /// 0 where a fee or n is 0, or D at most 1. A floor under the base fee lifts l, and spoils this bound.
    function lowerPips(uint256 from, uint256 to, uint256 n, FeeRule memory rule) internal pure returns (uint256) {
        uint256 denominator = rule.baseFeeDenominator;
        if (from == 0 || to == 0 || n == 0 || denominator <= 1) return 0;
        unchecked {
            // Rounded towards minus infinity. Below 2^72 in size, so that its cube stays below 2^216.
            int256 log2 =
                to < from ? -log2Up(ceilX128(from, to), FEE_BITS) : int256(log2Down((to << 128) / from, FEE_BITS));
            int256 mean = (log2 * (to < from ? LN2_UP_Q64 : LN2_DOWN_Q64)) >> 64;
            mean = mean < 0 ? -((int256(n) - 1 - mean) / int256(n)) : mean / int256(n);
            int256 growth = mean + ((mean * mean) >> 65) + (((mean * mean) >> 64) * mean) / (6 << 64);
            int256 used = (int256(rule.gasTargetPips) * ((1 << 64) + int256(denominator) * growth)) >> 64;
            uint256 lower = from < to ? from : to;
            used -= int256(2 + (2 * denominator * rule.gasTargetPips) / lower);
            if (used < 0) return 0;
            return used < int256(ONE_PIPS) ? uint256(used) : ONE_PIPS;
        }
    }

    function ceilX128(uint256 numerator, uint256 denominator) private pure returns (uint256) {
        unchecked {
            return ((numerator << 128) + denominator - 1) / denominator;
        }
    }

    /// log2(q / 2^128) in Q64, to `bits` fractional bits, not below; q in [2^64, 2^192].
    function log2Up(uint256 q, uint256 bits) private pure returns (int256) {
        unchecked {
            uint256 exponent = MathLib.highestBit(q);
            // q / 2^exponent in Q120, in [1, 2]: its square stays within 242 bits.
            uint256 m = exponent > 120 ? (q + (1 << (exponent - 120)) - 1) >> (exponent - 120) : q << (120 - exponent);
            uint256 fraction = 0;
            for (uint256 i = 0; i < bits; i++) {
                m = (m * m + (1 << 120) - 1) >> 120;
                fraction <<= 1;
                if (m >> 121 != 0) {
                    m = (m + 1) >> 1;
                    fraction |= 1;
                }
            }
            return ((int256(exponent) - 128) << 64) + int256((fraction + 1) << (64 - bits));
        }
    }

    /// The same for q of at least 2^128, not above.
    function log2Down(uint256 q, uint256 bits) private pure returns (uint256) {
        unchecked {
            uint256 exponent = MathLib.highestBit(q);
            uint256 m = q >> (exponent - 120);
            uint256 fraction = 0;
            for (uint256 i = 0; i < bits; i++) {
                m = (m * m) >> 120;
                fraction <<= 1;
                if (m >> 121 != 0) {
                    m >>= 1;
                    fraction |= 1;
                }
            }
            return ((exponent - 128) << 64) + (fraction << (64 - bits));
        }
    }
}
