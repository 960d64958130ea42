// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Test} from "../support/Test.sol";
import {HedgedOptionsHandler} from "../support/venues/HedgedOptionsHandler.sol";

/// Any sequence of requests, claims, acts, prices, greeks, broken venues and time.
contract HedgedOptionsInvariantsTest is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    HedgedOptionsHandler private handler;

    function setUp() external {
        handler = HedgedOptionsHandler(deploy("HedgedOptionsHandler.sol:HedgedOptionsHandler", ""));
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        bytes4[] memory selectors = new bytes4[](12);
        selectors[0] = HedgedOptionsHandler.come.selector;
        selectors[1] = HedgedOptionsHandler.goAway.selector;
        selectors[2] = HedgedOptionsHandler.cancel.selector;
        selectors[3] = HedgedOptionsHandler.fill.selector;
        selectors[4] = HedgedOptionsHandler.act.selector;
        selectors[5] = HedgedOptionsHandler.act.selector;
        selectors[6] = HedgedOptionsHandler.move.selector;
        selectors[7] = HedgedOptionsHandler.wait.selector;
        selectors[8] = HedgedOptionsHandler.greeks.selector;
        selectors[9] = HedgedOptionsHandler.breakOptions.selector;
        selectors[10] = HedgedOptionsHandler.breakPerp.selector;
        selectors[11] = HedgedOptionsHandler.mend.selector;
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// The runner's moves do lead through whole books.
    function test_default_theMovesReachASettlement() external {
        for (uint256 i = 0; i < 3; i++) {
            handler.come(i, 1e11);
            handler.act();
            handler.greeks(700_000, 5e6);
            for (uint256 j = 0; j < 3; j++) handler.wait(10 days);
            handler.goAway(i, 1e15);
            handler.act();
            handler.fill();
            handler.wait(60);
        }
        assertEq(handler.settled(), 3, "books");
        assertEq(bytes(handler.broken()), "", "broken promise");
    }

    function invariant_P155_everyRoundHasOnePriceAndEveryBookAnEnd() external view {
        assertEq(bytes(handler.broken()), "", "broken promise");
    }

    function invariant_P155_whatWaitsIsThere() external view {
        assertLe(handler.owed(), handler.idle(), "requests are covered");
    }
}
