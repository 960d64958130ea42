// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPriceFeed} from "../../../contracts/interfaces/prices/IPriceFeed.sol";
import {Report, Source} from "../../../contracts/libraries/MarketTypes.sol";
import {Observation} from "../../../contracts/libraries/ModelTypes.sol";
import {MeanPool} from "../support/prices/MeanPool.sol";
import {PricedMarketFixture} from "../support/prices/PricedMarketFixture.sol";

/// What RiskParameters makes of a source's feed.
contract PriceAgreementTest is PricedMarketFixture {
    function deviates(uint256 meanWad, uint256 signedWad) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPriceFeed.PriceDeviates.selector, meanWad, signedWad, DEVIATION_PIPS);
    }

    /// Every way to ask refuses alike.
    function expectRefused(Report memory report, bytes memory refusal) private {
        bytes memory signatures = signReport(report, 0, 2);
        vm.expectRevert(refusal);
        risk.push(report, signatures);
        vm.expectRevert(refusal);
        risk.checkReport(report);
        (, , , bytes memory told) = risk.preview(report);
        assertEq(told, refusal, "preview");
        Report[] memory reports = new Report[](1);
        bytes[] memory all = new bytes[](1);
        (reports[0], all[0]) = (report, signatures);
        assertEq(risk.pushMany(reports, all)[0], refusal, "in a batch");
    }

    function test_default() external {
        _update(_meanWad());
        push(buildReport());
    }

    function test_P213_AMeanPriceFurtherOffThanVotedIsRefused() external {
        uint256 signedWad = (_meanWad() * 10_101) / 10_000;
        _update(signedWad);
        expectRefused(buildReport(), deviates(_meanWad(), signedWad));
        advance(1);
        signedWad = (_meanWad() * 9_900) / 10_000;
        _update(signedWad);
        expectRefused(buildReport(), deviates(_meanWad(), signedWad));
    }

    /// Exactly as far as voted, and no further.
    function testFuzz_P213_TheLimitIsTheVotedOne(uint256 factorE9, bool isAtLimit, bool isAbove) external {
        uint256 mean = _meanWad();
        uint256 signedWad = (mean * bound(factorE9, 0.9e9, 1.1e9)) / 1e9;
        // The furthest that is allowed, and a wei further.
        if (isAtLimit) signedWad = isAbove ? mean + (mean / 100) : (mean * 100 + 100) / 101;
        if (isAtLimit && factorE9 % 2 == 0) signedWad = isAbove ? signedWad + 1 : signedWad - 1;
        _update(signedWad);
        (uint256 lower, uint256 higher) = signedWad < mean ? (signedWad, mean) : (mean, signedWad);
        bool isNear = (higher - lower) * 100 <= lower;
        Observation memory observation = buildObservation();
        // Near enough to both, so that only the mean price decides.
        observation.nativePriceUsd6 = uint64(signedWad / 1e12);
        Report memory report = buildReport(MARKET, observation);
        if (isNear) push(report);
        else expectRefused(report, deviates(mean, signedWad));
    }

    function test_P213_TheNativePriceOfTheSamePoolCountsToo() external {
        _update(_meanWad());
        Observation memory observation = buildObservation();
        observation.nativePriceUsd6 = 3_040e6;
        expectRefused(buildReport(MARKET, observation), deviates(3_040e18, _meanWad()));
    }

    /// At exactly 1 % it agrees, a millionth of a dollar further it does not.
    function test_P213_TheVotedDeviationItselfAgrees() external {
        _update(3_000e18);
        Observation memory observation = buildObservation();
        observation.nativePriceUsd6 = 3_030e6 + 1;
        expectRefused(buildReport(MARKET, observation), deviates(3_030e18 + 1e12, 3_000e18));
        observation.nativePriceUsd6 = 3_030e6;
        pushObservation(observation);
    }

    function test_behavior_theNativePriceOfAnotherPoolIsNotCompared() external {
        Source memory source = _source();
        source.nativePool = address(new MeanPool(pool.token0(), pool.token1()));
        setSource(source);
        _update(_meanWad());
        Observation memory observation = buildObservation();
        observation.nativePriceUsd6 = 1e6;
        pushObservation(observation);
    }

    function test_P213_ASilentFeedThatIsRequiredRefuses() external {
        expectRefused(buildReport(), abi.encodeWithSelector(IPriceFeed.PriceSilent.selector, nowAt, MAX_AGE_SEC));
        _update(_meanWad());
        advance(MAX_AGE_SEC + 1);
        bytes memory silent = abi.encodeWithSelector(IPriceFeed.PriceSilent.selector, MAX_AGE_SEC + 1, MAX_AGE_SEC);
        expectRefused(buildReport(), silent);
    }

    function test_P213_ASilentFeedThatIsNotRequiredSaysNothing() external {
        feed = _newFeed(WINDOW_SEC, false);
        setSource(_source());
        push(buildReport());
        advance(1);
        _update(_meanWad() * 2);
        expectRefused(buildReport(), deviates(_meanWad(), _meanWad() * 2));
        advance(MAX_AGE_SEC + 1);
        push(buildReport());
    }

    /// Nothing to compare with is no agreement.
    function test_P213_APoolThatDoesNotKnowItsMeanPriceIsRefused() external {
        _update(_meanWad());
        pool.forget();
        expectRefused(buildReport(), deviates(0, _meanWad()));
    }

    function test_behavior_dollarsAsTheOtherToken() external {
        pool = new MeanPool(pool.token1(), pool.token0());
        pool.setTick(-TICK);
        Source memory source = _source();
        (source.isQuoteToken0, source.isNativeToken0) = (false, true);
        setSource(source);
        _update(_meanWad());
        push(buildReport());
    }
}
