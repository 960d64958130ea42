// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Bounds, BoundsLib, Loosening} from "../../../contracts/libraries/BoundsLib.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";

/// One call of `applyBounds`, in the fields and order of the twin's tool.
struct BoundsCase {
    Parameters current;
    Parameters target;
    Bounds bounds;
    Loosening loosening;
    uint40 nowAt;
    bool isSameEpoch;
}

/// What a call returns.
struct BoundsOutcome {
    Parameters next;
    Loosening loosening;
    uint32 limits;
}

/// BoundsLib.applyBounds as one would read it: the form that the contract's own, written by hand, is compared to.
library ReadableBounds {
    uint256 private constant FIELD_COUNT = 8;

    function applyBounds(BoundsCase memory c) internal pure returns (BoundsOutcome memory outcome) {
        bool loosened = false;
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 from = BoundsLib.lane(c.current, field);
            (uint256 value, BoundsLib.Limit limit) = boundField(c, field);
            BoundsLib.setLane(outcome.next, field, value);
            outcome.limits |= uint32(uint256(limit) << (4 * field));

            uint256 used = computeUsed(c, field);
            if (value != from && loosensUp(field) == value > from) {
                loosened = true;
                used += value > from ? value - from : from - value;
            }
            BoundsLib.setLane(outcome.loosening.used, field, least(used, BoundsLib.usedMax(field)));
        }
        outcome.loosening.lastAt = c.nowAt;
        if (!loosened) outcome.loosening = c.loosening;
    }

    /// What of the budget is still used after the linear refill since the last loosening.
    function computeUsed(BoundsCase memory c, uint256 field) private pure returns (uint256) {
        uint256 elapsedSec = c.nowAt - c.loosening.lastAt;
        if (elapsedSec >= c.bounds.budgetWindowSec) return 0;
        uint256 used = BoundsLib.lane(c.loosening.used, field);
        uint256 refill = (BoundsLib.lane(c.bounds.budget, field) * elapsedSec) / c.bounds.budgetWindowSec;
        return used - least(used, refill);
    }

    /// How far the field may move in the direction of its target, and what says so.
    function computeStep(BoundsCase memory c, uint256 field) private pure returns (uint256 step, BoundsLib.Limit) {
        bool up = BoundsLib.lane(c.target, field) > BoundsLib.lane(c.current, field);
        bool loosens = up == loosensUp(field);
        step = BoundsLib.lane(up ? c.bounds.stepUp : c.bounds.stepDown, field);
        if (c.isSameEpoch) {
            bool isFree = !loosens && step == BoundsLib.typeMax(field);
            return isFree ? (step, BoundsLib.Limit.Step) : (0, BoundsLib.Limit.Epoch);
        }
        if (!loosens) return (step, BoundsLib.Limit.Step);
        uint256 lastAt = c.loosening.lastAt;
        if (lastAt != 0 && c.nowAt - lastAt < c.bounds.cooldownSec) return (0, BoundsLib.Limit.Cooldown);
        uint256 allowance = BoundsLib.lane(c.bounds.budget, field);
        if (allowance != BoundsLib.typeMax(field)) allowance -= least(allowance, computeUsed(c, field));
        return allowance < step ? (allowance, BoundsLib.Limit.Budget) : (step, BoundsLib.Limit.Step);
    }

    /// The field's next value and what was binding.
    function boundField(BoundsCase memory c, uint256 field) private pure returns (uint256 next, BoundsLib.Limit limit) {
        uint256 current = BoundsLib.lane(c.current, field);
        uint256 target = BoundsLib.lane(c.target, field);
        uint256 step;
        (step, limit) = computeStep(c, field);
        bool up = target > current;
        if ((up ? target - current : current - target) <= step) (next, limit) = (target, BoundsLib.Limit.None);
        else next = up ? current + step : current - step;

        uint256 min = BoundsLib.lane(c.bounds.min, field);
        uint256 max = BoundsLib.lane(c.bounds.max, field);
        if (next < min) return (min, BoundsLib.Limit.Min);
        if (next > max) return (max, BoundsLib.Limit.Max);
    }

    /// More means more risk: aggressiveness, max trade, CPPI multiplier, lot.
    function loosensUp(uint256 field) private pure returns (bool) {
        return field % 2 == 0;
    }

    function least(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
