// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// Stands for a contract under the AccessManager: voters set the limit, a guardian may halt, only voters resume.
contract ManagedTarget is AccessManaged {
    uint256 public limit;
    bool public isHalted;

    constructor(address authority) AccessManaged(authority) {}

    function setLimit(uint256 newLimit) external restricted {
        limit = newLimit;
    }

    function halt() external restricted {
        isHalted = true;
    }

    function resume() external restricted {
        isHalted = false;
    }
}
