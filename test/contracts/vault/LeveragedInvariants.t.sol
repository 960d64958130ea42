// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LeveragedHandler} from "../support/LeveragedHandler.sol";
import {Test} from "../support/Test.sol";

/// Any sequence of deposits, exits, gifts, interest, prices, votes and time.
abstract contract LeveragedInvariants is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    LeveragedHandler internal handler;

    /// What the runner may call: the handler's moves and nothing else.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        bytes4[] memory selectors = new bytes4[](11);
        selectors[0] = LeveragedHandler.deposit.selector;
        selectors[1] = LeveragedHandler.redeem.selector;
        selectors[2] = LeveragedHandler.redeemInKind.selector;
        selectors[3] = LeveragedHandler.donate.selector;
        selectors[4] = LeveragedHandler.movePrice.selector;
        selectors[5] = LeveragedHandler.wait.selector;
        selectors[6] = LeveragedHandler.setParameters.selector;
        selectors[7] = LeveragedHandler.act.selector;
        selectors[8] = LeveragedHandler.accrue.selector;
        selectors[9] = LeveragedHandler.spike.selector;
        selectors[10] = LeveragedHandler.movePrice.selector;
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// The runner's moves do lead to trades, cuts and exits.
    function test_default_theMovesReachEverything() external {
        for (uint256 i = 0; i < 4; ++i) {
            handler.deposit(20_000e6, true);
            handler.wait(4 hours);
            handler.act();
            handler.movePrice(920_000);
            handler.act();
            handler.redeemInKind(1e15, true, true);
            handler.redeemInKind(1e15, false, false);
            handler.movePrice(1_060_000);
        }
        assertLe(2, handler.trades(), "trades");
        assertLe(2, handler.cuts(), "cuts");
        assertLe(8, handler.exits(), "exits");
        assertEq(bytes(handler.broken()), "", "broken promise");
    }

    function invariant_P159_everyPromiseIsKept() external view {
        assertEq(bytes(handler.broken()), "", "broken promise");
    }

    function _newHandler(bool riskyIsToken0) internal returns (LeveragedHandler) {
        return LeveragedHandler(deploy("LeveragedHandler.sol:LeveragedHandler", abi.encode(riskyIsToken0)));
    }
}

contract LeveragedInvariantsRiskyFirstTest is LeveragedInvariants {
    function setUp() external {
        handler = _newHandler(true);
    }
}

contract LeveragedInvariantsQuoteFirstTest is LeveragedInvariants {
    function setUp() external {
        handler = _newHandler(false);
    }
}
