// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Parameters} from "./ModelTypes.sol";

/// @title Data that is kept as the code of a contract of its own
/// @notice The code is a byte 0x00 (STOP, so that a call to it does nothing) followed by an ABI encoding. A static
/// struct has the same words in memory as in the encoding, and an array as well: what was copied is used where it lies,
/// without decoding. Distances are in bytes from the start of the encoding.
library CodeStore {
    /// The configuration could not be stored: out of gas, or out of nonces.
    error ConfigNotStored();

    /// Deploys the data as code.
    /// @param data Fewer than 2^16 - 1 bytes.
    /// @return location The code's address.
    function save(bytes memory data) internal returns (address location) {
        // Returns what follows it: PUSH2 size, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN.
        bytes memory creation = bytes.concat(hex"61", bytes2(uint16(data.length + 1)), hex"80600a5f395ff300", data);
        assembly ("memory-safe") {
            location := create(0, add(creation, 0x20), mload(creation))
        }
        require(location != address(0), ConfigNotStored());
    }

    /// Copies all of the data into fresh memory, with room for so many words behind it.
    /// @return words Where the data lies.
    /// @return room Where the room begins, which is not filled with zeros.
    function load(address location, uint256 roomWords) internal view returns (uint256 words, uint256 room) {
        assembly ("memory-safe") {
            words := mload(0x40)
            let size := sub(extcodesize(location), 1)
            extcodecopy(location, words, 1, size)
            room := add(words, size)
            mstore(0x40, add(room, shl(5, roomWords)))
        }
    }

    /// Writes the head of `Bounds`, 7 words, whose 42 words lie elsewhere in memory: a pointer to each of the five
    /// vectors, then the two plain members.
    function writeBoundsHead(uint256 head, uint256 words) internal pure {
        assembly ("memory-safe") {
            mstore(head, words) // min
            mstore(add(head, 0x20), add(words, 0x100)) // max
            mstore(add(head, 0x40), add(words, 0x200)) // step up
            mstore(add(head, 0x60), add(words, 0x300)) // step down
            mstore(add(head, 0x80), add(words, 0x400)) // budget
            mcopy(add(head, 0xa0), add(words, 0x500), 0x40) // window and cooldown
        }
    }

    /// Ends the call with the data: the code holds the very encoding of the answer.
    function returnData(address location) internal view {
        assembly ("memory-safe") {
            let answer := mload(0x40)
            let size := sub(extcodesize(location), 1)
            extcodecopy(location, answer, 1, size)
            return(answer, size)
        }
    }

    /// Ends the call with (vector, status, age); without any data, zeros in the vector's place.
    function returnVector(address location, uint256 offset, uint256 status, uint256 ageSec) internal view {
        assembly ("memory-safe") {
            let answer := mload(0x40)
            extcodecopy(location, answer, add(offset, 1), 0x100)
            mstore(add(answer, 0x100), status)
            mstore(add(answer, 0x120), ageSec)
            return(answer, 0x140)
        }
    }

    /// Copies one vector into memory that is there already.
    function loadVectorInto(address location, uint256 offset, Parameters memory vector) internal view {
        assembly ("memory-safe") {
            extcodecopy(location, vector, add(offset, 1), 0x100)
        }
    }
}
