// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {HexText} from "../../../contracts/governance/HexText.sol";
import {Test} from "../support/Test.sol";

contract HexTextTest is Test {
    function test_default() external pure {
        // The examples of EIP-55.
        assertEq(
            HexText.ofAddress(0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed),
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "mixed"
        );
        assertEq(
            HexText.ofAddress(0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb),
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
            "mixed too"
        );
        assertEq(
            HexText.ofWord(bytes32(uint256(0xabc0123456789def))),
            "0x000000000000000000000000000000000000000000000000abc0123456789def",
            "small letters"
        );
    }

    function test_behavior_limits() external pure {
        _check(address(0), bytes32(0));
        _check(address(type(uint160).max), bytes32(type(uint256).max));
    }

    function testFuzz_behavior_agreesWithOpenZeppelin(address account, bytes32 word) external pure {
        _check(account, word);
    }

    function _check(address account, bytes32 word) private pure {
        assertEq(HexText.ofAddress(account), bytes(Strings.toChecksumHexString(account)), "address");
        assertEq(HexText.ofWord(word), bytes(Strings.toHexString(uint256(word), 32)), "word");
    }
}
