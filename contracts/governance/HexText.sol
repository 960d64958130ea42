// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Hexadecimal text of words and addresses, as Snapshot signs them.
///
/// Method: a word holds 32 characters, so 32 digits are spread to one byte each and turned into text all at once.
/// Every byte stays below 0x80, so nothing carries into its neighbour. A loop over the digits costs about ten times the
/// gas, once per vote.
library HexText {
    /// 1 in every byte.
    uint256 private constant ONES = 0x0101010101010101010101010101010101010101010101010101010101010101;

    /// "0x" and 64 lower-case digits.
    function ofWord(bytes32 word) internal pure returns (bytes memory text) {
        (uint256 high, ) = _lower(uint256(word) >> 128);
        (uint256 low, ) = _lower(uint256(word) & type(uint128).max);
        return abi.encodePacked("0x", high, low);
    }

    /// "0x" and 40 digits, in the capitals of EIP-55.
    function ofAddress(address account) internal pure returns (bytes memory text) {
        uint256 number = uint256(uint160(account));
        (uint256 high, uint256 highLetters) = _lower(number >> 32);
        (uint256 low, uint256 lowLetters) = _lower((number << 96) & type(uint128).max);
        uint256 hash = uint256(keccak256(abi.encodePacked(high, bytes8(bytes32(low)))));
        // A letter is a capital where the same digit of the hash is 8 or more; capitals lie 0x20 below small letters.
        high -= ((_spread(hash >> 128) >> 3) & highLetters) << 5;
        low -= ((_spread(hash & type(uint128).max) >> 3) & lowLetters) << 5;
        return abi.encodePacked("0x", high, bytes8(bytes32(low)));
    }

    /// 32 digits as text, and a 1 in every byte that is a letter.
    function _lower(uint256 number) private pure returns (uint256 text, uint256 letters) {
        uint256 digits = _spread(number);
        // digit + 6 has bit 4 set exactly from 10 on.
        letters = ((digits + ONES * 6) >> 4) & ONES;
        // '0' is 0x30; 'a' is 0x61, which is 0x27 more than '0' + 10.
        text = digits + ONES * 0x30 + letters * 0x27;
    }

    /// number < 2^128; its 32 hexadecimal digits, one a byte.
    function _spread(uint256 number) private pure returns (uint256 x) {
        x = number;
        x = (x | (x << 64)) & 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;
        x = (x | (x << 32)) & 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff;
        x = (x | (x << 16)) & 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
        x = (x | (x << 8)) & 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff;
        x = (x | (x << 4)) & 0x0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f;
    }
}
