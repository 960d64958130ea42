// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Bounds, BoundsLib, Loosening} from "../../../contracts/libraries/BoundsLib.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";

/// BoundsLib.applyBounds as one would read it: the form that the contract's own, written by hand, is compared to.
library ReadableBounds {
    uint256 private constant FIELD_COUNT = 8;

    /// Moves the values in force towards the target as far as the bounds allow.
    /// `limits` holds the `Limit` of each field in 4 bits, the first field lowest.
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
                uint256 from = BoundsLib.lane(current, field);
                (uint256 value, BoundsLib.Limit limit) = boundField(
                    from,
                    BoundsLib.lane(target, field),
                    bounds,
                    field,
                    used,
                    coolingDown,
                    isSameEpoch
                );
                BoundsLib.setLane(next, field, value);
                limits |= uint32(uint256(limit) << (4 * field));
                if (value != from && loosensUp(field) == value > from) {
                    loosened = true;
                    uint256 moved = value > from ? value - from : from - value;
                    used += moved;
                }
                BoundsLib.setLane(nextLoosening.used, field, least(used, BoundsLib.usedMax(field)));
            }
            if (!loosened) return (next, loosening, limits);
            nextLoosening.lastAt = nowAt;
        }
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
            uint256 used = BoundsLib.lane(loosening.used, field);
            uint256 refill = (BoundsLib.lane(bounds.budget, field) * elapsedSec) / bounds.budgetWindowSec;
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
    ) private pure returns (uint256 next, BoundsLib.Limit) {
        unchecked {
            bool up = target > current;
            uint256 distance = up ? target - current : current - target;
            uint256 step = BoundsLib.lane(up ? bounds.stepUp : bounds.stepDown, field);
            BoundsLib.Limit limit = BoundsLib.Limit.Step;
            if (isSameEpoch) {
                if (up == loosensUp(field) || step != BoundsLib.typeMax(field)) (step, limit) = (0, BoundsLib.Limit.Epoch);
            } else if (up == loosensUp(field)) {
                uint256 allowance = BoundsLib.lane(bounds.budget, field);
                if (allowance != BoundsLib.typeMax(field)) allowance -= least(allowance, used);
                if (coolingDown) (step, limit) = (0, BoundsLib.Limit.Cooldown);
                else if (allowance < step) (step, limit) = (allowance, BoundsLib.Limit.Budget);
            }
            if (distance <= step) (next, limit) = (target, BoundsLib.Limit.None);
            else next = up ? current + step : current - step;

            uint256 min = BoundsLib.lane(bounds.min, field);
            uint256 max = BoundsLib.lane(bounds.max, field);
            if (next < min) return (min, BoundsLib.Limit.Min);
            if (next > max) return (max, BoundsLib.Limit.Max);
            return (next, limit);
        }
    }

    /// More means more risk: aggressiveness, max trade, CPPI multiplier, lot.
    function loosensUp(uint256 field) private pure returns (bool) {
        return field & 1 == 0;
    }

    function least(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
