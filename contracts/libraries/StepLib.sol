// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Bounds, BoundsLib, Loosening} from "./BoundsLib.sol";
import {Parameters} from "./ModelTypes.sol";
import {ParametersPacking} from "./ParametersPacking.sol";

/// @title From a target to what a market's slots hold next
library StepLib {
    /// Moves what the reader gets now towards the target, as far as the bounds allow. Uses the fallback's memory up.
    /// Words: vectors and a record as they are stored. `limits`: BoundsLib.
    function computeNext(
        uint256 word,
        uint256 looseningWord,
        Parameters memory fallbackVector,
        Parameters memory target,
        Bounds memory bounds,
        bool isSameEpoch
    ) internal view returns (uint256 oldWord, uint256 nextWord, uint256 nextLooseningWord, uint256 limits) {
        Parameters memory values = fallbackVector;
        if (ParametersPacking.isActive(word)) ParametersPacking.unpackValues(word, values);
        oldWord = ParametersPacking.packValues(values);
        Loosening memory loosening;
        ParametersPacking.unpackLoosening(looseningWord, loosening);
        limits = BoundsLib.applyBounds(values, target, bounds, loosening, uint40(block.timestamp), isSameEpoch);
        nextWord = ParametersPacking.packValues(values);
        nextLooseningWord = ParametersPacking.packLoosening(loosening);
    }
}
