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

    /// Moves `values` towards the target as far as the bounds allow, and keeps count of the budget: both in place.
    /// Takes what `validate` has let pass. `limits` holds the `Limit` of each field in 4 bits, the first field lowest.
    ///
    /// By hand, since every push goes through eight rounds of it: the compiler's form of the same takes 3,400 gas more
    /// (test/contracts/support/ReadableBounds.sol, to which a fuzz test compares this).
    // solhint-disable-next-line function-max-lines
    function applyBounds(
        Parameters memory values,
        Parameters memory target,
        Bounds memory bounds,
        Loosening memory loosening,
        uint40 nowAt,
        bool isSameEpoch
    ) internal pure returns (uint32 limits) {
        // Never loosened is long ago.
        bool isCoolingDown = loosening.lastAt != 0 && nowAt - loosening.lastAt < bounds.cooldownSec;
        assembly ("memory-safe") {
            // Everything at fixed distances: the loop then has one pointer, and the compiler keeps its variables on the
            // stack.
            let start := mload(0x40)
            mcopy(start, values, 0x100)
            mcopy(add(start, 0x100), target, 0x100)
            mcopy(add(start, 0x200), mload(bounds), 0x100) // min
            mcopy(add(start, 0x300), mload(add(bounds, 0x20)), 0x100) // max
            mcopy(add(start, 0x400), mload(add(bounds, 0x40)), 0x100) // step up
            mcopy(add(start, 0x500), mload(add(bounds, 0x60)), 0x100) // step down
            mcopy(add(start, 0x600), mload(add(bounds, 0x80)), 0x100) // budget
            mcopy(add(start, 0x700), mload(loosening), 0x100) // used

            let elapsedSec := sub(nowAt, mload(add(loosening, 0x20)))
            let windowSec := mload(add(bounds, 0xa0))
            let hasLoosened := 0
            for {
                let index := 0
            } lt(index, 8) {
                index := add(index, 1)
            } {
                let place := add(start, shl(5, index))
                // Fields that loosen downwards are seen in a mirror, where they loosen upwards and distances are the
                // same.
                let mirror := sub(0, and(index, 1))
                let current := xor(mload(place), mirror)
                let next := xor(mload(add(place, 0x100)), mirror)
                // What of the budget is still used after the linear refill since the last loosening.
                let used := 0
                if lt(elapsedSec, windowSec) {
                    let before := mload(add(place, 0x700))
                    let refill := div(mul(mload(add(place, 0x600)), elapsedSec), windowSec)
                    used := mul(gt(before, refill), sub(before, refill))
                }
                let limit := LIMIT_STEP
                switch gt(next, current)
                case 0 {
                    // Tightening: down, in the mirror up.
                    let step := mload(add(place, add(0x500, and(mirror, not(0xff)))))
                    if isSameEpoch {
                        if xor(step, maxOf(index)) {
                            step := 0
                            limit := LIMIT_EPOCH
                        }
                    }
                    switch gt(sub(current, next), step)
                    case 0 {
                        limit := 0
                    }
                    default {
                        next := sub(current, step)
                    }
                }
                default {
                    let step := mload(add(place, sub(0x400, and(mirror, not(0xff)))))
                    let allowance := mload(add(place, 0x600))
                    if xor(allowance, maxOf(index)) {
                        allowance := mul(gt(allowance, used), sub(allowance, used))
                    }
                    if lt(allowance, step) {
                        step := allowance
                        limit := LIMIT_BUDGET
                    }
                    if or(isSameEpoch, isCoolingDown) {
                        step := 0
                        limit := LIMIT_COOLDOWN
                        if isSameEpoch {
                            limit := LIMIT_EPOCH
                        }
                    }
                    switch gt(sub(next, current), step)
                    case 0 {
                        limit := 0
                    }
                    default {
                        next := add(current, step)
                    }
                }
                let value := xor(next, mirror)
                {
                    let min := mload(add(place, 0x200))
                    let max := mload(add(place, 0x300))
                    if or(lt(value, min), gt(value, max)) {
                        limit := LIMIT_MIN
                        if gt(value, max) {
                            min := max
                            limit := LIMIT_MAX
                        }
                        value := min
                        next := xor(min, mirror)
                    }
                }
                mstore(place, value)
                limits := or(limits, shl(shl(2, index), limit))
                if gt(next, current) {
                    hasLoosened := 1
                    used := add(used, sub(next, current))
                }
                // A ratio is counted in 26 bits, the others in those of their types, of which 16 is the least.
                if gt(used, 0xffff) {
                    let most := USED_RATIO_MAX
                    if and(gt(index, 1), lt(index, 5)) {
                        most := maxOf(index)
                    }
                    if gt(used, most) {
                        used := most
                    }
                }
                mstore(add(place, 0x700), used)
            }
            mcopy(values, start, 0x100)
            if hasLoosened {
                mcopy(mload(loosening), add(start, 0x700), 0x100)
                mstore(add(loosening, 0x20), nowAt)
            }

            // The greatest value of a field's type.
            function maxOf(field) -> greatest {
                greatest := sub(shl(shl(3, byte(field, TYPE_BYTES)), 1), 1)
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
