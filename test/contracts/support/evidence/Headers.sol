// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// A block's header, as far as its form matters. `extraFields`: what forks put behind the base fee, as encoded items.
struct HeaderParts {
    bytes bloom;
    uint256 difficulty;
    uint256 number;
    uint256 gasLimit;
    uint256 gasUsed;
    uint256 timestamp;
    bytes extraData;
    uint256 baseFeePerGas;
    bytes extraFields;
}

/// Headers in RLP, for tests. Source: Ethereum yellow paper, appendix B.
library Headers {
    bytes32 private constant ANY_HASH = keccak256("any");

    /// Of mainnet since Prague: withdrawals, blob gas used and in excess, beacon root, requests.
    function pragueFields() internal pure returns (bytes memory) {
        return bytes.concat(_hash(), encodeUint(131_072), encodeUint(0), _hash(), _hash());
    }

    function shanghaiFields() internal pure returns (bytes memory) {
        return _hash();
    }

    function plain(uint256 number, uint256 baseFeePerGas) internal pure returns (HeaderParts memory) {
        return
            HeaderParts({
                bloom: new bytes(256),
                difficulty: 0,
                number: number,
                gasLimit: 36e6,
                gasUsed: 17_345_678,
                timestamp: 1_800_000_000,
                extraData: "beaverbuild.org",
                baseFeePerGas: baseFeePerGas,
                extraFields: pragueFields()
            });
    }

    function encode(HeaderParts memory parts) internal pure returns (bytes memory) {
        return encodeList(bytes.concat(encodeHead(parts), encodeUint(parts.baseFeePerGas), parts.extraFields));
    }

    /// Everything before the base fee: a header before London.
    function encodeHead(HeaderParts memory parts) internal pure returns (bytes memory) {
        bytes memory roots = bytes.concat(_hash(), _hash(), _hash());
        bytes memory start = bytes.concat(_hash(), _hash(), encodeBytes(abi.encodePacked(address(0xbeef))), roots);
        bytes memory numbers = bytes.concat(
            encodeUint(parts.difficulty),
            encodeUint(parts.number),
            encodeUint(parts.gasLimit),
            encodeUint(parts.gasUsed),
            encodeUint(parts.timestamp)
        );
        bytes memory end = bytes.concat(encodeBytes(parts.extraData), _hash(), encodeBytes(new bytes(8)));
        return bytes.concat(start, encodeBytes(parts.bloom), numbers, end);
    }

    function encodeList(bytes memory items) internal pure returns (bytes memory) {
        return bytes.concat(_prefix(items.length, 0xc0), items);
    }

    function encodeBytes(bytes memory data) internal pure returns (bytes memory) {
        if (data.length == 1 && uint8(data[0]) < 0x80) return data;
        return bytes.concat(_prefix(data.length, 0x80), data);
    }

    function encodeUint(uint256 value) internal pure returns (bytes memory) {
        bytes memory data = "";
        for (; value != 0; value >>= 8) data = bytes.concat(bytes1(uint8(value)), data);
        return encodeBytes(data);
    }

    function _hash() private pure returns (bytes memory) {
        return encodeBytes(bytes.concat(ANY_HASH));
    }

    function _prefix(uint256 length, uint8 short) private pure returns (bytes memory) {
        if (length <= 55) return abi.encodePacked(uint8(short + length));
        if (length <= 0xff) return abi.encodePacked(uint8(short + 56), uint8(length));
        if (length <= 0xffff) return abi.encodePacked(uint8(short + 57), uint16(length));
        return abi.encodePacked(uint8(short + 58), uint24(length));
    }
}
