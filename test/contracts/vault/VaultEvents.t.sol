// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRebalancingVault, Plan, VaultSettings} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {PoolPrice} from "../../../contracts/vault/PoolPrice.sol";
import {RecordedLog, VaultArtifacts} from "../support/VaultArtifacts.sol";
import {VaultFixture, World} from "../support/VaultFixture.sol";

/// The event of a rebalance, recomputed from balances and prices around it.
contract VaultEventsTest is VaultFixture {
    uint32 private constant RETURN_PIPS = 4000;

    struct Seen {
        Plan plan;
        uint160 spotBefore;
        uint160 spotAfter;
        uint256 quoteBefore;
        uint256 riskyBefore;
        uint256 quoteAfter;
        uint256 riskyAfter;
    }

    function test_default_aPurchaseIsTold() external {
        _start(true, 0, _settings());
        Seen memory seen = _dryRun();
        uint256 given = seen.quoteBefore - seen.quoteAfter;
        uint256 received = seen.riskyAfter - seen.riskyBefore;
        uint256 cost = given - PoolPrice.quoteValueDown(received, seen.spotBefore, true);
        // 0.3 % of 49,600 and an impact of 0.5 % of it, at a depth of ten million.
        assertTrue(cost > 390e6 && cost < 400e6, "fee and impact");
        _expectEvent(seen, received, given, cost);
    }

    function test_default_aSaleIsTold() external {
        _start(false, 900_000, _settings());
        Seen memory seen = _dryRun();
        uint256 given = seen.riskyBefore - seen.riskyAfter;
        uint256 received = seen.quoteAfter - seen.quoteBefore;
        uint256 cost = PoolPrice.quoteValueUp(given, seen.spotBefore, false) - received;
        // 0.3 % of 39,600 and an impact of 0.4 % of it.
        assertTrue(cost > 270e6 && cost < 280e6, "fee and impact");
        _expectEvent(seen, given, received, cost);
    }

    function test_default_aCutIsTold() external {
        _start(true, 700_000, _cppiSettings(900_000));
        Seen memory seen = _dryRun();
        assertTrue(seen.plan.isCut, "70 % where 4 x 10 % are allowed");
        uint256 given = seen.riskyBefore - seen.riskyAfter;
        uint256 received = seen.quoteAfter - seen.quoteBefore;
        _expectEvent(seen, given, received, PoolPrice.quoteValueUp(given, seen.spotBefore, true) - received);
    }

    /// The settings' tokens and pool are replaced by those of the new world.
    function _start(bool riskyIsToken0, uint256 weightPips, VaultSettings memory like) private {
        _setUpWorld(World(riskyIsToken0, 6, 18, 3000, 10_000_000));
        VaultSettings memory settings = _settings();
        (settings.mode, settings.weightPips, settings.floorPips) = (like.mode, like.weightPips, like.floorPips);
        vault = _newVault(settings);
        Parameters memory values = _parameters();
        values.returnPips = RETURN_PIPS;
        _setParameters(values, Status.Stale);
        _deposit(alice, _usd(200_000));
        _fillToWeight(weightPips);
        _skip(1 hours);
    }

    function _dryRun() private returns (Seen memory seen) {
        seen.plan = vault.previewRebalance();
        (seen.spotBefore, seen.quoteBefore, seen.riskyBefore) = _look();
        uint256 state = vm.snapshotState();
        vault.rebalance();
        (seen.spotAfter, seen.quoteAfter, seen.riskyAfter) = _look();
        vm.revertToState(state);
    }

    function _look() private view returns (uint160, uint256, uint256) {
        return (_spot(), quote.balanceOf(address(vault)), risky.balanceOf(address(vault)));
    }

    /// The event's data; an event's values are encoded as a struct of them is.
    struct Told {
        bool soldRisky;
        uint32 weightBeforePips;
        uint32 weightAfterPips;
        uint32 targetWeightPips;
        uint32 bandPips;
        uint40 elapsedSec;
        uint256 riskyAmount;
        uint256 quoteAmount;
        uint256 costQuote;
        uint32 impactPips;
        uint256 navQuote;
        uint32 returnPips;
        bool isCut;
    }

    function _expectEvent(Seen memory seen, uint256 riskyAmount, uint256 quoteAmount, uint256 costQuote) private {
        Told memory told;
        told.soldRisky = seen.plan.sellsRisky;
        told.weightBeforePips = seen.plan.weightPips;
        told.weightAfterPips = _weightPips(seen);
        told.targetWeightPips = seen.plan.targetWeightPips;
        told.bandPips = 20_000;
        told.elapsedSec = 1 hours;
        told.riskyAmount = riskyAmount;
        told.quoteAmount = quoteAmount;
        told.costQuote = costQuote;
        told.impactPips = uint32(PoolPrice.deviationPips(seen.spotBefore, seen.spotAfter));
        told.navQuote = seen.plan.navQuote;
        told.isCut = seen.plan.isCut;
        told.returnPips = told.isCut ? 0 : RETURN_PIPS;

        vm.recordLogs();
        vm.prank(bob);
        vault.rebalance();
        RecordedLog memory log = VaultArtifacts.lastLog();
        assertEq(log.emitter, address(vault), "emitter");
        assertEq(log.topics[0], IRebalancingVault.Rebalanced.selector, "event");
        assertEq(log.topics[1], bytes32(uint256(uint160(bob))), "caller");
        assertEq(log.topics[2], bytes32(uint256(Status.Stale)), "status");
        assertEq(log.data, abi.encode(told), "data");
        assertEq(quote.balanceOf(bob) + risky.balanceOf(bob) + vault.balanceOf(bob), 0, "the caller is paid nothing");
    }

    function _weightPips(Seen memory seen) private view returns (uint32) {
        uint160 mean = seen.plan.meanSqrtPriceX96;
        uint256 riskyQuote = PoolPrice.quoteValueDown(seen.riskyAfter, mean, world.riskyIsToken0);
        return uint32((riskyQuote * 1e6) / (riskyQuote + seen.quoteAfter));
    }
}
