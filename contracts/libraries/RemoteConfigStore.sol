// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RemoteConfig} from "../interfaces/bridge/IRemoteParameters.sol";
import {CodeStore} from "./CodeStore.sol";
import {Parameters} from "./ModelTypes.sol";

/// @title What was voted for a market of another chain, kept as code like a market's configuration
/// @notice The code is CodeStore's of `abi.encode(config)`, whose words are:
///   0 bounds 42 | 42 fallback 8 | 50 epochSec | 51 maxAgeSec | 52 messageAgeSec
library RemoteConfigStore {
    uint256 private constant FALLBACK_OFFSET = 0x540; // word 42

    /// Deploys the configuration's code.
    /// @return location The code's address.
    function save(RemoteConfig memory config) internal returns (address location) {
        return CodeStore.save(abi.encode(config));
    }

    /// Loads the whole configuration.
    /// @return configs An array of one, as in ConfigStore.
    function load(address location) internal view returns (RemoteConfig[] memory configs) {
        // The bounds' head 7 words, the struct 5, the array 2.
        (uint256 words, uint256 bounds) = CodeStore.load(location, 14);
        CodeStore.writeBoundsHead(bounds, words);
        assembly ("memory-safe") {
            let config := add(bounds, 0xe0)
            mstore(config, bounds)
            mstore(add(config, 0x20), add(words, FALLBACK_OFFSET))
            mcopy(add(config, 0x40), add(words, 0x640), 0x60) // words 50 to 52

            configs := add(config, 0xa0)
            mstore(configs, 1)
            mstore(add(configs, 0x20), config)
        }
    }

    /// Ends the call with (fallback vector, status, age); without a configuration, zeros in the vector's place.
    function returnFallback(address location, uint256 status, uint256 ageSec) internal view {
        CodeStore.returnVector(location, FALLBACK_OFFSET, status, ageSec);
    }

    /// Copies the fallback vector alone into memory that is there already.
    function loadFallbackInto(address location, Parameters memory fallbackVector) internal view {
        CodeStore.loadVectorInto(location, FALLBACK_OFFSET, fallbackVector);
    }
}
