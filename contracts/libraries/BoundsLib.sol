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

    /// Moves the values in force towards the target as far as the bounds allow.
    /// `limits` holds the `Limit` of each field in 4 bits, the first field lowest.
    /// Takes what `validate` has let pass.
    function applyBounds(
        Parameters memory current,
        Parameters memory target,
        Bounds memory bounds,
        Loosening memory loosening,
        uint40 nowAt,
        bool isSameEpoch
    ) internal pure returns (Parameters memory next, Loosening memory nextLoosening, uint32 limits) {
        unchecked {
            uint256 elapsedSec = uint256(nowAt) - loosening.lastAt;
            bool coolingDown = loosening.lastAt != 0 && elapsedSec < bounds.cooldownSec;
            bool loosened = false;
            for (uint256 field = 0; field < FIELD_COUNT; field++) {
                uint256 used = computeUsed(bounds, loosening, field, elapsedSec);
                uint256 from = lane(current, field);
                (uint256 value, Limit limit) = boundField(
                    from,
                    lane(target, field),
                    bounds,
                    field,
                    used,
                    coolingDown,
                    isSameEpoch
                );
                setLane(next, field, value);
                limits |= uint32(uint256(limit) << (4 * field));
                if (value != from && loosensUp(field) == value > from) {
                    loosened = true;
                    uint256 moved = value > from ? value - from : from - value;
                    used += moved;
                }
                setLane(nextLoosening.used, field, least(used, usedMax(field)));
            }
            if (!loosened) return (next, loosening, limits);
            nextLoosening.lastAt = nowAt;
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

    /// What of the budget is still used after the linear refill since the last loosening.
    function computeUsed(
        Bounds memory bounds,
        Loosening memory loosening,
        uint256 field,
        uint256 elapsedSec
    ) private pure returns (uint256) {
        unchecked {
            if (elapsedSec >= bounds.budgetWindowSec) return 0;
            uint256 used = lane(loosening.used, field);
            uint256 refill = (lane(bounds.budget, field) * elapsedSec) / bounds.budgetWindowSec;
            return used - least(used, refill);
        }
    }

    /// The field's next value and what was binding.
    function boundField(
        uint256 current,
        uint256 target,
        Bounds memory bounds,
        uint256 field,
        uint256 used,
        bool coolingDown,
        bool isSameEpoch
    ) private pure returns (uint256 next, Limit) {
        unchecked {
            bool up = target > current;
            uint256 distance = up ? target - current : current - target;
            uint256 step = lane(up ? bounds.stepUp : bounds.stepDown, field);
            Limit limit = Limit.Step;
            if (isSameEpoch) {
                if (up == loosensUp(field) || step != typeMax(field)) (step, limit) = (0, Limit.Epoch);
            } else if (up == loosensUp(field)) {
                uint256 allowance = lane(bounds.budget, field);
                if (allowance != typeMax(field)) allowance -= least(allowance, used);
                if (coolingDown) (step, limit) = (0, Limit.Cooldown);
                else if (allowance < step) (step, limit) = (allowance, Limit.Budget);
            }
            if (distance <= step) (next, limit) = (target, Limit.None);
            else next = up ? current + step : current - step;

            uint256 min = lane(bounds.min, field);
            uint256 max = lane(bounds.max, field);
            if (next < min) return (min, Limit.Min);
            if (next > max) return (max, Limit.Max);
            return (next, limit);
        }
    }

    /// More means more risk: aggressiveness, max trade, CPPI multiplier, lot.
    function loosensUp(uint256 field) internal pure returns (bool) {
        return field & 1 == 0;
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

    function least(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
