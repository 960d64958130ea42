// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MarketConfig} from "./MarketTypes.sol";
import {Parameters} from "./ModelTypes.sol";

/// @title A market's configuration, kept as the code of a contract of its own
/// @notice A push needs all of the configuration and a vote changes it rarely. Ninety-two words in storage would cost a
/// push 2,100 gas for each slot, packed or not; as code, everything costs 2,600 once, reporters included. A vote pays
/// about 600,000 more. The code's address names the configuration: evidence says which one it was measured under.
///
/// The code is a byte 0x00 (STOP, so that a call to it does nothing) followed by `abi.encode(config)`, whose words are:
///   0 offset | 1 policy 16 | 17 bounds 42 | 59 fallback 8 | 67 freshness 3 | 70 source 14 | 84 model | 85 core hash
///   | 86 threshold | 87 offset of reporters | 88 number of reporters | 89 reporters
/// A static struct has the same words in memory as in the encoding, and an array as well: what was copied is used where
/// it lies, without decoding. test/contracts/RiskParametersLibraries.t.sol compares it with `abi.decode`.
library ConfigStore {
    /// The configuration could not be stored: out of gas, or out of nonces.
    error ConfigNotStored();

    uint256 private constant FALLBACK_OFFSET = 0x760; // word 59

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
            mstore(bounds, add(words, 0x220)) // min, word 17
            mstore(add(bounds, 0x20), add(words, 0x320)) // max, word 25
            mstore(add(bounds, 0x40), add(words, 0x420)) // step up, word 33
            mstore(add(bounds, 0x60), add(words, 0x520)) // step down, word 41
            mstore(add(bounds, 0x80), add(words, 0x620)) // budget, word 49
            mcopy(add(bounds, 0xa0), add(words, 0x720), 0x40) // words 57 and 58

            // The struct: a word for each member, pointers to the nested ones.
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
            mstore(0x40, add(configs, 0x40))
        }
    }

    /// Ends the call with the configuration: the code holds the very encoding of the answer.
    function returnConfig(address location) internal view {
        assembly ("memory-safe") {
            let answer := mload(0x40)
            let size := sub(extcodesize(location), 1)
            extcodecopy(location, answer, 1, size)
            return(answer, size)
        }
    }

    /// Ends the call with (fallback vector, status, age); without a configuration, zeros in the vector's place.
    function returnFallback(address location, uint256 status, uint256 ageSec) internal view {
        assembly ("memory-safe") {
            let answer := mload(0x40)
            extcodecopy(location, answer, add(FALLBACK_OFFSET, 1), 0x100)
            mstore(add(answer, 0x100), status)
            mstore(add(answer, 0x120), ageSec)
            return(answer, 0x140)
        }
    }

    /// Copies the fallback vector alone into memory that is there already.
    function loadFallbackInto(address location, Parameters memory fallbackVector) internal view {
        assembly ("memory-safe") {
            extcodecopy(location, fallbackVector, add(FALLBACK_OFFSET, 1), 0x100)
        }
    }
}
