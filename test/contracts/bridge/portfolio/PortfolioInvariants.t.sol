// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PortfolioHandler} from "../../support/portfolio/PortfolioHandler.sol";
import {Test} from "../../support/Test.sol";

/// Any sequence of trades, votes, time, moves of inventory, and messages lost, doubled, late or out of order.
contract PortfolioInvariants is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    PortfolioHandler internal handler;

    function setUp() public {
        handler = PortfolioHandler(deploy("PortfolioHandler.sol:PortfolioHandler", ""));
    }

    /// What the runner may call: the handler's moves and nothing else. What leads to trades comes more often.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        bytes4[] memory selectors = new bytes4[](18);
        selectors[0] = PortfolioHandler.movePrices.selector;
        selectors[1] = PortfolioHandler.movePrices.selector;
        selectors[2] = PortfolioHandler.wait.selector;
        selectors[3] = PortfolioHandler.setParameters.selector;
        selectors[4] = PortfolioHandler.order.selector;
        selectors[5] = PortfolioHandler.trade.selector;
        selectors[6] = PortfolioHandler.trade.selector;
        selectors[7] = PortfolioHandler.post.selector;
        selectors[8] = PortfolioHandler.deliverOrder.selector;
        selectors[9] = PortfolioHandler.deliverOrder.selector;
        selectors[10] = PortfolioHandler.fill.selector;
        selectors[11] = PortfolioHandler.fill.selector;
        selectors[12] = PortfolioHandler.report.selector;
        selectors[13] = PortfolioHandler.deliverReport.selector;
        selectors[14] = PortfolioHandler.settle.selector;
        selectors[15] = PortfolioHandler.move.selector;
        selectors[16] = PortfolioHandler.arrive.selector;
        selectors[17] = PortfolioHandler.give.selector;
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// The runner's moves do lead to trades on every chain, and to arrivals.
    function test_default_theMovesReachTrades() external {
        for (uint256 i; i < 40; ++i) {
            handler.movePrices(i);
            handler.wait(2 hours);
            handler.settle(0);
            handler.settle(1);
            handler.move(i, i % 4 < 2, true);
            handler.arrive(i, true, true);
            handler.trade(i);
        }
        assertEq(bytes(handler.broken()), "", "broken promise");
        assertLe(2, handler.fills() - handler.awayFills(), "trades at home");
        assertLe(2, handler.awayFills(), "trades away");
        assertLe(3, handler.arrivals(), "arrivals");
        assertLe(60, handler.sumsChecked(), "sums");
    }

    function invariant_P202_P203_everyPromiseIsKept() external view {
        assertEq(bytes(handler.broken()), "", "broken promise");
    }
}
