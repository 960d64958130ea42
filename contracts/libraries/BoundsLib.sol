// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Parameters} from "./ModelTypes.sol";

/// What token holders allow, per market. A step of 0 freezes its direction; the type's maximum lifts a step or a
/// budget.
struct Bounds {
    Parameters min;
    Parameters max;
    Parameters stepUp;
    Parameters stepDown;
    Parameters budget;
    uint32 budgetWindowSec;
    uint32 cooldownSec;
}

/// How much of the rolling budget was used at the time of the last loosening; `lastAt` 0: never loosened.
struct Loosening {
    Parameters used;
    uint40 lastAt;
}

/// @title Bounds: what happens to a target on chain
/// @notice Twin of assembly/bounds.ts: same rules, same rounding, same bits.
/// Method:   per field, the target is moved to within a step of the value in force, then into [min, max].
///           Loosening (towards more risk) is limited further by a rolling budget, refilled linearly, and is nil
///           within the cooldown of the last loosening; tightening is limited by its own step alone. A further update
///           in the same epoch only tightens, and only where that step is lifted: a voted step is a step an epoch.
/// Domain:   every value of the fields' types; min <= max; the clock does not run backwards.
/// Accuracy: exact integers; the refill is rounded down, hence the used budget up.
/// Source:   docs/model.md, "Bounds".
library BoundsLib {
    /// What was binding for a field.
    enum Limit {
        None,
        Step,
        Budget,
        Cooldown,
        Min,
        Max,
        Epoch
    }

    /// A field's min is above its max; `field` is its name in ASCII.
    error BoundsInverted(bytes32 field, uint256 min, uint256 max);
    /// The last loosening lies in the future.
    error ClockBackwards(uint256 nowAt, uint256 lastAt);

    uint256 private constant FIELD_COUNT = 8;
    uint256 private constant USED_RATIO_MAX = (1 << 26) - 1;

    // For the loop: the type of each field in bytes, the first field highest; the limits' numbers.
    uint256 private constant TYPE_BYTES = 0x0404050402040404 << 192;
    uint256 private constant LIMIT_STEP = 1;
    uint256 private constant LIMIT_BUDGET = 2;
    uint256 private constant LIMIT_COOLDOWN = 3;
    uint256 private constant LIMIT_MIN = 4;
    uint256 private constant LIMIT_MAX = 5;
    uint256 private constant LIMIT_EPOCH = 6;

    /// Moves `values` towards the target as far as the bounds allow, and keeps count of the budget: both in place. Takes
    /// what `validate` has let pass. `limits` holds the `Limit` of each field in 4 bits, the first field lowest.
    ///
    /// By hand, since every push goes through eight rounds of it: the compiler's form of the same takes GASFIGURE more
    /// (test/contracts/support/ReadableBounds.sol, to which a fuzz test compares this).
    function applyBounds(
        Parameters memory values,
        Parameters memory target,
        Bounds memory bounds,
        Loosening memory loosening,
        uint40 nowAt,
        bool isSameEpoch
    ) internal pure returns (uint32 limits) {
        assembly ("memory-safe") {
            let used := mload(loosening)
            let lastAt := mload(add(loosening, 0x20))
            let elapsedSec := sub(nowAt, lastAt)
            let coolingDown := mul(iszero(iszero(lastAt)), lt(elapsedSec, mload(add(bounds, 0xc0))))
            let loosened := 0
            // The new record, which replaces the old one only if something loosened.
            let nextUsed := mload(0x40)
            for {
                let offset := 0
            } lt(offset, 0x100) {
                offset := add(offset, 0x20)
            } {
                // Widths of the types in bytes, and of the record in bits: 26 for a ratio.
                let most := sub(shl(shl(3, byte(shr(5, offset), TYPE_BYTES)), 1), 1)
                let current := mload(add(values, offset))
                let next := mload(add(target, offset))
                let up := gt(next, current)
                let loosensUp := iszero(and(offset, 0x20))
                // Step down, or the one before it.
                let step := mload(add(mload(add(bounds, sub(0x60, shl(5, up)))), offset))
                let budget := mload(add(mload(add(bounds, 0x80)), offset))
                let limit := LIMIT_STEP

                // What of the budget is still used after the linear refill since the last loosening.
                let usedNow := 0
                {
                    let windowSec := mload(add(bounds, 0xa0))
                    if lt(elapsedSec, windowSec) {
                        let before := mload(add(used, offset))
                        let refill := div(mul(budget, elapsedSec), windowSec)
                        usedNow := mul(gt(before, refill), sub(before, refill))
                    }
                }

                switch isSameEpoch
                case 0 {
                    if eq(up, loosensUp) {
                        let allowance := budget
                        if xor(budget, most) {
                            allowance := mul(gt(budget, usedNow), sub(budget, usedNow))
                        }
                        if lt(allowance, step) {
                            step := allowance
                            limit := LIMIT_BUDGET
                        }
                        if coolingDown {
                            step := 0
                            limit := LIMIT_COOLDOWN
                        }
                    }
                }
                default {
                    if or(eq(up, loosensUp), xor(step, most)) {
                        step := 0
                        limit := LIMIT_EPOCH
                    }
                }

                switch up
                case 0 {
                    switch gt(sub(current, next), step)
                    case 0 {
                        limit := 0
                    }
                    default {
                        next := sub(current, step)
                    }
                }
                default {
                    switch gt(sub(next, current), step)
                    case 0 {
                        limit := 0
                    }
                    default {
                        next := add(current, step)
                    }
                }
                {
                    let bound := mload(add(mload(bounds), offset))
                    if lt(next, bound) {
                        next := bound
                        limit := LIMIT_MIN
                    }
                    bound := mload(add(mload(add(bounds, 0x20)), offset))
                    if gt(next, bound) {
                        next := bound
                        limit := LIMIT_MAX
                    }
                }
                limits := or(limits, shl(shr(3, offset), limit))
                mstore(add(values, offset), next)

                // Up for even fields, down for odd ones.
                if xor(next, current) {
                    if eq(gt(next, current), loosensUp) {
                        loosened := 1
                        switch loosensUp
                        case 0 {
                            usedNow := add(usedNow, sub(current, next))
                        }
                        default {
                            usedNow := add(usedNow, sub(next, current))
                        }
                    }
                }
                if eq(most, 0xffffffff) {
                    if xor(offset, 0x60) {
                        most := USED_RATIO_MAX
                    }
                }
                if gt(usedNow, most) {
                    usedNow := most
                }
                mstore(add(nextUsed, offset), usedNow)
            }
            if loosened {
                mcopy(used, nextUsed, 0x100)
                mstore(add(loosening, 0x20), nowAt)
            }
        }
    }

    /// Checks what a market cannot fail at: its bounds were checked when they were voted, and its clock is the chain's.
    /// Reverts with BoundsInverted for the first field whose min is above its max, then with ClockBackwards.
    function validate(Bounds memory bounds, Loosening memory loosening, uint40 nowAt) internal pure {
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 min = lane(bounds.min, field);
            uint256 max = lane(bounds.max, field);
            require(min <= max, BoundsInverted(fieldName(field), min, max));
        }
        require(nowAt >= loosening.lastAt, ClockBackwards(nowAt, loosening.lastAt));
    }

    /// The greatest value of the field's type.
    function typeMax(uint256 field) internal pure returns (uint256) {
        if (field == 2) return type(uint40).max; // maxTradeUsd
        if (field == 4) return type(uint16).max; // cppiMultiplierE3
        return type(uint32).max;
    }

    /// The most that is written down as used of a budget: what a slot holds (ParametersPacking).
    function usedMax(uint256 field) internal pure returns (uint256) {
        return field >= 2 && field <= 4 ? typeMax(field) : USED_RATIO_MAX;
    }

    /// The field's name in ASCII, for errors.
    function fieldName(uint256 field) internal pure returns (bytes32) {
        if (field == 0) return "aggressivenessPips";
        if (field == 1) return "bandPips";
        if (field == 2) return "maxTradeUsd";
        if (field == 3) return "intervalSec";
        if (field == 4) return "cppiMultiplierE3";
        if (field == 5) return "guardPips";
        if (field == 6) return "lotPips";
        return "returnPips";
    }

    /// Field `field` of `vector`: in memory, a struct of value types is one word a field.
    function lane(Parameters memory vector, uint256 field) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(vector, shl(5, field)))
        }
    }

    /// Sets field `field` of `vector`; the caller keeps to the field's type.
    function setLane(Parameters memory vector, uint256 field, uint256 value) internal pure {
        assembly ("memory-safe") {
            mstore(add(vector, shl(5, field)), value)
        }
    }
}
