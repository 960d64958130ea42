// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BookReport, FillReason, IBook} from "../../../../contracts/interfaces/bridge/IBook.sol";
import {IMessageReceiver} from "../../../../contracts/interfaces/bridge/IMessageReceiver.sol";
import {IMessenger} from "../../../../contracts/interfaces/bridge/IMessenger.sol";
import {
    ChainFigures,
    ChainTerms,
    IRemotePortfolio,
    WholePlan,
    WholeReason
} from "../../../../contracts/interfaces/bridge/IRemotePortfolio.sol";
import {Status} from "../../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../../contracts/libraries/ModelTypes.sol";
import {PortfolioFixture} from "../../support/portfolio/PortfolioFixture.sol";

contract RemotePortfolioTest is PortfolioFixture {
    function setUp() public {
        _setUpPortfolio();
        _report(away);
    }

    /// At rest, the sum is what both books hold.
    function test_P202_tellsTheSumOverChains() external view {
        (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec) = portfolio.portfolioFigures();
        assertLe(1_799_000e6, navUsd6, "both halves of $900,000 and $900,000");
        assertLe(navUsd6, 1_800_000e6, "valued at the mean, rounded down");
        assertEq(curvaturePips, 250_000, "half and half");
        assertEq(horizonSec, 0, "nothing expires");
        ChainFigures[] memory all = portfolio.chains();
        assertEq(all.length, 2, "home first");
        assertEq(all[0].chainId, homeId, "home first");
        assertEq(all[1].quoteCounted, 300_000 * USD, "what away told");
        assertEq(all[1].riskyCounted, 100 ether, "what away told");
        assertLe(166_600, all[0].curvaturePips, "two thirds of the exposure, half of the weight");
        assertLe(all[1].curvaturePips, 83_400, "a third");
        assertLe(249_990, uint256(all[0].curvaturePips) + all[1].curvaturePips, "the whole's, summed");
    }

    function test_holdsWhenFiguresAreTooOld() external {
        _skip(MAX_AGE_SEC);
        portfolio.portfolioFigures();
        _skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(IRemotePortfolio.FiguresTooOld.selector, AWAY, MAX_AGE_SEC + 1, MAX_AGE_SEC)
        );
        portfolio.portfolioFigures();
        assertTrue(portfolio.chains()[1].isTooOld, "and says so");
        assertEq(portfolio.most(AWAY), 0, "no order goes there");
    }

    /// The drift of the whole is traded where the caller wants, once.
    function test_P203_ordersTheWholesDriftAway() external {
        _movePrices(1_200_000);
        _report(away);
        WholePlan memory plan = portfolio.plan();
        assertEq(uint256(plan.reason), uint256(WholeReason.None), "there is drift");
        assertTrue(plan.sellsRisky, "the risky token rose");
        assertLe(40_000 * USD, plan.tradeQuote, "half of a drift of 90,000");
        assertLe(plan.tradeQuote, 45_000 * USD, "half of a drift of 90,000");
        (uint64 number, uint256 riskyAmount) = _order(AWAY);
        assertEq(number, 1, "the first for this chain");
        assertEq(uint256(portfolio.plan().reason), uint256(WholeReason.OrderUnderWay), "one at a time");
        _deliverOrder();
        (, uint256 riskyBefore) = away.held();
        awayBook.fill();
        (, uint256 riskyAfter) = away.held();
        assertEq(riskyBefore - riskyAfter, riskyAmount, "exactly what was ordered");
        _report(away);
        assertTrue(!portfolio.chains()[1].isOrderOpen, "home knows it is filled");
        assertEq(uint256(portfolio.plan().reason), uint256(WholeReason.TooSoon), "the next waits for the epoch");
    }

    /// Home alone has too much quote, the whole too little: a trade at home would take the whole further away.
    function test_P203_waitsForTheFirstReportOfEachChain() external {
        portfolio.setChain(AWAY, ChainTerms(address(awayBook), 0, 1, 60));
        portfolio.setChain(AWAY, _terms(away, CAP_USD));
        home.fund(200_000 * USD, 0);
        away.fund(0, 200 ether);
        IMessenger way = _way(homeId);
        assertEq(uint256(portfolio.plan().reason), uint256(WholeReason.NothingTold), "what is there is not known");
        vm.expectRevert(abi.encodeWithSelector(IRemotePortfolio.OrderRefused.selector, WholeReason.NothingTold));
        portfolio.order(homeId, 1, way);
        _report(away);
        assertTrue(portfolio.plan().sellsRisky, "now it is");
    }

    function test_tradesAtHomeAtOnce() external {
        _movePrices(800_000);
        _report(away);
        (, uint256 riskyBefore) = home.held();
        (uint64 number, uint256 riskyAmount) = _order(homeId);
        (, uint256 riskyAfter) = home.held();
        assertEq(number, 1, "counted");
        assertEq(riskyAfter - riskyBefore, riskyAmount, "bought");
        assertLe(1, riskyAmount, "something");
    }

    function test_givesBackWhatTheBridgeDoesNotTake() external {
        _movePrices(1_200_000);
        _report(away);
        uint256 most = portfolio.most(AWAY);
        vm.deal(address(0xB0B), 1 ether);
        vm.startPrank(address(0xB0B));
        portfolio.order{value: 1 ether}(AWAY, most, homeMessenger);
        assertEq(address(0xB0B).balance, 1 ether - 3, "an order's fee alone");
        portfolio.post{value: 5}(AWAY, homeMessenger);
        awayBook.report{value: 4}(awayMessenger);
        assertEq(address(0xB0B).balance, 1 ether - 9, "three fees");
        vm.stopPrank();
    }

    function test_error_ordersOutsideTheirSize() external {
        _movePrices(1_200_000);
        _report(away);
        uint256 most = portfolio.most(AWAY);
        IMessenger way = _way(AWAY);
        vm.expectRevert(abi.encodeWithSelector(IRemotePortfolio.SizeOutside.selector, most + 1, (most + 1) / 2, most));
        portfolio.order(AWAY, most + 1, way);
        vm.expectRevert(
            abi.encodeWithSelector(IRemotePortfolio.SizeOutside.selector, most / 2 - 1, (most + 1) / 2, most)
        );
        portfolio.order(AWAY, most / 2 - 1, way);
        vm.expectRevert(abi.encodeWithSelector(IRemotePortfolio.UnknownChain.selector, FAR));
        portfolio.order(FAR, most, way);
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotMessenger.selector, address(1)));
        portfolio.order(AWAY, most, IMessenger(address(1)));
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotMessenger.selector, address(way)));
        portfolio.order(homeId, most, way);
    }

    function test_error_insideTheBand() external {
        _movePrices(1_050_000);
        _report(away);
        IMessenger way = _way(AWAY);
        vm.expectRevert(abi.encodeWithSelector(IRemotePortfolio.OrderRefused.selector, WholeReason.InsideBand));
        portfolio.order(AWAY, 1, way);
    }

    /// An order that was lost: nothing else is ordered while it may be traded; then others go on, and this chain
    /// when it has reported.
    function test_goesOnAfterALostOrder() external {
        _movePrices(1_200_000);
        _report(away);
        _order(AWAY);
        _skip(ORDER_LIFE_SEC + 899);
        assertEq(uint256(portfolio.plan().reason), uint256(WholeReason.OrderUnderWay), "clocks may differ");
        _skip(ORDER_LIFE_SEC);
        assertEq(uint256(portfolio.plan().reason), uint256(WholeReason.None), "no longer");
        assertEq(portfolio.most(AWAY), 0, "whether it was traded is not known");
        uint256 less = portfolio.plan().tradeQuote;
        _report(away);
        assertLe(less + 1, portfolio.plan().tradeQuote, "what may have been sold was left out");
        assertLe(1, portfolio.most(AWAY), "known now");
    }

    /// An order that was traded, and whose report is lost: others trade what is surely left, which is nothing.
    function test_P203_countsWhatMayHaveBeenTraded() external {
        _beBold(1000);
        _movePrices(1_040_000);
        _report(away);
        _order(AWAY);
        _deliverOrder();
        awayBook.fill();
        _skip(ORDER_LIFE_SEC + 900);
        assertEq(uint256(portfolio.plan().reason), uint256(WholeReason.InsideBand), "all of it may be done");
        _report(away);
        assertLe(portfolio.plan().driftPips, 300, "it was done");
    }

    /// The price has come back before the order came: selling would take the whole further from its target.
    function test_P203_holdsWhereATradeNoLongerHelps() external {
        _beBold(25);
        _movePrices(1_006_000);
        _report(away);
        assertTrue(portfolio.plan().sellsRisky, "a little too much");
        _order(AWAY);
        _deliverOrder();
        away.movePrice(990_000);
        vm.warp(nowAt + 1800 - 2);
        assertEq(uint256(awayBook.previewFill().reason), uint256(FillReason.PriceOutside), "no longer");
    }

    function test_postsAnOrderAgain() external {
        _movePrices(1_200_000);
        _report(away);
        _order(AWAY);
        portfolio.post(AWAY, homeMessenger);
        _deliverOrder();
        vm.expectRevert(abi.encodeWithSelector(IBook.OrderNotNewer.selector, 1, 1));
        homeMessenger.deliver(0);
        _skip(ORDER_LIFE_SEC);
        IMessenger way = _way(AWAY);
        vm.expectRevert(abi.encodeWithSelector(IRemotePortfolio.NoOpenOrder.selector, AWAY));
        portfolio.post(AWAY, way);
    }

    function test_error_reportsThatAreNotNewer() external {
        vm.expectRevert(abi.encodeWithSelector(IRemotePortfolio.ReportNotNewer.selector, 1, 1));
        awayMessenger.deliver(0);
        awayBook.report(awayMessenger);
        awayBook.report(awayMessenger);
        awayMessenger.deliver(2);
        vm.expectRevert(abi.encodeWithSelector(IRemotePortfolio.ReportNotNewer.selector, 2, 3));
        awayMessenger.deliver(1);
    }

    /// The largest change that can be voted is no number that anything overflows with.
    function test_takesReportsUnderAnyVotedChange() external {
        ChainTerms memory terms = _terms(away, CAP_USD);
        terms.maxChangeUsd = type(uint40).max;
        portfolio.setChain(AWAY, terms);
        _report(away);
        assertEq(portfolio.chains()[1].ageSec, 0, "taken");
    }

    /// A number beyond all others, made up by a bridge, is forgotten with the next second: true reports go on.
    function test_P204_aMadeUpNumberStopsNoReport() external {
        BookReport memory told = awayBook.figures();
        told.number = type(uint64).max;
        _claim(told);
        _skip(1);
        _report(away);
        assertEq(portfolio.chains()[1].ageSec, 0, "taken");
        told.number = 0;
        told.madeAt = uint40(nowAt + 1);
        _skip(1);
        vm.expectRevert(abi.encodeWithSelector(IRemotePortfolio.ReportNotNewer.selector, 0, 2));
        _claim(told);
    }

    function test_error_reportsOfStrangers() external {
        bytes memory payload = abi.encode(awayBook.figures());
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotMessenger.selector, address(this)));
        portfolio.receiveMessage(AWAY, address(awayBook), payload);
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotTheSender.selector, AWAY, address(7)));
        awayMessenger.claim(AWAY, address(7), address(portfolio), payload);
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotTheSender.selector, FAR, address(awayBook)));
        awayMessenger.claim(FAR, address(awayBook), address(portfolio), payload);
    }

    function test_error_reportsOfOtherTimes() external {
        BookReport memory told = awayBook.figures();
        told.madeAt = uint40(nowAt + 1);
        vm.expectRevert(abi.encodeWithSelector(IRemotePortfolio.ReportInFuture.selector, nowAt + 1, nowAt));
        _claim(told);
        told = awayBook.figures();
        told.quoteDecimals = 18;
        vm.expectRevert(abi.encodeWithSelector(IRemotePortfolio.DecimalsDiffer.selector, 18, 18));
        _claim(told);
        awayBook.report(awayMessenger);
        _skip(MAX_AGE_SEC + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IRemotePortfolio.FiguresTooOld.selector, AWAY, MAX_AGE_SEC + 1, MAX_AGE_SEC)
        );
        awayMessenger.deliver(1);
    }

    /// A book that lies moves the sum by no more than voted: an epoch's change, and its cap.
    function test_P204_boundsWhatALiarMoves() external {
        (uint64 before, , ) = portfolio.portfolioFigures();
        BookReport memory told = awayBook.figures();
        told.netQuote += int128(int256(uint256(MAX_CHANGE_USD) * USD)) + 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                IRemotePortfolio.ChangeTooLarge.selector,
                MAX_CHANGE_USD * USD + 1,
                MAX_CHANGE_USD * USD
            )
        );
        _claim(told);
        told.netQuote -= 1;
        _claim(told);
        (uint64 lied, , ) = portfolio.portfolioFigures();
        assertEq(lied - before, uint256(MAX_CHANGE_USD) * USD, "one epoch's change");
        ++told.number;
        told.netRisky += 1;
        vm.expectRevert();
        _claim(told);
        told.netRisky -= 1;
        // The next epoch, up to the cap and no further.
        portfolio.setChain(AWAY, _terms(away, 1_200_000));
        (lied, , ) = portfolio.portfolioFigures();
        for (uint256 i; i < 20; ++i) {
            _skip(3600);
            ++told.number;
            told.madeAt = uint40(nowAt);
            told.netQuote += int128(int256(uint256(MAX_CHANGE_USD) * USD));
            _claim(told);
        }
        ChainFigures memory figures = portfolio.chains()[1];
        assertLe(figures.navUsd6, 1_200_000e6, "never above its cap");
    }

    /// Whatever it says, an epoch's word moves net value and exposure by at most the voted change.
    function testFuzz_P204_anyWordOfAnEpoch(int96 quoteChange, int96 riskyChange, uint128 balance) external {
        (uint64 navBefore, uint32 curvatureBefore, ) = portfolio.portfolioFigures();
        uint256 exposureBefore = _exposureUsd6();
        BookReport memory told = awayBook.figures();
        told.netQuote += int128(quoteChange) % int128(int256(600_000 * USD));
        told.netRisky += int128(riskyChange) % 200 ether;
        (told.quoteBalance, told.riskyBalance, told.filledAmount) = (balance, balance, balance);
        for (uint256 i; i < 2; ++i) {
            try awayMessenger.claim(AWAY, address(awayBook), address(portfolio), abi.encode(told)) {} catch {}
            ++told.number;
            told.netQuote += int128(quoteChange) % int128(int256(600_000 * USD));
        }
        (uint64 navAfter, uint32 curvatureAfter, ) = portfolio.portfolioFigures();
        uint256 most = uint256(MAX_CHANGE_USD) * USD + 2; // two figures are rounded
        assertLe(_apart(navBefore, navAfter), most, "net value");
        assertLe(_apart(exposureBefore, _exposureUsd6()), most, "exposure");
        assertEq(curvatureBefore, curvatureAfter, "curvature is the voted weight's");
    }

    /// What a report says of a chain that is new, or was left out, is bounded by the cap alone.
    function test_forgetsAChainThatIsLeftOut() external {
        portfolio.setChain(AWAY, ChainTerms(address(awayBook), 0, 1, 60));
        assertEq(portfolio.chains().length, 1, "home alone");
        (uint64 navUsd6, , ) = portfolio.portfolioFigures();
        assertLe(navUsd6, 1_200_000e6, "home alone");
        BookReport memory told = awayBook.figures();
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotTheSender.selector, AWAY, address(awayBook)));
        _claim(told);
        portfolio.setChain(AWAY, _terms(away, CAP_USD));
        vm.expectRevert();
        portfolio.portfolioFigures();
        _report(away);
        (navUsd6, , ) = portfolio.portfolioFigures();
        assertLe(1_799_000e6, navUsd6, "told anew");
    }

    function test_error_settersAreTheVotes() external {
        bytes memory refusal = abi.encodeWithSignature("AccessManagedUnauthorized(address)", address(9));
        ChainTerms memory terms = _terms(away, 1);
        IMessenger messenger = awayMessenger;
        vm.startPrank(address(9));
        vm.expectRevert(refusal);
        portfolio.setChain(AWAY, terms);
        vm.expectRevert(refusal);
        portfolio.setMessenger(messenger, false);
        vm.stopPrank();
    }

    /// One chain halted: it holds, and home trades the drift.
    function test_othersGoOnWhenAChainIsHalted() external {
        _movePrices(1_200_000);
        _report(away);
        away.setParameters(_values(), Status.Halted);
        _order(AWAY);
        _deliverOrder();
        assertEq(uint256(awayBook.previewFill().reason), uint256(FillReason.MarketHolds), "it holds");
        _skip(ORDER_LIFE_SEC + 3600);
        (, uint256 riskyAmount) = _order(homeId);
        assertLe(1, riskyAmount, "home sells");
    }

    function test_countsWhatIsInTransit() external {
        home.book().moveInventory(AWAY, 100_000 * USD, 0);
        home.book().moveInventory(AWAY, 0, 10 ether);
        ChainFigures memory figures = portfolio.chains()[1];
        assertEq(figures.quoteCounted, 400_000 * USD, "on its way");
        assertEq(figures.riskyCounted, 110 ether, "on its way");
        assertEq(figures.quoteBalance, 300_000 * USD, "not there");
        _arrive(home, away);
        _report(away);
        figures = portfolio.chains()[1];
        assertEq(figures.quoteCounted, 400_000 * USD, "counted once");
        assertEq(figures.quoteBalance, 400_000 * USD, "there");
        awayBook.moveInventory(homeId, 50_000 * USD, 0);
        _arrive(away, home);
        assertEq(portfolio.chains()[1].quoteCounted, 350_000 * USD, "home has it before it is told");
    }

    function _exposureUsd6() private view returns (uint256) {
        ChainFigures[] memory all = portfolio.chains();
        return uint256(all[0].exposureUsd6) + all[1].exposureUsd6;
    }

    function _apart(uint256 left, uint256 right) private pure returns (uint256) {
        return left > right ? left - right : right - left;
    }

    function _claim(BookReport memory told) private {
        awayMessenger.claim(AWAY, address(awayBook), address(portfolio), abi.encode(told));
    }

    /// The whole drift at once, beyond a narrow band.
    function _beBold(uint32 bandPips) private {
        Parameters memory values;
        (values.aggressivenessPips, values.maxTradeUsd) = (1_000_000, 1_000_000);
        (values.bandPips, values.intervalSec) = (bandPips, 3600);
        home.setParameters(values, Status.Active);
        away.setParameters(values, Status.Active);
    }

    function _values() private pure returns (Parameters memory values) {
        values.maxTradeUsd = 50_000;
    }
}
