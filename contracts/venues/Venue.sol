// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVenue} from "../interfaces/venues/IVenue.sol";

/// What every adapter is: the property of one vault.
abstract contract Venue is IVenue {
    /// @inheritdoc IVenue
    address public vault;

    modifier onlyVault() {
        require(msg.sender == vault, NotTheVault(msg.sender));
        _;
    }

    /// @inheritdoc IVenue
    function bind() external {
        require(vault == address(0), AlreadyBound(vault));
        vault = msg.sender;
    }
}
