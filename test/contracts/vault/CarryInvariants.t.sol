// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Test} from "../support/Test.sol";
import {CarryHandler} from "../support/venues/CarryHandler.sol";

/// Any sequence of deposits, exits, funding, prices inside the gap, votes and time.
abstract contract CarryInvariants is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    CarryHandler internal handler;

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        bytes4[] memory selectors = new bytes4[](8);
        selectors[0] = CarryHandler.deposit.selector;
        selectors[1] = CarryHandler.leave.selector;
        selectors[2] = CarryHandler.donate.selector;
        selectors[3] = CarryHandler.fund.selector;
        selectors[4] = CarryHandler.movePrice.selector;
        selectors[5] = CarryHandler.movePrice.selector;
        selectors[6] = CarryHandler.wait_.selector;
        selectors[7] = CarryHandler.setParameters.selector;
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// The runner's moves do lead to every action.
    function test_default_theMovesReachEveryAction() external {
        for (uint256 i = 0; i < 4; ++i) handler.movePrice(1_150_000);
        handler.deposit(20_000, false);
        for (uint256 i = 0; i < 4; ++i) handler.movePrice(820_000);
        handler.wait_(1 days);
        handler.fund(1_000, false);
        handler.leave(300_000, true);
        handler.leave(1_000_000, false);
        assertEq(bytes(handler.broken()), "", "broken promise");
        assertLe(2, handler.cuts(), "cuts");
        assertLe(handler.cuts() + 1, handler.acts(), "trades");
        assertEq(handler.exits(), 2, "exits");
    }

    function invariant_P152_everyPromiseIsKept() external view {
        assertEq(bytes(handler.broken()), "", "broken promise");
    }

    function _newHandler(bool riskyIsToken0) internal returns (CarryHandler) {
        return CarryHandler(deploy("CarryHandler.sol:CarryHandler", abi.encode(riskyIsToken0)));
    }
}

contract CarryInvariantsRiskyFirstTest is CarryInvariants {
    function setUp() external {
        handler = _newHandler(true);
    }
}

contract CarryInvariantsQuoteFirstTest is CarryInvariants {
    function setUp() external {
        handler = _newHandler(false);
    }
}
