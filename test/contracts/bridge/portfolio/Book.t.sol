// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    BookOrder,
    BookReport,
    FillPlan,
    FillReason,
    IBook,
    InventoryRoute
} from "../../../../contracts/interfaces/bridge/IBook.sol";
import {IInventoryBridge} from "../../../../contracts/interfaces/bridge/IInventoryBridge.sol";
import {IMessageReceiver} from "../../../../contracts/interfaces/bridge/IMessageReceiver.sol";
import {IMessenger} from "../../../../contracts/interfaces/bridge/IMessenger.sol";
import {Status} from "../../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../../contracts/libraries/ModelTypes.sol";
import {PortfolioFixture} from "../../support/portfolio/PortfolioFixture.sol";

contract BookTest is PortfolioFixture {
    function setUp() public {
        _setUpPortfolio();
    }

    function test_fillsAnOrderInParts() external {
        away.setParameters(_values(30_000), Status.Active);
        _take(1, true, 12 ether);
        (uint256 first, ) = awayBook.fill();
        assertLe(9.9 ether, first, "$30,000 at $3,000, as this chain's parameters allow");
        assertLe(first, 10 ether, "$30,000 at $3,000, as this chain's parameters allow");
        _skip(1800);
        assertLe(awayBook.previewFill().riskyAmount, 0.01 ether, "nothing but rounding in the same epoch");
        _skip(1800);
        (uint256 second, ) = awayBook.fill();
        assertEq(first + second, 12 ether, "the rest of the order, no more");
        _expectRefused(FillReason.NoOrder);
        (, uint128 filledAmount) = awayBook.openOrder();
        assertEq(filledAmount, 12 ether, "and says so");
    }

    function test_buysExactly() external {
        _take(1, false, 2 ether);
        (uint256 quoteBefore, uint256 riskyBefore) = away.held();
        (uint256 riskyAmount, uint256 quoteAmount) = awayBook.fill();
        (uint256 quoteAfter, uint256 riskyAfter) = away.held();
        assertEq(riskyAmount, 2 ether, "exactly");
        assertEq(riskyAfter - riskyBefore, 2 ether, "exactly");
        assertEq(quoteBefore - quoteAfter, quoteAmount, "as told");
    }

    function test_tradesWithinItsInventory() external {
        awayBook.withdraw(address(_quote(away)), 300_000 * USD - 3000 * USD, address(this));
        _take(1, false, 2 ether);
        (uint256 riskyAmount, ) = awayBook.fill();
        assertLe(riskyAmount, 1 ether, "with what it has");
        assertLe(0.98 ether, riskyAmount, "with nearly all of it");
    }

    function test_holdsAsItsMarketAndPricesSay() external {
        _expectRefused(FillReason.NoOrder);
        _take(1, true, 1 ether);
        away.setParameters(_values(0), Status.Unknown);
        _expectRefused(FillReason.MarketHolds);
        away.setParameters(_values(50_000), Status.Halted);
        _expectRefused(FillReason.MarketHolds);
        away.setParameters(_values(0), Status.Fallback);
        _expectRefused(FillReason.NothingToTrade);
        away.setParameters(_values(50_000), Status.Stale);
        away.movePrice(1_050_000);
        _expectRefused(FillReason.PriceDeviates);
        _skip(1801);
        _expectRefused(FillReason.PriceOutside);
        _skip(86_400);
        _expectRefused(FillReason.NoOrder);
    }

    function test_error_orders() external {
        BookOrder memory order = _newOrder(1, true, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IBook.NotThePortfolio.selector, address(this)));
        awayBook.execute(order);
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotMessenger.selector, address(this)));
        awayBook.receiveMessage(homeId, address(portfolio), abi.encode(order));
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotTheSender.selector, AWAY, address(portfolio)));
        homeMessenger.claim(AWAY, address(portfolio), address(awayBook), abi.encode(order));
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotTheSender.selector, homeId, address(7)));
        homeMessenger.claim(homeId, address(7), address(awayBook), abi.encode(order));
        order.expiresAt = uint40(nowAt);
        vm.expectRevert(abi.encodeWithSelector(IBook.OrderExpired.selector, nowAt, nowAt));
        homeMessenger.claim(homeId, address(portfolio), address(awayBook), abi.encode(order));
        _take(2, true, 1 ether);
        order = _newOrder(1, true, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IBook.OrderNotNewer.selector, 1, 2));
        homeMessenger.claim(homeId, address(portfolio), address(awayBook), abi.encode(order));
    }

    /// A false order beyond all numbers and times: it ends within a day and a quarter of an hour, and true ones go on.
    function test_aMadeUpOrderEnds() external {
        BookOrder memory order = _newOrder(type(uint64).max, true, 100 ether);
        uint256 mostAt = nowAt + 86_400 + 900;
        order.expiresAt = uint40(mostAt + 1);
        vm.expectRevert(abi.encodeWithSelector(IBook.OrderTooLong.selector, mostAt + 1, mostAt));
        homeMessenger.claim(homeId, address(portfolio), address(awayBook), abi.encode(order));
        order.expiresAt = uint40(mostAt);
        homeMessenger.claim(homeId, address(portfolio), address(awayBook), abi.encode(order));
        BookOrder memory next = _newOrder(1, true, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IBook.OrderNotNewer.selector, 1, type(uint64).max));
        homeMessenger.claim(homeId, address(portfolio), address(awayBook), abi.encode(next));
        _warp(mostAt);
        _take(1, true, 1 ether);
        (next, ) = awayBook.openOrder();
        assertEq(next.number, 1, "a true one is taken");
        next.number = 0;
        vm.expectRevert(abi.encodeWithSelector(IBook.OrderNotNewer.selector, 0, 1));
        homeMessenger.claim(homeId, address(portfolio), address(awayBook), abi.encode(next));
    }

    /// A bridge that lies makes a book trade no more than an epoch's greatest trade.
    function test_boundsWhatFalseOrdersTrade() external {
        uint256 sold;
        for (uint64 i = 1; i <= 12; ++i) {
            _take(i, true, 100 ether);
            try awayBook.fill() returns (uint256 riskyAmount, uint256) {
                sold += riskyAmount;
            } catch {}
            _skip(60);
        }
        assertLe(sold, 16.7 ether, "$50,000 in an epoch");
    }

    function test_movesInventoryWithinItsLimit() external {
        awayBook.moveInventory(homeId, 150_000 * USD, 0);
        vm.expectRevert(abi.encodeWithSelector(IBook.MoveTooLarge.selector, 210_000, 200_000));
        awayBook.moveInventory(homeId, 60_000 * USD, 0);
        vm.expectRevert();
        awayBook.moveInventory(homeId, 0, 20 ether);
        awayBook.moveInventory(homeId, 0, 16 ether);
        _skip(3600);
        awayBook.moveInventory(homeId, 60_000 * USD, 0);
        InventoryRoute memory route = awayBook.route(homeId);
        assertEq(route.quoteMoved, 210_000 * USD, "totals");
        assertEq(route.riskyMoved, 16 ether, "totals");
        BookReport memory told = awayBook.figures();
        assertEq(uint256(int256(told.netQuote)), 300_000 * USD, "a move alone changes no net");
        assertEq(uint256(int256(told.netRisky)), 100 ether, "a move alone changes no net");
        assertEq(told.quoteBalance, 90_000 * USD, "it is gone");
    }

    function test_error_moves() external {
        vm.expectRevert(abi.encodeWithSelector(IBook.NotOneToken.selector));
        awayBook.moveInventory(homeId, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IBook.NotOneToken.selector));
        awayBook.moveInventory(homeId, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IBook.NoInventoryRoute.selector, FAR));
        awayBook.moveInventory(FAR, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IBook.NotTheInventoryBridge.selector, homeId, address(this)));
        awayBook.acceptInventory(homeId, 1, 0);
        IInventoryBridge bridge = away.inventoryTo(homeId);
        vm.expectRevert(abi.encodeWithSelector(IInventoryBridge.NotTheBook.selector, address(this)));
        // solhint-disable-next-line check-send-result
        bridge.send(address(1), 1);
        vm.expectRevert(abi.encodeWithSelector(IInventoryBridge.NotCarried.selector, address(1)));
        bridge.quoteFee(address(1), 1);
        assertEq(bridge.quoteFee(address(_quote(away)), 1), 7, "in wei alone");
    }

    function test_error_whatTheVoteKeeps() external {
        bytes memory refusal = abi.encodeWithSignature("AccessManagedUnauthorized(address)", address(9));
        vm.startPrank(address(9));
        vm.expectRevert(refusal);
        awayBook.moveInventory(homeId, 1, 0);
        vm.expectRevert(refusal);
        awayBook.withdraw(address(1), 1, address(9));
        vm.expectRevert(refusal);
        awayBook.setPortfolio(address(9));
        vm.expectRevert(refusal);
        awayBook.setMessenger(homeMessenger, false);
        vm.expectRevert(refusal);
        awayBook.setRoute(homeId, IInventoryBridge(address(9)), 1);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotMessenger.selector, address(0)));
        awayBook.report(IMessenger(address(0)));
    }

    function test_tellsItsOwnFigures() external view {
        (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec) = awayBook.portfolioFigures();
        assertLe(599_900e6, navUsd6, "$300,000 and 100 at $3,000");
        assertLe(navUsd6, 600_100e6, "the mean is a whole tick");
        assertEq(curvaturePips, 0, "a book alone steers to nothing");
        assertEq(horizonSec, 0, "nothing expires");
    }

    function _take(uint64 number, bool sellsRisky, uint128 riskyAmount) private {
        bytes memory payload = abi.encode(_newOrder(number, sellsRisky, riskyAmount));
        homeMessenger.claim(homeId, address(portfolio), address(awayBook), payload);
    }

    function _newOrder(uint64 number, bool sellsRisky, uint128 riskyAmount) private view returns (BookOrder memory) {
        return BookOrder(number, sellsRisky, riskyAmount, 2_940e6, 3_060e6, uint40(nowAt + 86_400));
    }

    function _expectRefused(FillReason reason) private {
        FillPlan memory plan = awayBook.previewFill();
        assertEq(uint256(plan.reason), uint256(reason), "preview's reason");
        vm.expectRevert(abi.encodeWithSelector(IBook.FillRefused.selector, reason));
        awayBook.fill();
    }

    function _values(uint40 maxTradeUsd) private pure returns (Parameters memory values) {
        values.maxTradeUsd = maxTradeUsd;
    }
}
