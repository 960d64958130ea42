// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Test} from "../support/Test.sol";
import {HedgedLpHandler} from "../support/venues/HedgedLpHandler.sol";

/// Any sequence of deposits, exits, gifts, trades, funding, refusals and time.
contract HedgedLpInvariants is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    HedgedLpHandler internal handler;

    function setUp() external {
        handler = HedgedLpHandler(deploy("HedgedLpHandler.sol:HedgedLpHandler", abi.encode(true)));
    }

    /// What the runner may call: the handler's moves and nothing else.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        bytes4[] memory selectors = new bytes4[](9);
        selectors[0] = HedgedLpHandler.deposit.selector;
        selectors[1] = HedgedLpHandler.redeem.selector;
        selectors[2] = HedgedLpHandler.leave.selector;
        selectors[3] = HedgedLpHandler.donate.selector;
        selectors[4] = HedgedLpHandler.movePrice.selector;
        selectors[5] = HedgedLpHandler.wait.selector;
        selectors[6] = HedgedLpHandler.fund.selector;
        selectors[7] = HedgedLpHandler.act.selector;
        selectors[8] = HedgedLpHandler.act.selector;
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// The runner's moves do lead to both kinds of action, and to exits.
    function test_default_theMovesReachEveryAction() external {
        for (uint256 i = 0; i < 6; ++i) {
            for (uint256 j = 0; j < 4; ++j) handler.movePrice(i % 2 == 0 ? 1_050_000 : 950_000, false);
            handler.wait(4 hours);
            handler.act();
            handler.wait(2 hours);
            handler.act();
            handler.deposit(300_000e6, false);
            handler.leave(type(uint256).max, true, uint8(i));
        }
        assertLe(3, handler.recentres(), "recentres");
        assertLe(3, handler.trades(), "trades");
        assertLe(6, handler.exits(), "exits");
        assertEq(bytes(handler.broken()), "", "broken promise");
    }

    function invariant_P157_everyPromiseIsKept() external view {
        assertEq(bytes(handler.broken()), "", "broken promise");
    }
}
