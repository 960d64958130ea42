// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Plan, VaultSettings} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {PoolPrice} from "../../../contracts/vault/PoolPrice.sol";
import {VaultFixture, World} from "../support/VaultFixture.sol";

/// The rules of docs/model.md, one by one, for a constant mix of half and half.
contract VaultRebalanceTest is VaultFixture {
    uint256 private constant START_USD = 200_000;

    function setUp() external {
        _setUpDefault();
        _deposit(alice, _usd(START_USD));
    }

    // Whether to trade

    function test_default_buysTowardsTheTarget() external {
        _skip(1 hours);
        Plan memory plan = vault.previewRebalance();
        assertEq(uint256(plan.reason), uint256(Reason.None), "would trade");
        assertEq(plan.weightPips, 0, "all quote");
        assertEq(plan.targetWeightPips, 500_000, "half");
        assertEq(plan.driftPips, 500_000, "drift");
        assertEq(plan.bandPips, 20_000, "band");
        assertEq(plan.elapsedSec, 1 hours, "since deployment");
        assertEq(plan.navQuote, _usd(START_USD), "nav");
        assertEq(plan.tradeQuote, _usd(50_000), "half of the drift of 100,000");
        assertTrue(!plan.sellsRisky, "buys");
        (uint256 amountIn, uint256 amountOut) = vault.rebalance();
        assertEq(amountIn, _usd(50_000), "given");
        assertEq(amountOut, risky.balanceOf(address(vault)), "received");
        assertEq(quote.balanceOf(address(vault)), _usd(150_000), "left");
        assertEq(vault.lastRebalanceAt(), nowAt, "stamped");
    }

    function test_default_sellsTowardsTheTarget() external {
        _fillToWeight(700_000);
        _skip(1 hours);
        uint256 before = quote.balanceOf(address(vault));
        (uint256 amountIn, uint256 amountOut) = vault.rebalance();
        // Half of 200,000 x (0.7 - 0.5): at the mean price, whose tick is rounded down.
        assertLe(amountIn, 6.668 ether, "no more than 20,000 dollars' worth");
        assertLe(6.66 ether, amountIn, "and hardly less");
        assertEq(quote.balanceOf(address(vault)), before + amountOut, "paid to the vault");
    }

    function test_behavior_insideTheBandItRefuses() external {
        _fillToWeight(515_000);
        _skip(1 days);
        _expectRefused(Reason.InsideBand);
        Plan memory plan = vault.previewRebalance();
        assertTrue(plan.driftPips > 14_000 && plan.driftPips < 16_000, "drift is told all the same");
    }

    function test_behavior_theBandItselfIsInside() external {
        _skip(1 days);
        Parameters memory values = _parameters();
        values.bandPips = 500_000;
        _setParameters(values, Status.Active);
        _expectRefused(Reason.InsideBand);
        values.bandPips = 499_999;
        _setParameters(values, Status.Active);
        vault.rebalance();
    }

    function test_behavior_withinAnEpochItWaits() external {
        _skip(EPOCH_SEC - 1);
        _expectRefused(Reason.TooSoon);
        _skip(1);
        vault.rebalance();
        _skip(EPOCH_SEC - 1);
        _expectRefused(Reason.TooSoon);
        _skip(1);
        vault.rebalance();
    }

    // How far

    function test_default_endsAtTheReturn() external {
        Parameters memory values = _boldParameters();
        values.returnPips = 15_000;
        _setParameters(values, Status.Active);
        _skip(1 hours);
        Plan memory plan = vault.previewRebalance();
        assertEq(plan.returnPips, 15_000, "return");
        assertEq(plan.tradeQuote, _usd(97_000), "100,000 less 1.5 % of 200,000");
        vault.rebalance();
        uint256 drift = vault.previewRebalance().driftPips;
        // The price paid and the fee leave a little less of the risky token, and a little less value.
        assertTrue(drift >= 15_000 && drift < 20_000, "the weight ends at the return");
    }

    function test_behavior_endsAtTheBandWhereTheReturnIsAbove() external {
        Parameters memory values = _boldParameters();
        values.returnPips = 20_001;
        _setParameters(values, Status.Active);
        _skip(1 hours);
        Plan memory plan = vault.previewRebalance();
        assertEq(plan.returnPips, 20_000, "the lower of the two");
        assertEq(plan.tradeQuote, _usd(96_000), "100,000 less 2 % of 200,000");
        values.returnPips = 1_000_000;
        _setParameters(values, Status.Active);
        assertEq(vault.previewRebalance().tradeQuote, _usd(96_000), "at any height");
    }

    // How much

    function test_behavior_theShareGrowsWithTime() external {
        Parameters memory values = _boldParameters();
        (values.aggressivenessPips, values.intervalSec) = (400_000, 10_800);
        _setParameters(values, Status.Active);
        _skip(1 hours);
        assertEq(vault.previewRebalance().tradeQuote, _usd(40_000), "0.4 of 100,000 an epoch");
        _skip(30 minutes);
        assertEq(vault.previewRebalance().tradeQuote, _usd(60_000), "an epoch and a half");
        _skip(90 minutes);
        assertEq(vault.previewRebalance().tradeQuote, _usd(100_000), "never more than the drift");
    }

    function test_finding_longCalm() external {
        // A drift that begins after a month without a trade is closed no faster than one that begins after an interval.
        Parameters memory values = _boldParameters();
        (values.aggressivenessPips, values.intervalSec) = (100_000, 7200);
        _setParameters(values, Status.Active);
        _skip(2 hours);
        assertEq(vault.previewRebalance().tradeQuote, _usd(20_000), "a fifth after an interval of two epochs");
        _skip(30 days);
        assertEq(vault.previewRebalance().tradeQuote, _usd(20_000), "and after a month");
        vault.rebalance();
        assertEq(quote.balanceOf(address(vault)), _usd(START_USD - 20_000), "traded");
    }

    function test_behavior_neverBelowTheLot() external {
        Parameters memory values = _boldParameters();
        (values.aggressivenessPips, values.lotPips) = (10_000, 100_000);
        _setParameters(values, Status.Active);
        _skip(1 hours);
        assertEq(vault.previewRebalance().tradeQuote, _usd(20_000), "a tenth of 200,000, not a hundredth of 100,000");
        values.lotPips = 600_000;
        _setParameters(values, Status.Active);
        assertEq(vault.previewRebalance().tradeQuote, _usd(100_000), "all where less than the lot is left");
        values.maxTradeUsd = 12_000;
        _setParameters(values, Status.Active);
        assertEq(vault.previewRebalance().tradeQuote, _usd(12_000), "the largest trade is above the lot");
    }

    function test_behavior_neverAboveTheLargestTrade() external {
        Parameters memory values = _parameters();
        values.maxTradeUsd = 1234;
        _setParameters(values, Status.Active);
        _skip(1 hours);
        (uint256 amountIn, ) = vault.rebalance();
        assertEq(amountIn, 1_234_000_000, "in quote's smallest unit");
    }

    function test_behavior_nothingAllowedIsNothingTraded() external {
        Parameters memory values = _parameters();
        values.maxTradeUsd = 0;
        _setParameters(values, Status.Active);
        _skip(1 hours);
        _expectRefused(Reason.TradeTooSmall);
        values = _parameters();
        values.aggressivenessPips = 0;
        _setParameters(values, Status.Active);
        _expectRefused(Reason.TradeTooSmall);
    }

    function test_behavior_theModelsLargestTradeFitsTheCap() external {
        // X s / (1 - s) for a depth of ten million and a cap of 1 %, less the fee that moves no price.
        Parameters memory values = _parameters();
        values.maxTradeUsd = 101_010;
        _setParameters(values, Status.Active);
        _deposit(alice, _usd(10_000_000));
        _skip(1 hours);
        (uint256 amountIn, ) = vault.rebalance();
        assertEq(amountIn, 101_010e6, "the whole of it");
    }

    function test_behavior_theCapCutsALargerTrade() external {
        Parameters memory values = _parameters();
        values.maxTradeUsd = type(uint40).max;
        _setParameters(values, Status.Active);
        _deposit(alice, _usd(10_000_000));
        _skip(1 hours);
        uint160 before = _spot();
        Plan memory plan = vault.previewRebalance();
        (uint256 amountIn, ) = vault.rebalance();
        assertTrue(amountIn < plan.amountIn, "cut");
        assertEq(_spot(), PoolPrice.sqrtPriceLimitX96(before, false, CAP_PIPS), "stopped at the limit");
        // X s / (1 - s) and the fee on top.
        assertLe(amountIn, 101_314.1e6, "no more than the cap lets through");
        assertLe(101_313.9e6, amountIn, "and no less");
    }

    function test_behavior_waitingSpreadsAGreatDriftOverManyTrades() external {
        uint256 last = vault.previewRebalance().driftPips;
        for (uint256 i = 0; i < 12; ++i) {
            _skip(1 hours);
            if (vault.previewRebalance().reason != Reason.None) break;
            vault.rebalance();
            // The pool's price must be settled before it is traded on again.
            actor.moveTo(pool, _rootOfPrice(3000));
            uint256 drift = vault.previewRebalance().driftPips;
            assertTrue(drift < last, "closer every time");
            last = drift;
        }
        _skip(1 hours);
        _expectRefused(Reason.InsideBand);
        assertLe(last, 20_000, "ends inside the band");
    }

    // With what

    function test_behavior_staleHaltedAndFallbackAreUsedAsGiven() external {
        Parameters memory fallbackValues = _parameters();
        fallbackValues.maxTradeUsd = 100;
        Status[3] memory statuses = [Status.Stale, Status.Halted, Status.Fallback];
        for (uint256 i = 0; i < statuses.length; ++i) {
            _setParameters(fallbackValues, statuses[i]);
            _skip(1 hours);
            assertEq(uint256(vault.previewRebalance().status), uint256(statuses[i]), "status is told");
            (uint256 amountIn, ) = vault.rebalance();
            assertEq(amountIn, 100e6, "the fallback's largest trade");
        }
    }

    function test_behavior_unknownParametersRefuseToTrade() external {
        Parameters memory none;
        _setParameters(none, Status.Unknown);
        _skip(1 days);
        _expectRefused(Reason.NoParameters);
    }

    function test_behavior_anEmptyVaultRefuses() external {
        vault = _newVault(_settings());
        _skip(1 days);
        _expectRefused(Reason.Empty);
    }

    function test_behavior_anUnknownPriceRefuses() external {
        VaultSettings memory settings = _settings();
        settings.twapWindowSec = 86_400;
        settings.poolFeePips = 500;
        factory.createPool(address(quote), address(risky), 500);
        vault = _newVault(settings);
        quote.mint(address(vault), _usd(1000));
        _expectRefused(Reason.PriceUnknown);
    }

    function test_behavior_theSameInTheOtherOrderOfTokens() external {
        _setUpWorld(World(false, 6, 18, 3000, 10_000_000));
        vault = _newVault(_settings());
        _setParameters(_parameters(), Status.Active);
        _deposit(alice, _usd(START_USD));
        _skip(1 hours);
        (uint256 amountIn, uint256 amountOut) = vault.rebalance();
        assertEq(amountIn, _usd(50_000), "buys for half of the drift");
        assertLe(16.5 ether, amountOut, "at about 3,000");
        assertLe(amountOut, 16.667 ether, "and not below");
        _fillToWeight(800_000);
        actor.moveTo(pool, _rootOfPrice(3000));
        _skip(1 hours);
        uint256 before = risky.balanceOf(address(vault));
        (amountIn, amountOut) = vault.rebalance();
        assertEq(risky.balanceOf(address(vault)), before - amountIn, "sells");
    }
}
