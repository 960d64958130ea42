// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EvidenceState} from "../../../../contracts/evidence/EvidenceState.sol";
import {PoolMemory} from "../../../../contracts/evidence/PoolMemory.sol";
import {KeptState} from "../../../../contracts/interfaces/IProvenEvidence.sol";

/// The walk behind an external call. Without the optimizer it has more variables than the compiler has room for.
contract EvidenceStateCaller {
    function walk(
        KeptState memory state,
        PoolMemory.Sums memory sums,
        uint256[] memory times,
        uint256 slowDepthUsd6,
        EvidenceState.Rules memory rules
    ) external pure returns (KeptState memory) {
        EvidenceState.walk(state, sums, times, slowDepthUsd6, rules);
        return state;
    }
}
