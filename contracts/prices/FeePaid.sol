// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// What verifiers have in common: the fee is taken out of the value, the rest goes back.
abstract contract FeePaid {
    error FeeTooLow(uint256 sentWei, uint256 feeWei);

    function _requireFee(uint256 feeWei) internal view {
        require(msg.value >= feeWei, FeeTooLow(msg.value, feeWei));
    }

    function _returnRest(uint256 feeWei) internal {
        if (msg.value > feeWei) Address.sendValue(payable(msg.sender), msg.value - feeWei);
    }
}
