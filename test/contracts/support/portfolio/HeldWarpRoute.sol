// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IWarpRoute} from "../../../../contracts/interfaces/bridge/IWarpRoute.sol";
import {MockToken} from "../MockToken.sol";

/// One end of a token's way to another chain. What is sent waits until the test has it paid out at the other end.
contract HeldWarpRoute is IWarpRoute {
    struct Transfer {
        address recipient;
        uint256 amount;
    }

    MockToken private immutable _token;
    Transfer[] private _transfers;
    uint256 public paid;

    constructor(MockToken token) {
        _token = token;
    }

    function transferRemote(uint32, bytes32 recipient, uint256 amount) external payable returns (bytes32) {
        _token.transferFrom(msg.sender, address(this), amount);
        _transfers.push(Transfer(address(uint160(uint256(recipient))), amount));
        return bytes32(_transfers.length);
    }

    /// Pays the oldest transfer that waits with the other chain's token; false if none does.
    function payNext(MockToken token) external returns (bool) {
        if (paid == _transfers.length) return false;
        Transfer memory transfer = _transfers[paid++];
        token.mint(transfer.recipient, transfer.amount);
        return true;
    }

    /// True if the oldest transfer that waits goes to someone else.
    function nextIsNot(address recipient) external view returns (bool) {
        return paid < _transfers.length && _transfers[paid].recipient != recipient;
    }

    function waiting() external view returns (uint256 amount) {
        for (uint256 i = paid; i < _transfers.length; ++i) amount += _transfers[i].amount;
    }

    function quoteTransferRemote(uint32, bytes32, uint256) external pure returns (Quote[] memory quotes) {
        quotes = new Quote[](2);
        quotes[0].amount = 7;
        quotes[1] = Quote(address(1), 9);
    }

    function wrappedToken() external view returns (address) {
        return address(_token);
    }
}
