// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Test} from "../support/Test.sol";
import {VoteHandler} from "../support/VoteHandler.sol";

/// Any sequence of votes, by any way, over any time.
contract GovernorInvariantsTest is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    VoteHandler private handler;

    function setUp() external {
        handler = VoteHandler(deploy("VoteHandler.sol:VoteHandler", ""));
    }

    /// What the runner may call: the handler's moves and nothing else.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        bytes4[] memory selectors = new bytes4[](5);
        selectors[0] = VoteHandler.castOnChain.selector;
        selectors[1] = VoteHandler.deliver.selector;
        selectors[2] = VoteHandler.deliver.selector;
        selectors[3] = VoteHandler.wait.selector;
        selectors[4] = VoteHandler.waitForTheEnd.selector;
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// The runner's moves do lead to late turns and to the end of proposals.
    function test_default_theMovesReachLateTurns() external {
        for (uint256 seed = 0; seed < 120; ++seed) {
            handler.deliver(seed);
            handler.waitForTheEnd(0);
            if (seed % 6 == 5) for (uint256 i = 0; i < 20; ++i) handler.wait(12 hours);
        }
        assertEq(bytes(handler.broken()), "", "broken promise");
        assertLe(10, handler.lateTurns(), "late turns");
        assertLe(10, handler.ended(), "proposals");
    }

    function invariant_P49_eachVoterCountsOnceAndEveryOutcomeCanBeAnswered() external view {
        assertEq(bytes(handler.broken()), "", "broken promise");
    }
}
