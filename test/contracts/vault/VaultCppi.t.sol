// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Plan} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {VaultFixture} from "../support/VaultFixture.sol";

/// Constant proportion portfolio insurance: exposure is multiplier x what the vault is worth above its floor, and never
/// more for longer than it takes to sell.
contract VaultCppiTest is VaultFixture {
    function setUp() external {
        _setUpDefault();
        vault = _newVault(_cppiSettings(900_000));
        _deposit(alice, _usd(100_000));
    }

    // What to hold

    function test_default_exposureIsMultiplierTimesCushion() external view {
        assertEq(vault.previewRebalance().targetWeightPips, 400_000, "4 x 10 %");
        assertTrue(!vault.previewRebalance().isCut, "buying can wait");
    }

    function test_behavior_theMultiplierIsReadAnew() external {
        _setMultiplier(2500);
        assertEq(vault.previewRebalance().targetWeightPips, 250_000, "2.5 x 10 %");
        _setMultiplier(20_000);
        assertEq(vault.previewRebalance().targetWeightPips, 800_000, "at most the largest weight");
    }

    function test_behavior_buysByTheRulesOfDriftAndClock() external {
        _expectRefused(Reason.TooSoon);
        _skip(EPOCH_SEC);
        Plan memory plan = vault.previewRebalance();
        assertEq(plan.tradeQuote, _usd(20_000), "half of the drift of 40,000");
        assertTrue(!plan.sellsRisky, "buys");
        vault.rebalance();
        _skip(EPOCH_SEC - 1);
        _expectRefused(Reason.TooSoon);
        _skip(1);
        vault.rebalance();
    }

    function test_behavior_comingAndGoingMovesTheTargetLittle() external {
        uint256 before = vault.previewRebalance().targetWeightPips;
        uint256 shares = _deposit(bob, _usd(900_000));
        assertEq(vault.previewRebalance().targetWeightPips, before, "a deposit brings its floor along");
        vm.prank(bob);
        vault.redeem(shares / 2, bob, bob);
        uint256 weight = vault.previewRebalance().targetWeightPips;
        assertLe(before, weight, "the spread adds to the cushion");
        assertLe(weight, before + 40_000, "and nothing else does");
    }

    // What must not wait

    function test_default_anExposureAboveTheMultiplierIsCutAtOnce() external {
        _holdAtTarget();
        _expectRefused(Reason.InsideBand);
        // A fall of 1 %: about 39,500 of 99,600, where 4 x 9,600 are allowed.
        _movePriceAndSettle(990_000);
        Plan memory plan = vault.previewRebalance();
        assertEq(uint256(plan.reason), uint256(Reason.None), "although the drift is inside the band");
        assertTrue(plan.isCut && plan.sellsRisky, "a cut");
        assertTrue(plan.driftPips < 20_000 && plan.elapsedSec < EPOCH_SEC, "inside the band, within the epoch");
        assertEq(plan.returnPips, 0, "to the target itself");
        assertTrue(plan.tradeQuote > _usd(1000) && plan.tradeQuote < _usd(1200), "all of what is too much");
        vault.rebalance();
        assertTrue(vault.previewRebalance().driftPips < 200, "there");
    }

    function test_behavior_aLowerMultiplierCutsAtOnce() external {
        _holdAtTarget();
        _setMultiplier(3900);
        Plan memory plan = vault.previewRebalance();
        assertTrue(plan.isCut, "a cut");
        vault.rebalance();
    }

    function test_behavior_aMarketThatIsStoppedCutsByItsFallback() external {
        _holdAtTarget();
        Parameters memory values = _parameters();
        values.cppiMultiplierE3 = 2000;
        _setParameters(values, Status.Halted);
        assertTrue(vault.previewRebalance().isCut, "a cut");
        vault.rebalance();
    }

    /// Finding of the audit: inside a wide band the vault kept its risky tokens below the floor.
    function test_finding_belowTheFloorInsideAWideBand() external {
        _holdAtTarget();
        Parameters memory values;
        (values.bandPips, values.returnPips) = (1_000_000, 1_000_000);
        (values.intervalSec, values.cppiMultiplierE3) = (type(uint32).max, 4000);
        values.maxTradeUsd = 1_000_000;
        _setParameters(values, Status.Active);
        _movePriceAndSettle(700_000);
        Plan memory plan = vault.previewRebalance();
        assertLe(plan.navQuote, vault.floorQuote(), "below the floor");
        assertEq(plan.targetWeightPips, 0, "no exposure");
        assertTrue(plan.isCut, "a cut");
        assertTrue(plan.driftPips < values.bandPips && plan.elapsedSec < EPOCH_SEC, "against band and epoch");
        vault.rebalance();
        assertEq(risky.balanceOf(address(vault)), 0, "sold out");
        _skip(1 days);
        _expectRefused(Reason.InsideBand);
    }

    function test_behavior_aCutKeepsToTheLargestTrade() external {
        _holdAtTarget();
        Parameters memory values = _parameters();
        values.maxTradeUsd = 10_000;
        _setParameters(values, Status.Active);
        _movePriceAndSettle(700_000);
        uint256 sold;
        for (uint256 i = 0; i < 3; ++i) {
            assertLe(vault.previewRebalance().tradeQuote, _usd(10_000), "no more at once");
            (, uint256 amountOut) = vault.rebalance();
            sold += amountOut;
            _expectRefused(i < 2 ? Reason.TooSoon : Reason.InsideBand);
            _skip(1);
        }
        assertTrue(sold > _usd(27_000), "but second by second");
        assertLe(risky.balanceOf(address(vault)), 1e9, "sold out");
    }

    function test_behavior_aCutKeepsToTheSlippageCap() external {
        _deposit(bob, _usd(9_900_000));
        _holdAtTarget();
        _setParameters(_boldParameters(), Status.Active);
        _movePriceAndSettle(700_000);
        uint160 before = _spot();
        Plan memory plan = vault.previewRebalance();
        (uint256 amountIn, ) = vault.rebalance();
        assertTrue(plan.isCut && amountIn < plan.amountIn, "cut short");
        assertEq(_spot(), plan.sqrtPriceLimitX96, "at the limit");
        assertTrue(_spot() < before, "sold");
    }

    function test_behavior_aCutNeedsParametersAndAnAgreedPrice() external {
        _holdAtTarget();
        _movePrice(700_000);
        _expectRefused(Reason.PriceDeviates);
        _skip(WINDOW_SEC);
        Parameters memory none;
        _setParameters(none, Status.Unknown);
        _expectRefused(Reason.NoParameters);
        Parameters memory values = _parameters();
        values.maxTradeUsd = 0;
        _setParameters(values, Status.Active);
        _expectRefused(Reason.TradeTooSmall);
    }

    function test_behavior_whatTheMultiplierAllowsIsNoCut() external {
        // 90 % where 80 % is the largest weight and 100 % the multiplier's: a drift like any other.
        _skip(EPOCH_SEC);
        _setMultiplier(10_000);
        _fillToWeight(900_000);
        Plan memory plan = vault.previewRebalance();
        assertTrue(!plan.isCut && plan.sellsRisky, "may wait");
        vault.rebalance();
        _skip(EPOCH_SEC - 1);
        _expectRefused(Reason.TooSoon);
    }

    function test_behavior_afterACutTheVaultWaitsToBuy() external {
        _holdAtTarget();
        _movePriceAndSettle(900_000);
        vault.rebalance();
        _movePriceAndSettle(1_200_000);
        assertTrue(!vault.previewRebalance().isCut, "a rise cuts nothing");
        _expectRefused(Reason.TooSoon);
        _skip(EPOCH_SEC - WINDOW_SEC);
        assertTrue(!vault.previewRebalance().sellsRisky, "buys");
        vault.rebalance();
    }

    /// Starts just below the target of 40 %, in the vault's first epoch.
    function _holdAtTarget() private {
        _fillToWeight(399_000);
        assertTrue(vault.previewRebalance().driftPips < 1500, "at the target");
    }

    function _setMultiplier(uint16 multiplierE3) private {
        Parameters memory values = _parameters();
        values.cppiMultiplierE3 = multiplierE3;
        _setParameters(values, Status.Active);
    }
}
