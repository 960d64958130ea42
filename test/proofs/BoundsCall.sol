// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BoundsLib} from "../../contracts/libraries/BoundsLib.sol";
import {BoundsCase, BoundsOutcome} from "../contracts/support/ReadableBounds.sol";

/// @title A call whose answer is known, to try the executor of the proofs with
contract BoundsCall {
    function move(BoundsCase memory c) external pure returns (BoundsOutcome memory outcome) {
        outcome.next = c.current;
        outcome.loosening = c.loosening;
        outcome.limits = BoundsLib.applyBounds(
            outcome.next,
            c.target,
            c.bounds,
            outcome.loosening,
            c.nowAt,
            c.isSameEpoch
        );
    }
}
