// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Blocks whose base fees follow EIP-1559, in whole wei as chains reckon them. Source: EIP-1559, "Specification".
library FeeChain {
    /// So that every target is a whole number of gas.
    uint256 internal constant GAS_LIMIT = 30e6;

    struct Rule {
        uint256 gasTargetPips;
        uint256 baseFeeDenominator;
    }

    /// The base fee after a block that used so much gas.
    function next(uint256 baseFee, uint256 gasUsed, Rule memory rule) internal pure returns (uint256) {
        uint256 target = (GAS_LIMIT / 1e6) * rule.gasTargetPips;
        if (gasUsed == target) return baseFee;
        if (gasUsed > target) {
            uint256 rise = (baseFee * (gasUsed - target)) / target / rule.baseFeeDenominator;
            return baseFee + (rise > 1 ? rise : 1);
        }
        return baseFee - (baseFee * (target - gasUsed)) / target / rule.baseFeeDenominator;
    }

    /// Gas that a random block uses: empty, full, at the target or anything.
    function anyGasUsed(uint256 random, Rule memory rule) internal pure returns (uint256) {
        uint256 kind = random % 8;
        if (kind < 2) return 0;
        if (kind < 4) return GAS_LIMIT;
        if (kind == 4) return (GAS_LIMIT / 1e6) * rule.gasTargetPips;
        return (random >> 8) % (GAS_LIMIT + 1);
    }
}
