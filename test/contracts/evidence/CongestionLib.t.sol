// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CongestionLib} from "../../../contracts/evidence/CongestionLib.sol";
import {FeeChain} from "../support/evidence/FeeChain.sol";
import {Test} from "../support/Test.sol";

contract CongestionLibTest is Test {
    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant MAX_BASE_FEE = 1e14;

    /// What some blocks did: their first fee, the one after them, the lowest between, and all the gas they used.
    struct Run {
        uint256 from;
        uint256 to;
        uint256 lowest;
        uint256 gasUsed;
    }

    // The bound

    /// Ethereum's rule, at fees of mainnet.
    function testFuzz_P171_theBoundNeverLiesBelowTheTruth(uint256 seed, uint256 fee, uint256 count) external pure {
        _checkRun(seed, bound(fee, 1e6, MAX_BASE_FEE), bound(count, 1, 300), FeeChain.Rule(500_000, 8));
    }

    /// Rules of networks, and any that a policy may name; fees down to EIP-1559's floor of some wei.
    function testFuzz_P171_theBoundHoldsForEveryRule(
        uint256 seed,
        uint256 fee,
        uint256 count,
        uint256 target,
        uint256 denominator
    ) external pure {
        FeeChain.Rule memory rule = _anyRule(seed, target, denominator);
        _checkRun(seed, bound(fee, 7, MAX_BASE_FEE), bound(count, 1, 100), rule);
    }

    /// Where all blocks are full or empty the bound is met, but for rounding.
    function testFuzz_P171_theBoundIsMetByFullAndEmptyBlocks(uint256 seed, uint256 count) external pure {
        FeeChain.Rule memory rule = _anyRule(seed, seed >> 8, seed >> 40);
        uint256 n = bound(count, 1, 100);
        Run memory run = Run(1e12, 1e12, 1e12, 0);
        for (uint256 i = 0; i < n; i++) {
            uint256 gasUsed = uint256(keccak256(abi.encode(seed, i))) % 2 == 0 ? 0 : FeeChain.GAS_LIMIT;
            uint256 after_ = FeeChain.next(run.to, gasUsed, rule);
            if (after_ > 1e18 || after_ < 1e6) return;
            run.to = after_;
            run.gasUsed += gasUsed;
        }
        CongestionLib.RuleLogs memory logs = CongestionLib.computeRuleLogs(_toLib(rule));
        uint256 upper = CongestionLib.upperPips(run.from, run.to, n, _toLib(rule), logs);
        uint256 truth = (run.gasUsed * ONE_PIPS) / (n * FeeChain.GAS_LIMIT);
        // One step of the fee's logarithm, 2^-20, spread over the blocks.
        uint256 roundingPips = ((1 << 44) * ONE_PIPS) / (n * logs.rangeQ64);
        uint256 lower = run.from < run.to ? run.from : run.to;
        uint256 weiPips = (4 * ONE_PIPS * rule.baseFeeDenominator) / lower + 1;
        assertLe(upper, truth + 5 + roundingPips + weiPips, "upper bound");
    }

    /// Where all blocks are alike, Ethereum's bound is 3.14 percentage points too high at most.
    function testFuzz_behavior_blocksThatAreAlike(uint256 gasUsed, uint256 count) external pure {
        FeeChain.Rule memory rule = FeeChain.Rule(500_000, 8);
        uint256 n = bound(count, 1, 100);
        gasUsed = bound(gasUsed, 0, FeeChain.GAS_LIMIT);
        uint256 fee = 1e13;
        for (uint256 i = 0; i < n; i++) fee = FeeChain.next(fee, gasUsed, rule);
        if (fee < 1e7) return;
        CongestionLib.FeeRule memory own = _toLib(rule);
        uint256 upper = CongestionLib.upperPips(1e13, fee, n, own, CongestionLib.chooseRuleLogs(own));
        assertLe(upper, (gasUsed * ONE_PIPS) / FeeChain.GAS_LIMIT + 31_450, "upper bound");
    }

    /// A floor under the base fee lifts fees above what the rule alone would make them.
    function testFuzz_behavior_aFloorUnderTheFee(uint256 seed, uint256 count) external pure {
        FeeChain.Rule memory rule = FeeChain.Rule(650_000, 64);
        uint256 floor = 25e9;
        uint256 n = bound(count, 1, 300);
        Run memory run = Run(floor, floor, floor, 0);
        for (uint256 i = 0; i < n; i++) {
            uint256 gasUsed = FeeChain.anyGasUsed(uint256(keccak256(abi.encode(seed, i))), rule);
            run.to = FeeChain.next(run.to, gasUsed, rule);
            if (run.to < floor) run.to = floor;
            run.gasUsed += gasUsed;
        }
        _assertBound(run, n, rule);
    }

    // Where nothing is provable

    function test_default_nothingIsProvable() external pure {
        CongestionLib.FeeRule memory rule = CongestionLib.FeeRule(500_000, 8);
        CongestionLib.RuleLogs memory logs = CongestionLib.chooseRuleLogs(rule);
        assertEq(CongestionLib.upperPips(0, 1e9, 10, rule, logs), ONE_PIPS, "no earlier fee");
        assertEq(CongestionLib.upperPips(1e9, 0, 10, rule, logs), ONE_PIPS, "no later fee");
        assertEq(CongestionLib.upperPips(1e9, 1e9, 0, rule, logs), ONE_PIPS, "no blocks");
        assertEq(CongestionLib.upperPips(7, 7, 10, rule, logs), ONE_PIPS, "seven wei");
        for (uint256 denominator = 0; denominator <= 1; denominator++) {
            rule.baseFeeDenominator = denominator;
            logs = CongestionLib.chooseRuleLogs(rule);
            assertEq(CongestionLib.upperPips(1e9, 1e9, 10, rule, logs), ONE_PIPS, "no such rule");
        }
    }

    /// Fees that no chain of the rule can have made: 100 % at most, and nothing below 0.
    function testFuzz_behavior_feesThatNoRuleMakes(uint64 from, uint64 to, uint16 count, uint256 seed) external pure {
        CongestionLib.FeeRule memory rule = _toLib(_anyRule(seed, seed >> 8, seed >> 40));
        CongestionLib.RuleLogs memory logs = CongestionLib.chooseRuleLogs(rule);
        uint256 upper = CongestionLib.upperPips(from, to, count, rule, logs);
        assertLe(upper, ONE_PIPS, "at most 100 %");
        uint256 higher = CongestionLib.upperPips(from, uint256(to) + 1 + (seed % 1e9), count, rule, logs);
        // A dearer block proves no less, but for the slack of a wei, which shrinks as fees grow.
        if (from > 1e9 && to > 1e9) assertLe(upper, higher + 1 + rule.baseFeeDenominator / 100, "never falls");
    }

    // The rule's logarithms

    /// log2(8/7) and log2(9/7) in Q64, to the next integer above and below; by another way than squaring.
    function test_default_ethereumsLogarithms() external pure {
        CongestionLib.FeeRule memory rule = CongestionLib.FeeRule(500_000, 8);
        CongestionLib.RuleLogs memory voted = CongestionLib.chooseRuleLogs(rule);
        CongestionLib.RuleLogs memory computed = CongestionLib.computeRuleLogs(rule);
        assertLe(voted.fallQ64, computed.fallQ64, "not below");
        assertLe(computed.fallQ64, voted.fallQ64 + 32, "60 bits");
        assertLe(computed.rangeQ64, voted.rangeQ64, "not above");
        assertLe(voted.rangeQ64, computed.rangeQ64 + 32, "60 bits");
    }

    /// log2(2) is 1, and log2(4/2), of a target of a third and a denominator of 2.
    function test_default_exactLogarithms() external pure {
        CongestionLib.RuleLogs memory logs = CongestionLib.computeRuleLogs(CongestionLib.FeeRule(1e6, 2));
        assertEq(logs.rangeQ64, 1 << 64, "log2(2)");
        assertLe(logs.fallQ64 - (1 << 64), 1 << 4, "log2(2), not below");
    }

    // Support

    function _checkRun(uint256 seed, uint256 fee, uint256 n, FeeChain.Rule memory rule) private pure {
        Run memory run = Run(fee, fee, fee, 0);
        for (uint256 i = 0; i < n; i++) {
            uint256 gasUsed = FeeChain.anyGasUsed(uint256(keccak256(abi.encode(seed, i))), rule);
            uint256 after_ = FeeChain.next(run.to, gasUsed, rule);
            // Beyond a reporter's domain: the run ends before.
            if (after_ > MAX_BASE_FEE || after_ == 0) {
                if (i == 0) return;
                n = i;
                break;
            }
            run.to = after_;
            run.gasUsed += gasUsed;
            if (after_ < run.lowest) run.lowest = after_;
        }
        uint256 lower = run.from < run.to ? run.from : run.to;
        // What the library claims nothing of: a plunge between the two.
        if (run.lowest * 2 < lower) return;
        _assertBound(run, n, rule);
    }

    function _assertBound(Run memory run, uint256 n, FeeChain.Rule memory rule) private pure {
        CongestionLib.FeeRule memory own = _toLib(rule);
        uint256 upper = CongestionLib.upperPips(run.from, run.to, n, own, CongestionLib.chooseRuleLogs(own));
        assertLe(run.gasUsed * ONE_PIPS, upper * n * FeeChain.GAS_LIMIT, "the truth");
    }

    function _toLib(FeeChain.Rule memory rule) private pure returns (CongestionLib.FeeRule memory) {
        return CongestionLib.FeeRule(rule.gasTargetPips, rule.baseFeeDenominator);
    }

    /// Ethereum, Polygon PoS, OP Mainnet, Base, or any of a policy's domain.
    function _anyRule(uint256 seed, uint256 target, uint256 denominator) private pure returns (FeeChain.Rule memory) {
        uint256 kind = seed % 8;
        if (kind == 0) return FeeChain.Rule(500_000, 8);
        if (kind == 1) return FeeChain.Rule(650_000, 64);
        if (kind == 2) return FeeChain.Rule(500_000, 250);
        if (kind == 3) return FeeChain.Rule(200_000, 100);
        if (kind == 4) return FeeChain.Rule(bound(target, 1, 1e6), bound(denominator, 2, 16));
        return FeeChain.Rule(bound(target, 1, 1e6), bound(denominator, 2, 65_535));
    }
}
