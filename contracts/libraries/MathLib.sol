// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Integer maths of the model
/// @notice Twin of assembly/mulDiv.ts, roots.ts and exp.ts: same names, same rounding, same bits.
/// Method:   a 256-bit word holds the product of two 128-bit operands. Roots: a straight line as first guess
///           on an operand shifted to the top, Newton's iteration, one exact correction. Powers: 2^x = 2^n * 2^f,
///           2^f by Horner's rule on 16 terms of the Taylor series of e^(f ln 2).
/// Domain:   operands below 2^128; x in Q58 (58 fractional bits), 0 <= x < 64.
/// Special:  the root of 0 is 0; 2^0 = e^0 = 1 exactly.
/// Accuracy: quotients and roots exact; exp2Down below 2^x by less than 2^-52 of it, expNeg within 2^-52,
///           absolute; test/core/maths.test.ts measures all of it on both engines.
library MathLib {
    error MulDivOverflow(uint256 a, uint256 b, uint256 denominator);

    uint256 private constant MAX_UINT128 = type(uint128).max;
    uint256 private constant ONE_Q63 = 1 << 63;
    uint256 private constant LOG2_E_Q63 = 0xb8aa3b295c17f0bb;

    /// floor(a * b / denominator); reverts with MulDivOverflow if the quotient needs more than 128 bits.
    function mulDivDown(uint256 a, uint256 b, uint256 denominator) internal pure returns (uint256) {
        unchecked {
            require(denominator != 0 && a <= MAX_UINT128 && b <= MAX_UINT128, MulDivOverflow(a, b, denominator));
            uint256 quotient = (a * b) / denominator;
            require(quotient <= MAX_UINT128, MulDivOverflow(a, b, denominator));
            return quotient;
        }
    }

    /// ceil(a * b / denominator); reverts with MulDivOverflow if the quotient needs more than 128 bits.
    function mulDivUp(uint256 a, uint256 b, uint256 denominator) internal pure returns (uint256) {
        unchecked {
            uint256 quotient = mulDivDown(a, b, denominator);
            if (quotient * denominator == a * b) return quotient;
            require(quotient != MAX_UINT128, MulDivOverflow(a, b, denominator));
            return quotient + 1;
        }
    }

    /// floor(sqrt(x)) for x < 2^128.
    function sqrtDown(uint256 x) internal pure returns (uint256) {
        unchecked {
            if (x == 0) return 0;
            uint256 half = (127 - highestBit(x)) >> 1;
            return sqrtOfTop(x << (2 * half)) >> half;
        }
    }

    /// floor(sqrt(x)) for x in [2^126, 2^128). Assembly leaves out the checks for a zero divisor.
    function sqrtOfTop(uint256 x) internal pure returns (uint256 root) {
        assembly ("memory-safe") {
            // x / 2^126 in [1, 4): 0.7 + x / 3 is within 4 % of the root; each step squares half of that.
            root := add(0x5999999999999999, shr(63, div(x, 3)))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            // Newton's iteration ends at the floor or one above it.
            root := sub(root, gt(mul(root, root), x))
        }
    }

    /// floor(cbrt(x)) for x < 2^128.
    function cbrtDown(uint256 x) internal pure returns (uint256) {
        unchecked {
            if (x == 0) return 0;
            uint256 third = (128 - highestBit(x)) / 3;
            return cbrtOfTop(x << (3 * third)) >> third;
        }
    }

    /// floor(cbrt(x)) for x in [2^126, 2^129). Assembly leaves out the checks for a zero divisor.
    function cbrtOfTop(uint256 x) internal pure returns (uint256 root) {
        assembly ("memory-safe") {
            // x / 2^126 in [1, 8): 0.92 + x / 7 is within 7 % of the root; each step squares that.
            root := add(0x3ae147ae147, shr(84, div(x, 7)))
            root := div(add(shl(1, root), div(x, mul(root, root))), 3)
            root := div(add(shl(1, root), div(x, mul(root, root))), 3)
            root := div(add(shl(1, root), div(x, mul(root, root))), 3)
            root := div(add(shl(1, root), div(x, mul(root, root))), 3)
            // Newton's iteration ends at the floor or one above it.
            root := sub(root, gt(mul(root, mul(root, root)), x))
        }
    }

    /// floor(cbrt(x)) for x < 2^256.
    function cbrtOfWord(uint256 x) internal pure returns (uint256 root) {
        assembly ("memory-safe") {
            if x {
                // Above the root, from where Newton's iteration falls to the floor.
                let next := shl(add(div(sub(255, clz(x)), 3), 1), 1)
                for {
                    root := add(next, 1)
                } lt(next, root) {} {
                    root := next
                    next := div(add(shl(1, root), div(x, mul(root, root))), 3)
                }
            }
        }
    }

    /// floor(x^(1/4)) for x < 2^128: two floor square roots give the floor fourth root.
    function fourthRootDown(uint256 x) internal pure returns (uint256) {
        return sqrtDown(sqrtDown(x));
    }

    /// The index of the highest set bit of x > 0, by the EVM's own count of leading zeros (EIP-7939).
    function highestBit(uint256 x) internal pure returns (uint256 bit) {
        assembly ("memory-safe") {
            bit := sub(255, clz(x))
        }
    }

    /// 2^f in Q63 for the fraction f in Q64, from below: (ln 2)^k / k! in Q63, k = 15 ... 0, by Horner's rule.
    function exp2Fraction(uint256 fractionQ64) internal pure returns (uint256 sum) {
        unchecked {
            sum = 28_891;
            sum = 625_227 + ((sum * fractionQ64) >> 64);
            sum = 12_628_169 + ((sum * fractionQ64) >> 64);
            sum = 236_841_768 + ((sum * fractionQ64) >> 64);
            sum = 4_100_285_338 + ((sum * fractionQ64) >> 64);
            sum = 65_070_074_565 + ((sum * fractionQ64) >> 64);
            sum = 938_762_738_863 + ((sum * fractionQ64) >> 64);
            sum = 12_189_135_131_364 + ((sum * fractionQ64) >> 64);
            sum = 140_681_638_453_955 + ((sum * fractionQ64) >> 64);
            sum = 1_420_724_914_991_585 + ((sum * fractionQ64) >> 64);
            sum = 12_298_036_735_954_530 + ((sum * fractionQ64) >> 64);
            sum = 88_711_583_058_159_474 + ((sum * fractionQ64) >> 64);
            sum = 511_935_043_789_664_226 + ((sum * fractionQ64) >> 64);
            sum = 2_215_698_446_797_868_712 + ((sum * fractionQ64) >> 64);
            sum = 6_393_154_322_601_327_829 + ((sum * fractionQ64) >> 64);
            sum = ONE_Q63 + ((sum * fractionQ64) >> 64);
        }
    }

    /// 2^x in Q63, rounded down, for x in Q58.
    function exp2Down(uint256 xQ58) internal pure returns (uint256) {
        unchecked {
            return exp2Fraction((xQ58 << 6) & type(uint64).max) << (xQ58 >> 58);
        }
    }

    /// e^-x in Q63 for x in Q58; never rises when x rises.
    function expNeg(uint256 xQ58) internal pure returns (uint256) {
        unchecked {
            uint256 exponentQ57 = (xQ58 * LOG2_E_Q63) >> 64;
            uint256 whole = exponentQ57 >> 57;
            uint256 fractionQ64 = (exponentQ57 << 7) & type(uint64).max;
            if (fractionQ64 == 0) return ONE_Q63 >> whole;
            // 2^-(n + f) = 2^(1 - f) / 2^(n + 1)
            return exp2Fraction((1 << 64) - fractionQ64) >> (whole + 1);
        }
    }
}
