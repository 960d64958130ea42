// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Bounds, BoundsLib, Loosening} from "../../contracts/libraries/BoundsLib.sol";
import {Parameters} from "../../contracts/libraries/ModelTypes.sol";
import {BoundsCase, BoundsOutcome, ReadableBounds} from "../contracts/support/ReadableBounds.sol";
import {Proof} from "./Proof.sol";

/// @title What BoundsLib promises: docs/properties.md, "Bounds"
contract BoundsProof is Proof {
    /// The form written by hand is the readable one: values, record and limits.
    function prove_P30_isTheReadableForm(BoundsCase memory c) external pure {
        assumeValid(c);
        BoundsOutcome memory outcome = applyBounds(c);
        BoundsOutcome memory readable = ReadableBounds.applyBounds(c);
        assertEqual(outcome.next, readable.next);
        assertEqual(outcome.loosening.used, readable.loosening.used);
        assert(outcome.loosening.lastAt == readable.loosening.lastAt);
        // Field by field: eight times four bits are all that there are.
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            assert((outcome.limits >> (4 * field)) & 15 == (readable.limits >> (4 * field)) & 15);
        }
    }

    function prove_P31_withinMinAndMax(BoundsCase memory c) external pure {
        assumeValid(c);
        BoundsOutcome memory outcome = applyBounds(c);
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 next = BoundsLib.lane(outcome.next, field);
            assert(next >= BoundsLib.lane(c.bounds.min, field));
            assert(next <= BoundsLib.lane(c.bounds.max, field));
        }
    }

    function prove_P32_noFieldMovesBeyondItsStep(BoundsCase memory c) external pure {
        assumeInside(c);
        BoundsOutcome memory outcome = applyBounds(c);
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 current = BoundsLib.lane(c.current, field);
            uint256 next = BoundsLib.lane(outcome.next, field);
            assert(next <= current + BoundsLib.lane(c.bounds.stepUp, field));
            assert(next + BoundsLib.lane(c.bounds.stepDown, field) >= current);
        }
    }

    /// What an update loosens and what is still used make no more than the budget, and that is what is written down.
    /// Of this, docs/proofs.md sums up any stretch of time.
    function prove_P33_anUpdateKeepsToItsBudget(BoundsCase memory c) external pure {
        assumeInside(c);
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 budget = BoundsLib.lane(c.bounds.budget, field);
            // Lifted budgets are none, and MarketRules admits no other that could not be counted.
            assume(budget != BoundsLib.typeMax(field) && budget <= BoundsLib.usedMax(field));
            // True at first, and after each update: see below.
            assume(BoundsLib.lane(c.loosening.used, field) <= budget);
        }
        BoundsOutcome memory outcome = applyBounds(c);
        bool anyLoosened = false;
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            anyLoosened = anyLoosened || hasLoosened(c, outcome, field);
        }
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 used = stillUsed(c, field);
            uint256 loosened = loosenedBy(c, outcome, field);
            uint256 budget = BoundsLib.lane(c.bounds.budget, field);
            assert(used <= budget);
            assert(loosened <= budget - used);
            uint256 recorded = BoundsLib.lane(outcome.loosening.used, field);
            if (anyLoosened) assert(recorded == used + loosened);
            else assert(recorded == BoundsLib.lane(c.loosening.used, field));
        }
        assert(outcome.loosening.lastAt == (anyLoosened ? c.nowAt : c.loosening.lastAt));
    }

    function prove_P34_nothingLoosensWithinTheCooldown(BoundsCase memory c) external pure {
        assumeInside(c);
        assume(c.loosening.lastAt != 0 && c.nowAt - c.loosening.lastAt < c.bounds.cooldownSec);
        BoundsOutcome memory outcome = applyBounds(c);
        for (uint256 field = 0; field < FIELD_COUNT; field++) assert(loosenedBy(c, outcome, field) == 0);
    }

    /// A tighter target is reached, or the step's end, or the bound, whatever budget, cooldown and record say.
    function prove_P35_tighteningNeedsNoBudget(BoundsCase memory c) external pure {
        assumeInside(c);
        assume(!c.isSameEpoch);
        BoundsOutcome memory outcome = applyBounds(c);
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 current = BoundsLib.lane(c.current, field);
            uint256 target = BoundsLib.lane(c.target, field);
            uint256 expected;
            if (loosensUp(field)) {
                if (target > current) continue;
                uint256 step = BoundsLib.lane(c.bounds.stepDown, field);
                expected = current - least(current - target, step);
            } else {
                if (target < current) continue;
                uint256 step = BoundsLib.lane(c.bounds.stepUp, field);
                expected = current + least(target - current, step);
            }
            assert(BoundsLib.lane(outcome.next, field) == clamp(c.bounds, field, expected));
        }
    }

    /// Where nothing loosens, the record stays as it is.
    function prove_P35_tighteningUsesNoBudget(BoundsCase memory c) external pure {
        assumeInside(c);
        BoundsOutcome memory outcome = applyBounds(c);
        for (uint256 field = 0; field < FIELD_COUNT; field++) assume(loosenedBy(c, outcome, field) == 0);
        assertEqual(outcome.loosening.used, c.loosening.used);
        assert(outcome.loosening.lastAt == c.loosening.lastAt);
    }

    function prove_P36_theValueInForceChangesNothing(BoundsCase memory c) external pure {
        assumeInside(c);
        c.target = copy(c.current);
        BoundsOutcome memory outcome = applyBounds(c);
        assertEqual(outcome.next, c.current);
        assertEqual(outcome.loosening.used, c.loosening.used);
        assert(outcome.loosening.lastAt == c.loosening.lastAt);
        assert(outcome.limits == 0);
    }

    function prove_P37_aHigherTargetIsNoLowerValue(BoundsCase memory c, Parameters memory higher) external pure {
        assumeValid(c);
        BoundsOutcome memory outcome = applyBounds(c);
        Parameters memory lower = c.target;
        c.target = higher;
        BoundsOutcome memory other = applyBounds(c);
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            if (BoundsLib.lane(lower, field) > BoundsLib.lane(higher, field)) continue;
            assert(BoundsLib.lane(outcome.next, field) <= BoundsLib.lane(other.next, field));
        }
    }

    function prove_P38_aStepOfZeroFreezes(BoundsCase memory c) external pure {
        assumeInside(c);
        BoundsOutcome memory outcome = applyBounds(c);
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 current = BoundsLib.lane(c.current, field);
            uint256 next = BoundsLib.lane(outcome.next, field);
            if (BoundsLib.lane(c.bounds.stepUp, field) == 0) assert(next <= current);
            if (BoundsLib.lane(c.bounds.stepDown, field) == 0) assert(next >= current);
        }
    }

    function prove_P38_theLargestValueLifts(BoundsCase memory c) external pure {
        assumeInside(c);
        assume(!c.isSameEpoch && c.bounds.cooldownSec == 0);
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            BoundsLib.setLane(c.bounds.stepUp, field, BoundsLib.typeMax(field));
            BoundsLib.setLane(c.bounds.stepDown, field, BoundsLib.typeMax(field));
            BoundsLib.setLane(c.bounds.budget, field, BoundsLib.typeMax(field));
        }
        BoundsOutcome memory outcome = applyBounds(c);
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 expected = clamp(c.bounds, field, BoundsLib.lane(c.target, field));
            assert(BoundsLib.lane(outcome.next, field) == expected);
        }
    }

    function prove_P88_anEpochGoesOnByTighteningAlone(BoundsCase memory c) external pure {
        assumeInside(c);
        assume(c.isSameEpoch);
        BoundsOutcome memory outcome = applyBounds(c);
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            assert(loosenedBy(c, outcome, field) == 0);
            Parameters memory steps = loosensUp(field) ? c.bounds.stepDown : c.bounds.stepUp;
            if (BoundsLib.lane(steps, field) == BoundsLib.typeMax(field)) continue;
            assert(BoundsLib.lane(outcome.next, field) == BoundsLib.lane(c.current, field));
        }
    }

    /// Refused are inverted bounds, the first in the fixed order, then a clock that runs backwards; all else passes.
    function prove_P39_refusedByName(BoundsCase memory c) external view {
        bytes memory input = abi.encodeCall(this.validate, (c.bounds, c.loosening, c.nowAt));
        (bool success, bytes32 selector, uint256[3] memory words) = ask(input);
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 min = BoundsLib.lane(c.bounds.min, field);
            uint256 max = BoundsLib.lane(c.bounds.max, field);
            if (min <= max) continue;
            assert(!success && selector == BoundsLib.BoundsInverted.selector);
            assert(bytes32(words[0]) == BoundsLib.fieldName(field) && words[1] == min && words[2] == max);
            return;
        }
        assert(success == (c.nowAt >= c.loosening.lastAt));
        if (success) return;
        assert(selector == BoundsLib.ClockBackwards.selector);
        assert(words[0] == c.nowAt && words[1] == c.loosening.lastAt);
    }

    function validate(Bounds memory bounds, Loosening memory loosening, uint40 nowAt) external pure {
        BoundsLib.validate(bounds, loosening, nowAt);
    }

    /// What `applyBounds` takes: see `validate`.
    function assumeValid(BoundsCase memory c) private pure {
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            assume(BoundsLib.lane(c.bounds.min, field) <= BoundsLib.lane(c.bounds.max, field));
        }
        assume(c.nowAt >= c.loosening.lastAt);
    }

    /// The values in force are within their bounds as well.
    function assumeInside(BoundsCase memory c) private pure {
        assumeValid(c);
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 current = BoundsLib.lane(c.current, field);
            assume(current >= BoundsLib.lane(c.bounds.min, field));
            assume(current <= BoundsLib.lane(c.bounds.max, field));
        }
    }

    /// The library's function, which works in place, on copies.
    function applyBounds(BoundsCase memory c) private pure returns (BoundsOutcome memory outcome) {
        outcome.next = copy(c.current);
        outcome.loosening.used = copy(c.loosening.used);
        outcome.loosening.lastAt = c.loosening.lastAt;
        outcome.limits = BoundsLib.applyBounds(
            outcome.next,
            c.target,
            c.bounds,
            outcome.loosening,
            c.nowAt,
            c.isSameEpoch
        );
    }

    function ask(bytes memory input) private view returns (bool success, bytes32 selector, uint256[3] memory words) {
        assembly ("memory-safe") {
            let answer := mload(0x40)
            mstore(0x40, add(answer, 0x80))
            calldatacopy(answer, calldatasize(), 0x80) // zeros
            success := staticcall(gas(), address(), add(input, 0x20), mload(input), answer, 0x64)
            selector := and(mload(answer), shl(224, 0xffffffff))
            mcopy(words, add(answer, 0x04), 0x60)
        }
    }

    function loosensUp(uint256 field) private pure returns (bool) {
        return field % 2 == 0;
    }

    function hasLoosened(BoundsCase memory c, BoundsOutcome memory outcome, uint256 field) private pure returns (bool) {
        uint256 current = BoundsLib.lane(c.current, field);
        uint256 next = BoundsLib.lane(outcome.next, field);
        return loosensUp(field) ? next > current : next < current;
    }

    /// By how much a field went towards more risk.
    function loosenedBy(
        BoundsCase memory c,
        BoundsOutcome memory outcome,
        uint256 field
    ) private pure returns (uint256) {
        uint256 current = BoundsLib.lane(c.current, field);
        uint256 next = BoundsLib.lane(outcome.next, field);
        (uint256 low, uint256 high) = loosensUp(field) ? (current, next) : (next, current);
        return high > low ? high - low : 0;
    }

    /// What of the budget is still used: the refill is the budget times the elapsed share of the window, rounded down.
    function stillUsed(BoundsCase memory c, uint256 field) private pure returns (uint256) {
        unchecked {
            uint256 elapsedSec = c.nowAt - c.loosening.lastAt;
            if (elapsedSec >= c.bounds.budgetWindowSec) return 0;
            uint256 used = BoundsLib.lane(c.loosening.used, field);
            uint256 refill = (BoundsLib.lane(c.bounds.budget, field) * elapsedSec) / c.bounds.budgetWindowSec;
            return used - least(used, refill);
        }
    }

    function clamp(Bounds memory bounds, uint256 field, uint256 value) private pure returns (uint256) {
        uint256 min = BoundsLib.lane(bounds.min, field);
        return value < min ? min : least(value, BoundsLib.lane(bounds.max, field));
    }
}
