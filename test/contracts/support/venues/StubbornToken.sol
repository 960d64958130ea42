// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MockToken} from "../MockToken.sol";

/// A token whose issuer lets nobody be approved.
contract StubbornToken is MockToken {
    error Blocked();

    constructor() MockToken("RISKY", 18) {}

    function approve(address, uint256) public pure override returns (bool) {
        revert Blocked();
    }
}
