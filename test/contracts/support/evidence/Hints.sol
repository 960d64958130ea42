// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IUniswapV3Pool} from "../../../../contracts/interfaces/IUniswapV3Pool.sol";

/// Finds hints the slow and plain way: of all entries that were written at or before a time, the youngest.
library Hints {
    uint256 internal constant NONE = type(uint256).max;

    /// The index for each time, 16 bits each, the first time's lowest. An entry's age tells its place, since times may
    /// have passed 2^32. `found` is false where the ring does not reach back.
    function find(
        IUniswapV3Pool pool,
        uint256 nowAt,
        uint256[] memory times
    ) internal view returns (bool found, uint256 hints) {
        (, , , uint16 cardinality, , , ) = pool.slot0();
        uint256[] memory best = new uint256[](times.length);
        uint256[] memory bestAgeSec = new uint256[](times.length);
        for (uint256 i = 0; i < times.length; i++) best[i] = NONE;
        for (uint256 index = 0; index < cardinality; index++) {
            (uint32 writtenAt, , , bool isWritten) = pool.observations(index);
            if (!isWritten) continue;
            uint256 ageSec;
            unchecked {
                ageSec = uint32(uint32(nowAt) - writtenAt);
            }
            for (uint256 i = 0; i < times.length; i++) {
                if (ageSec < nowAt - times[i]) continue;
                if (best[i] == NONE || ageSec < bestAgeSec[i]) (best[i], bestAgeSec[i]) = (index, ageSec);
            }
        }
        found = true;
        for (uint256 i = 0; i < times.length; i++) {
            if (best[i] == NONE) return (false, 0);
            hints |= best[i] << (16 * i);
        }
    }
}
