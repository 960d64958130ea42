// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IProvenEvidence} from "../interfaces/IProvenEvidence.sol";
import {BlockSource, ChainBlocks} from "../libraries/ChainBlocks.sol";

/// @title A block's base fee from its header, proven by the header's hash
/// Method:   a header is a list in RLP. Everything before its difficulty has a fixed length, so that stands at byte
///           448; number follows it, then gas limit, gas used, time, extra data, mix hash, nonce, base fee.
/// Domain:   headers since London (EIP-1559) of up to 65,535 bytes, whatever fields a fork has put behind the base fee.
/// Special:  what is read counts only because the whole hashes to what the chain says of that number: bytes of another
///           form cannot.
/// Source:   Ethereum yellow paper, section 4.4.3 and appendix B; EIP-1559; EIP-2935.
library HeaderLib {
    // A list's prefix, parent hash, ommers' hash, beneficiary, three roots, bloom.
    uint256 private constant DIFFICULTY_OFFSET = 448;
    uint256 private constant BLOOM_OFFSET = 189;
    bytes1 private constant LIST_OF_TWO_LENGTH_BYTES = 0xf9;
    bytes1 private constant STRING_OF_TWO_LENGTH_BYTES = 0xb9;
    uint256 private constant SKIPPED_FIELDS = 7;

    /// The block's number and base fee, and how many blocks ago it was.
    /// Reverts with HeaderMalformed, HeaderOutsideWindow, HeaderUnknown.
    function readBaseFee(
        bytes calldata header,
        BlockSource source,
        uint256 minAgeBlocks,
        uint256 maxAgeBlocks
    ) internal view returns (uint256 baseFeePerGas, uint256 ageBlocks) {
        bool isHeader =
            header.length > DIFFICULTY_OFFSET &&
                header[0] == LIST_OF_TWO_LENGTH_BYTES &&
                header[BLOOM_OFFSET] == STRING_OF_TWO_LENGTH_BYTES;
        require(isHeader, IProvenEvidence.HeaderMalformed());

        uint256 offset = skip(header, DIFFICULTY_OFFSET);
        uint256 blockNumber = readUint(header, offset);
        // Number, gas limit, gas used, time, extra data, mix hash, nonce.
        for (uint256 i = 0; i < SKIPPED_FIELDS; i++) offset = skip(header, offset);
        // A chain may have base fees and none in its headers: what is read must be the header's.
        require(offset < header.length, IProvenEvidence.HeaderMalformed());
        baseFeePerGas = readUint(header, offset);

        uint256 current = ChainBlocks.currentNumber(source);
        ageBlocks = blockNumber < current ? current - blockNumber : 0;
        require(
            ageBlocks >= minAgeBlocks && ageBlocks <= maxAgeBlocks,
            IProvenEvidence.HeaderOutsideWindow(ageBlocks, minAgeBlocks, maxAgeBlocks)
        );
        bool isKnown = keccak256(header) == ChainBlocks.hashOf(source, blockNumber, ageBlocks);
        require(isKnown, IProvenEvidence.HeaderUnknown(blockNumber));
    }

    /// Where the item after the one at `offset` begins. Reverts with HeaderMalformed: no item of a header from its
    /// difficulty to its base fee is a list, or has more than 65,535 bytes.
    function skip(bytes calldata header, uint256 offset) private pure returns (uint256) {
        unchecked {
            uint256 word = wordAt(header, offset);
            uint256 prefix = word >> 248;
            if (prefix < 0x80) return offset + 1;
            if (prefix <= 0xb7) return offset + 1 + (prefix - 0x80);
            if (prefix == 0xb8) return offset + 2 + uint8(word >> 240);
            require(prefix == 0xb9, IProvenEvidence.HeaderMalformed());
            return offset + 3 + uint16(word >> 232);
        }
    }

    /// The unsigned integer at `offset`. Reverts with HeaderMalformed: none that is asked for has more than 8 bytes.
    function readUint(bytes calldata header, uint256 offset) private pure returns (uint256) {
        unchecked {
            uint256 word = wordAt(header, offset);
            uint256 prefix = word >> 248;
            if (prefix < 0x80) return prefix;
            require(prefix <= 0x88, IProvenEvidence.HeaderMalformed());
            return (word << 8) >> (256 - 8 * (prefix - 0x80));
        }
    }

    /// The 32 bytes from `offset` on. What lies behind the header counts as well: only bytes that hash to a block's
    /// hash are taken, and those hold what is looked for.
    function wordAt(bytes calldata header, uint256 offset) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(header.offset, offset))
        }
    }
}
