// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MarketConfig} from "./MarketTypes.sol";
import {Parameters} from "./ModelTypes.sol";

/// @title A market's configuration, kept as the code of a contract of its own
/// @notice A push needs all of the configuration and a vote changes it rarely. Sixty words in storage would cost a push
/// 2,100 gas for each slot, packed or not; as code, everything costs 2,600 once, reporters included. A vote pays about
/// 400,000 more.
///
/// The code is a byte 0x00 (STOP, so that a call to it does nothing) followed by `abi.encode(config)`, whose words are:
///   0 offset | 1 policy 11 | 12 bounds 32 | 44 fallback 6 | 50 freshness 3 | 53 source 7 | 60 threshold
///   | 61 offset of reporters | 62 number of reporters | 63 reporters
/// A static struct has the same words in memory as in the encoding, and an array as well: what was copied is used where
/// it lies, without decoding. test/contracts/RiskParametersLibraries.t.sol compares it with `abi.decode`.
library ConfigStore {
    /// The configuration could not be stored: out of gas, or out of nonces.
    error ConfigNotStored();

    uint256 private constant FALLBACK_OFFSET = 0x580; // word 44

    /// Deploys the configuration's code.
    /// @return location The code's address.
    function save(MarketConfig memory config) internal returns (address location) {
        bytes memory data = abi.encode(config);
        // Returns what follows it: PUSH2 size, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN. The size is far below
        // 2^16: MarketRules admits 32 reporters at most.
        bytes memory creation = bytes.concat(hex"61", bytes2(uint16(data.length + 1)), hex"80600a5f395ff300", data);
        assembly ("memory-safe") {
            location := create(0, add(creation, 0x20), mload(creation))
        }
        require(location != address(0), ConfigNotStored());
    }

    /// Loads the whole configuration.
    /// @return configs An array of one. Solidity fills a struct that is returned with zeros, then throws them away,
    /// which for this one takes 2,000 gas; it does no such thing with an array.
    function load(address location) internal view returns (MarketConfig[] memory configs) {
        assembly ("memory-safe") {
            let words := mload(0x40)
            let size := sub(extcodesize(location), 1)
            extcodecopy(location, words, 1, size)

            // Bounds need a head of their own: five pointers, then the two plain members.
            let bounds := add(words, size)
            mstore(bounds, add(words, 0x180)) // min, word 12
            mstore(add(bounds, 0x20), add(words, 0x240)) // max, word 18
            mstore(add(bounds, 0x40), add(words, 0x300)) // step up, word 24
            mstore(add(bounds, 0x60), add(words, 0x3c0)) // step down, word 30
            mstore(add(bounds, 0x80), add(words, 0x480)) // budget, word 36
            mcopy(add(bounds, 0xa0), add(words, 0x540), 0x40) // words 42 and 43

            // The struct: a word for each member, pointers to the nested ones.
            let config := add(bounds, 0xe0)
            mstore(config, add(words, 0x20)) // policy, word 1
            mstore(add(config, 0x20), bounds)
            mstore(add(config, 0x40), add(words, FALLBACK_OFFSET))
            mstore(add(config, 0x60), add(words, 0x640)) // freshness, word 50
            mstore(add(config, 0x80), add(words, 0x6a0)) // source, word 53
            mstore(add(config, 0xa0), mload(add(words, 0x780))) // threshold, word 60
            mstore(add(config, 0xc0), add(words, 0x7c0)) // reporters, word 62

            configs := add(config, 0xe0)
            mstore(configs, 1)
            mstore(add(configs, 0x20), config)
            mstore(0x40, add(configs, 0x40))
        }
    }

    /// Copies the fallback vector alone into memory that is there already.
    function loadFallbackInto(address location, Parameters memory fallbackVector) internal view {
        assembly ("memory-safe") {
            extcodecopy(location, fallbackVector, add(FALLBACK_OFFSET, 1), 0xc0)
        }
    }
}
