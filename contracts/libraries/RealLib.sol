// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MathLib} from "./MathLib.sol";

/// A non-negative real number in 64 bits: 53-bit significand, its highest bit always set, and 11-bit exponent;
/// value = significand * 2^(exponent - 1076), exponent = real >> 53; zero is 0. The order of reals is the order
/// of the integers.
type Real is uint256;

using {equal as ==, less as <} for Real global;

function equal(Real a, Real b) pure returns (bool) {
    return Real.unwrap(a) == Real.unwrap(b);
}

function less(Real a, Real b) pure returns (bool) {
    return Real.unwrap(a) < Real.unwrap(b);
}

/// @title Reals, so that a formula with an enormous range reads as a formula
/// @notice Twin of assembly/real.ts: same names, same rounding, same bits.
/// Method:   every operation returns the largest Real not above the exact result, hence each is monotone, and so is
///           every composition of them.
/// Domain:   exponents between 2^-900 and 2^900; the model's operands stay within 2^-200 and 2^200.
/// Special:  0 is exact in every operation; dividing by 0 is the caller's mistake.
/// Accuracy: relative error below 2^-52 an operation; test/core/real.test.ts.
library RealLib {
    uint256 private constant SIGNIFICAND = 0x1fffffffffffff;
    uint256 private constant ONE_EXPONENT = 1024;

    Real internal constant ZERO = Real.wrap(0);
    Real internal constant ONE = Real.wrap(0x8010000000000000);

    /// The Real of an integer below 2^256, rounded down above 2^53.
    function fromUintDown(uint256 x) internal pure returns (Real a) {
        assembly ("memory-safe") {
            let zeros := clz(x)
            a := mul(or(shl(53, sub(1279, zeros)), shr(203, shl(zeros, x))), iszero(iszero(x)))
        }
    }

    /// The Real of x / 2^fractionBits, rounded down once.
    function fromFixedDown(uint256 x, uint256 fractionBits) internal pure returns (Real a) {
        assembly ("memory-safe") {
            let zeros := clz(x)
            let exponent := sub(1279, add(zeros, fractionBits))
            a := mul(or(shl(53, exponent), shr(203, shl(zeros, x))), iszero(iszero(x)))
        }
    }

    /// floor(a) for a < 2^53.
    function toUintDown(Real a) internal pure returns (uint256) {
        unchecked {
            uint256 exponent = Real.unwrap(a) >> 53;
            if (exponent < ONE_EXPONENT) return 0;
            return (Real.unwrap(a) & SIGNIFICAND) >> (ONE_EXPONENT + 52 - exponent);
        }
    }

    /// ceil(a) for a < 2^53.
    function toUintUp(Real a) internal pure returns (uint256 result) {
        unchecked {
            uint256 exponent = Real.unwrap(a) >> 53;
            if (exponent < ONE_EXPONENT) return Real.unwrap(a) == 0 ? 0 : 1;
            uint256 fractionBits = ONE_EXPONENT + 52 - exponent;
            uint256 significand = Real.unwrap(a) & SIGNIFICAND;
            result = significand >> fractionBits;
            if (result << fractionBits != significand) result++;
        }
    }

    /// floor(a * 2^58), at most 2^64 - 1.
    function toQ58Down(Real a) internal pure returns (uint256) {
        unchecked {
            uint256 exponent = Real.unwrap(a) >> 53;
            uint256 significand = Real.unwrap(a) & SIGNIFICAND;
            if (exponent >= ONE_EXPONENT + 6) return type(uint64).max;
            if (exponent >= ONE_EXPONENT - 6) return significand << (exponent - (ONE_EXPONENT - 6));
            return significand >> (ONE_EXPONENT - 6 - exponent);
        }
    }

    /// a * b
    function mulDown(Real a, Real b) internal pure returns (Real c) {
        assembly ("memory-safe") {
            // In [2^104, 2^106), or 0.
            let product := mul(and(a, SIGNIFICAND), and(b, SIGNIFICAND))
            let carry := shr(105, product)
            let exponent := add(sub(add(shr(53, a), shr(53, b)), ONE_EXPONENT), carry)
            c := mul(or(shl(53, exponent), shr(add(52, carry), product)), iszero(iszero(product)))
        }
    }

    /// a / b for b > 0
    function divDown(Real a, Real b) internal pure returns (Real c) {
        assembly ("memory-safe") {
            // In (2^52, 2^54), or 0.
            let quotient := div(shl(53, and(a, SIGNIFICAND)), and(b, SIGNIFICAND))
            let carry := shr(53, quotient)
            let exponent := add(sub(add(shr(53, a), 1023), shr(53, b)), carry)
            c := mul(or(shl(53, exponent), shr(carry, quotient)), iszero(iszero(quotient)))
        }
    }

    /// a + b
    function addDown(Real a, Real b) internal pure returns (Real c) {
        assembly ("memory-safe") {
            // Exchanges a and b if b is larger.
            let difference := mul(xor(a, b), gt(b, a))
            let larger := xor(a, difference)
            let smaller := xor(b, difference)
            let exponent := shr(53, larger)
            // A distance beyond 52 shifts the smaller one out.
            let sum := add(and(larger, SIGNIFICAND), shr(sub(exponent, shr(53, smaller)), and(smaller, SIGNIFICAND)))
            let carry := shr(53, sum)
            c := or(shl(53, add(exponent, carry)), shr(carry, sum))
        }
    }

    /// a - b for a >= b
    function subDown(Real a, Real b) internal pure returns (Real c) {
        assembly ("memory-safe") {
            // 190 more bits, and the smaller rounded up, so that the difference is rounded down.
            let smaller := shl(190, and(b, SIGNIFICAND))
            let distance := sub(shr(53, a), shr(53, b))
            let shifted := shr(distance, smaller)
            let difference := sub(shl(190, and(a, SIGNIFICAND)), shifted)
            difference := sub(difference, lt(shl(distance, shifted), smaller))
            // The highest bit of the larger is bit 242.
            let zeros := clz(difference)
            c := or(shl(53, sub(add(shr(53, a), 13), zeros)), shr(203, shl(zeros, difference)))
            c := mul(c, iszero(iszero(difference)))
        }
    }

    /// a * 2^bits
    function shift(Real a, uint256 bits) internal pure returns (Real) {
        unchecked {
            return Real.unwrap(a) == 0 ? ZERO : Real.wrap(Real.unwrap(a) + (bits << 53));
        }
    }

    /// sqrt(a)
    function sqrtDown(Real a) internal pure returns (Real) {
        unchecked {
            if (Real.unwrap(a) == 0) return ZERO;
            uint256 exponent = Real.unwrap(a) >> 53;
            uint256 root = MathLib.sqrtOfTop((Real.unwrap(a) & SIGNIFICAND) << (74 + (exponent & 1)));
            return Real.wrap((((exponent + ONE_EXPONENT) >> 1) << 53) | (root >> 11));
        }
    }

    /// 2^x for x in Q58
    function exp2Down(uint256 xQ58) internal pure returns (Real) {
        unchecked {
            uint256 fractionQ64 = (xQ58 << 6) & type(uint64).max;
            return Real.wrap(((ONE_EXPONENT + (xQ58 >> 58)) << 53) | (MathLib.exp2Fraction(fractionQ64) >> 11));
        }
    }

    function min(Real a, Real b) internal pure returns (Real) {
        return a < b ? a : b;
    }
}
