// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Observation, Policy} from "./ModelTypes.sol";
import {Real, RealLib} from "./RealLib.sol";

/// @title What one rebalance costs
/// @notice Twin of assembly/costs.ts: same steps, same names, same rounding, same bits.
/// Method:   the stretch in Q47 (47 fractional bits) by squaring, every product floored and capped, so that it never
///           falls when the base rises; the rest in Reals.
/// Domain:   `ModelLib.validateObservation` and `ModelLib.validatePolicy`.
/// Special:  a network without a fee rule or with blocks below their target: no stretch; no depth: the greatest
///           viscosity.
/// Accuracy: the stretch is low by less than 2^-33 of it, the others by a few 2^-52 more.
/// Source:   EIP-1559; docs/model.md.
library CostLib {
    uint256 internal constant STRETCH_BITS = 47;
    uint256 private constant ONE_STRETCH = 1 << 47;
    uint256 private constant MAX_STRETCH = 1 << 63; // 2^16
    uint256 private constant COST_BITS = 40;
    uint256 private constant MAX_VISCOSITY_Q58 = 1 << 63; // 32

    Real private constant REAL_PIPS = Real.wrap(0x827e848000000000); // 1e6
    Real private constant REAL_WAD = Real.wrap(0x877bc16d674ec800); // 1e18

    /// How far the network's fee rule lets the base fee rise while a transaction waits:
    /// min(2^16, (1 + max(0, u / u* - 1) / d)^n) in Q47, 1 where there is no such rule.
    function computeStretch(Observation memory o, Policy memory p) internal pure returns (uint256 stretch) {
        unchecked {
            stretch = ONE_STRETCH;
            uint256 used = o.gasUsedRatioPips;
            uint256 target = p.gasTargetPips;
            uint256 denominator = p.baseFeeDenominator;
            if (used <= target || denominator == 0) return stretch;
            uint256 blocks = p.inclusionBlocks;
            assembly ("memory-safe") {
                let power := add(stretch, div(shl(47, sub(used, target)), mul(target, denominator)))
                for {} blocks {} {
                    // The least of the power and 2^16.
                    power := xor(power, mul(xor(power, MAX_STRETCH), gt(power, MAX_STRETCH)))
                    if and(blocks, 1) {
                        stretch := shr(47, mul(stretch, power))
                        stretch := xor(stretch, mul(xor(stretch, MAX_STRETCH), gt(stretch, MAX_STRETCH)))
                    }
                    blocks := shr(1, blocks)
                    power := shr(47, mul(power, power))
                }
            }
        }
    }

    /// k, the gas and data of one rebalance as a share of the portfolio: a Real in wad, at most 1.
    function computeGasShareWad(Observation memory o, Policy memory p, uint256 stretch) internal pure returns (Real) {
        unchecked {
            // Wei in Q40: below 2^127, exact.
            uint256 feePerGas =
                uint256(o.baseFeePerGas) * (stretch >> (STRETCH_BITS - COST_BITS)) +
                    (uint256(p.priorityFeePerGas) << COST_BITS);
            uint256 wei40 = feePerGas * p.gasUnits + (uint256(o.dataFeeWei) << COST_BITS);
            Real cost = RealLib.fromFixedDown(wei40 * o.nativePriceUsd6, COST_BITS);
            return RealLib.min(REAL_WAD, RealLib.divDown(cost, RealLib.fromUintDown(o.navUsd6)));
        }
    }

    /// 2^min(32, kappa * max(0, reference depth / depth - 1)), a Real.
    function computeThick(Observation memory o, Policy memory p) internal pure returns (Real) {
        unchecked {
            uint256 depth = o.depthUsd6;
            uint256 usual = o.depthRefUsd6;
            if (depth == 0) return RealLib.exp2Down(MAX_VISCOSITY_Q58);
            if (usual <= depth) return RealLib.ONE;
            return RealLib.exp2Down(computeViscosityQ58(usual - depth, depth, p.viscosityE4));
        }
    }

    /// min(32, kappa * missing / depth) in Q58, by way of the quotient in Q44.
    function computeViscosityQ58(
        uint256 missing,
        uint256 depth,
        uint256 viscosityE4
    ) private pure returns (uint256 viscosityQ58) {
        assembly ("memory-safe") {
            viscosityQ58 := div(shl(14, mul(div(shl(44, missing), depth), viscosityE4)), 10000)
            if gt(viscosityQ58, MAX_VISCOSITY_Q58) {
                viscosityQ58 := MAX_VISCOSITY_Q58
            }
        }
    }

    /// A share in pips that grows as the market thins, at most 100 %: a Real.
    function thicken(uint256 pips, Real thick) internal pure returns (Real) {
        return RealLib.min(REAL_PIPS, RealLib.mulDown(RealLib.fromUintDown(pips), thick));
    }
}
