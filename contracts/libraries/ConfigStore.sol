// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CodeStore} from "./CodeStore.sol";
import {MarketConfig} from "./MarketTypes.sol";
import {Parameters} from "./ModelTypes.sol";

/// @title A market's configuration, kept as the code of a contract of its own
/// @notice A push needs all of the configuration and a vote changes it rarely. Ninety-two words in storage would cost a
/// push 2,100 gas for each slot, packed or not; as code, everything costs 2,600 once, reporters included. A vote pays
/// about 600,000 more. The code's address names the configuration: evidence says which one it was measured under.
///
/// The code is CodeStore's of `abi.encode(config)`, whose words are:
///   0 offset | 1 policy 16 | 17 bounds 42 | 59 fallback 8 | 67 freshness 3 | 70 source 14 | 84 model | 85 core hash
///   | 86 threshold | 87 offset of reporters | 88 number of reporters | 89 reporters
/// A static struct has the same words in memory as in the encoding, and an array as well: what was copied is used where
/// it lies, without decoding. test/contracts/RiskParametersLibraries.t.sol compares it with `abi.decode`.
library ConfigStore {
    uint256 private constant FALLBACK_OFFSET = 0x760; // word 59

    /// Deploys the configuration's code.
    /// @return location The code's address.
    function save(MarketConfig memory config) internal returns (address location) {
        // Far below 2^16 bytes: MarketRules admits 32 reporters at most.
        return CodeStore.save(abi.encode(config));
    }

    /// Loads the whole configuration.
    /// @return configs An array of one. Solidity fills a struct that is returned with zeros, then throws them away,
    /// which for this one takes 2,000 gas; it does no such thing with an array.
    function load(address location) internal view returns (MarketConfig[] memory configs) {
        // Bounds need a head of their own, 7 words; the struct a word for each of its 9 members; the array 2.
        (uint256 words, uint256 bounds) = CodeStore.load(location, 18);
        CodeStore.writeBoundsHead(bounds, words + 0x220); // word 17
        assembly ("memory-safe") {
            let config := add(bounds, 0xe0)
            mstore(config, add(words, 0x20)) // policy, word 1
            mstore(add(config, 0x20), bounds)
            mstore(add(config, 0x40), add(words, FALLBACK_OFFSET))
            mstore(add(config, 0x60), add(words, 0x860)) // freshness, word 67
            mstore(add(config, 0x80), add(words, 0x8c0)) // source, word 70
            mcopy(add(config, 0xa0), add(words, 0xa80), 0x60) // model, core hash, threshold: words 84 to 86
            mstore(add(config, 0x100), add(words, 0xb00)) // reporters, word 88

            configs := add(config, 0x120)
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
