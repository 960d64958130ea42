// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Takes the native fee that a report names, as Chainlink's FeeManager does, whose compiler the packages here no longer
/// serve; without discounts and rewards.
contract FakeFeeManager {
    struct Asset {
        address assetAddress;
        uint256 amount;
    }

    error InvalidDeposit();
    error InvalidQuote();

    address public constant i_nativeAddress = address(0xe7e7);

    function processFee(bytes calldata payload, bytes calldata parameterPayload, address subscriber) external payable {
        (, bytes memory report) = abi.decode(payload, (bytes32[3], bytes));
        address token = abi.decode(parameterPayload, (address));
        (Asset memory fee, , ) = getFeeAndReward(subscriber, report, token);
        if (fee.amount > msg.value) revert InvalidDeposit();
        uint256 change = msg.value - fee.amount;
        if (change == 0) return;
        (bool success, ) = subscriber.call{value: change}("");
        require(success);
    }

    function getFeeAndReward(
        address,
        bytes memory report,
        address token
    ) public pure returns (Asset memory fee, Asset memory reward, uint256 discount) {
        if (token != i_nativeAddress) revert InvalidQuote();
        (, , , uint192 nativeFeeWei) = abi.decode(report, (bytes32, uint32, uint32, uint192));
        fee = Asset(token, nativeFeeWei);
        reward = Asset(address(0), 0);
        discount = 0;
    }

    /// By what the proxy asks whether this is a fee manager at all.
    function supportsInterface(bytes4) external pure returns (bool) {
        return true;
    }
}
