// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BoundsLib} from "../../contracts/libraries/BoundsLib.sol";
import {Parameters} from "../../contracts/libraries/ModelTypes.sol";

/// @title Statements of a contract's promises, for `npm run prove`
/// @notice A function whose name begins with `prove_` is a statement: for all its arguments, of all values of their
/// types, no assertion in it fails and nothing in it reverts or overflows. `assume` takes inputs out of it, and nothing
/// else does.
abstract contract Proof {
    /// The statement says nothing of these inputs.
    error Assumption();

    uint256 internal constant FIELD_COUNT = 8;

    function assume(bool condition) internal pure {
        if (!condition) revert Assumption();
    }

    function copy(Parameters memory from) internal pure returns (Parameters memory to) {
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            BoundsLib.setLane(to, field, BoundsLib.lane(from, field));
        }
    }

    function assertEqual(Parameters memory a, Parameters memory b) internal pure {
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            assert(BoundsLib.lane(a, field) == BoundsLib.lane(b, field));
        }
    }

    function least(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }
}
