// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ITokenHook} from "../MockToken.sol";

/// Somebody whom a settlement or a token calls, and who then tries one call after the other on a target.
contract SettlementProbe is ITokenHook {
    address private _target;
    bytes[] private _calls;
    bool[] public succeeded;
    bytes[] public answers;

    function plan(address target, bytes[] calldata calls) external {
        _target = target;
        delete _calls;
        delete succeeded;
        delete answers;
        for (uint256 i = 0; i < calls.length; ++i) _calls.push(calls[i]);
    }

    function approve(IERC20 token, address spender) external {
        token.approve(spender, type(uint256).max);
    }

    /// How many calls were made.
    function made() external view returns (uint256) {
        return answers.length;
    }

    function run() public {
        for (uint256 i = 0; i < _calls.length; ++i) {
            (bool isDone, bytes memory answer) = _target.call(_calls[i]);
            succeeded.push(isDone);
            answers.push(answer);
        }
    }

    function onTokenMoved(address, address, address, uint256) external {
        if (answers.length == 0) run();
    }
}
