// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IRiskParametersReports} from "../interfaces/IRiskParametersReports.sol";
import {IPriceFeed} from "../interfaces/prices/IPriceFeed.sol";
import {IPricedPush, PriceUpdate} from "../interfaces/prices/IPricedPush.sol";
import {Report} from "../libraries/MarketTypes.sol";

/// @title Carries signed prices and what needs them in one transaction
/// @notice What each function does and refuses: IPricedPush. It has no role and no money of its own between two calls.
contract PricedPush is IPricedPush {
    /// Feeds, and what is called, send back what is left of the value.
    receive() external payable {}

    /// @inheritdoc IPricedPush
    function push(
        IRiskParametersReports riskParameters,
        Report calldata report,
        bytes calldata signatures,
        PriceUpdate[] calldata updates
    ) external payable {
        _update(updates);
        riskParameters.push(report, signatures);
        _returnRest();
    }

    /// @inheritdoc IPricedPush
    function updateAndCall(
        PriceUpdate[] calldata updates,
        address target,
        bytes calldata data
    ) external payable returns (bytes memory answer) {
        _update(updates);
        answer = Address.functionCall(target, data);
        _returnRest();
    }

    function _update(PriceUpdate[] calldata updates) private {
        for (uint256 i = 0; i < updates.length; i++) {
            IPriceFeed(updates[i].feed).updateIfNewer{value: address(this).balance}(updates[i].signedReport);
        }
    }

    function _returnRest() private {
        uint256 restWei = address(this).balance;
        if (restWei != 0) Address.sendValue(payable(msg.sender), restWei);
    }
}
