// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Proof} from "./Proof.sol";

/// @title What is not so, and must not be called proven: each is true of most inputs, and false of some
contract Untrue is Proof {
    function prove_aShiftStaysNarrow(uint8 places) external pure {
        assert((uint256(1) << places) != 1 << 20);
    }

    /// Of no fault itself: the next one has an argument of the same name, which is wider.
    function prove_narrow(uint8 x) external pure {
        assert(x < 256);
    }

    function prove_wide(uint256 x) external pure {
        assert(x < 256);
    }

    function prove_anArgumentIsTheClock(uint40 timestamp) external view {
        assert(block.timestamp == timestamp);
    }

    function prove_lengthsHashAlike() external pure {
        bytes32 short;
        bytes32 long;
        assembly ("memory-safe") {
            let free := mload(0x40)
            short := keccak256(free, 31)
            long := keccak256(free, 32)
        }
        assert(short == long);
    }

    function prove_whoCallsItselfIsTheCaller() external view {
        assert(this.who() == msg.sender);
    }

    function prove_codeIsOfOneByte() external view {
        assert(address(this).code.length == 1);
    }

    function who() external view returns (address) {
        return msg.sender;
    }
}
