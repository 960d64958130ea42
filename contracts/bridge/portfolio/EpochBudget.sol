// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// What was used in the epoch of the clock that `epoch` counts.
struct Budget {
    uint40 epoch;
    uint216 used;
}

/// A limit an epoch of the chain's own clock. Epochs are those of unix time: two that meet allow twice the limit within
/// a moment, and no more than that.
library EpochBudget {
    /// What is used of this epoch's.
    function usedNow(Budget storage budget, uint32 epochSec) internal view returns (uint256) {
        return budget.epoch == block.timestamp / epochSec ? budget.used : 0;
    }

    /// Adds to what is used, whatever the limit. `amount` is far below the type's maximum: it was compared with one.
    function use(Budget storage budget, uint32 epochSec, uint256 amount) internal {
        budget.used = uint216(usedNow(budget, epochSec) + amount);
        budget.epoch = uint40(block.timestamp / epochSec);
    }
}
