// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IntentSettings, OrderState} from "../../../contracts/interfaces/IIntentVault.sol";
import {Action} from "../../../contracts/interfaces/IPositionVault.sol";
import {VaultSettings} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {ISettlement} from "../../../contracts/venues/orders/ISettlement.sol";
import {SettlementLib, SettlementOrder} from "../../../contracts/venues/orders/SettlementLib.sol";
import {MockToken} from "../support/MockToken.sol";
import {IntentFixture} from "../support/venues/IntentFixture.sol";

/// A token whose issuer lets nobody be approved.
contract StubbornToken is MockToken {
    error Blocked();

    constructor() MockToken("RISKY", 18) {}

    function approve(address, uint256) public pure override returns (bool) {
        revert Blocked();
    }
}

/// An order that nobody fills, trades that do not wait, and venues that do not play along.
contract IntentFallbackTest is IntentFixture {
    function setUp() external {
        _setUpIntents();
    }

    function test_P163_theSwapFollowsInOneAct() external {
        (SettlementOrder memory order, bytes32 digest) = _open();
        _skip(PATIENCE_SEC - 1);
        _assertDue(Action.None, Reason.TooSoon, "it has its time");
        _expectRefused(Reason.TooSoon);
        _skip(1);
        uint256 before = risky.balanceOf(address(vault));
        _assertAct(Action.Trade, "then the swap is due");
        assertEq(before - risky.balanceOf(address(vault)), order.sellAmount, "the same amount, at the same price");
        assertEq(_allowance(address(risky)), 0, "nothing is approved");
        _assertRefused(order, digest, OrderState.None);
        assertEq(vault.lastRebalanceAt(), nowAt, "the clock starts");
    }

    function test_P163_rebalanceDoesTheSameThen() external {
        _open();
        _skip(PATIENCE_SEC);
        vault.rebalance();
        assertEq(intents.intent().endAt, 0, "closed");
        assertEq(_allowance(address(risky)), 0, "nothing is approved");
    }

    /// The voted interval of the opening counts, whatever is voted later.
    function testFuzz_P163_theVotedTime(uint256 intervalSeed) external {
        uint32 intervalSec = uint32(bound(intervalSeed, 0, 30 days));
        _setInterval(intervalSec);
        uint256 patienceSec = intervalSec / 2;
        if (patienceSec == 0) {
            _assertAct(Action.Trade, "no time, no order");
            return;
        }
        _open();
        _setInterval(type(uint32).max);
        _skip(patienceSec - 1);
        _assertDue(Action.None, Reason.TooSoon, "it has its time");
        _skip(1);
        _assertAct(Action.Trade, "and no more");
    }

    function _setInterval(uint32 intervalSec) private {
        Parameters memory values = _parameters();
        // A lot is traded however short the interval is.
        (values.intervalSec, values.lotPips) = (intervalSec, 10_000);
        _setParameters(values, Status.Active);
    }

    /// Whoever makes the trade look done for a moment, with a deposit that leaves at once, wins no time.
    function test_P163_aFlashDepositWinsNoTime() external {
        _open();
        uint256 endAt = intents.intent().endAt;
        uint256 bought = _deposit(bob, _usd(170_000));
        assertEq(uint256(vault.previewRebalance().reason), uint256(Reason.InsideBand), "looks done");
        _assertDue(Action.None, Reason.InsideBand, "nothing to close");
        vm.prank(bob);
        vault.redeem(bought, bob, bob);
        _skip(PATIENCE_SEC);
        assertEq(intents.intent().endAt, endAt, "the same order");
        _assertAct(Action.Trade, "and the swap in time");
    }

    function test_P163_whilePricesDisagreeAtItsEnd() external {
        _open();
        _skip(PATIENCE_SEC);
        _movePrice(1_030_000);
        _assertDue(Action.None, Reason.PriceDeviates, "stands still");
        _skip(WINDOW_SEC);
        _assertAct(Action.Trade, "then the swap, not another order");
    }

    // What does not wait

    function test_behavior_aCutNeverWaits() external {
        _setUpCppi();
        (SettlementOrder memory order, bytes32 digest) = _open();
        // The token falls by 5 %: the exposure is above four times the cushion then.
        for (uint256 i = 0; i < 3; ++i) {
            _movePrice(983_000);
            _skip(600);
        }
        if (vault.previewRebalance().reason == Reason.PriceDeviates) _skip(600);
        if (intents.intent().endAt > nowAt) _assertRefused(order, digest, OrderState.NotDue);
        _assertAct(Action.Cut, "at once");
        assertEq(intents.intent().endAt, 0, "the order has ended");
        assertEq(_allowance(address(quote)), 0, "nothing is approved");
    }

    /// Below its multiple of the cushion: it buys, by order.
    function _setUpCppi() private {
        VaultSettings memory settings = _cppiSettings(800_000);
        _useVault(_newIntentVault(settings, _intentSettings()));
        _deposit(alice, _usd(1_000_000));
        _fillToWeight(750_000);
        _skip(1 hours);
    }

    // Venues that do not play along

    /// A token that lets nobody be approved: the swap follows all the same.
    function test_P163_aTokenThatRefusesApprovals() external {
        vm.etch(address(risky), deploy("IntentFallback.t.sol:StubbornToken", "").code);
        _assertAct(Action.Order, "offered");
        assertTrue(!intents.intent().isApproved, "not approved");
        _assertState(OrderState.NotDue, "nobody can fill it");
        _skip(PATIENCE_SEC);
        _assertAct(Action.Trade, "the swap");
    }

    function test_error_NotASettlement() external {
        ISettlement[3] memory others = [
            ISettlement(address(0xdead)),
            ISettlement(address(quote)),
            ISettlement(address(vault))
        ];
        for (uint256 i = 0; i < others.length; ++i) {
            IntentSettings memory settings = _intentSettings();
            settings.settlement = others[i];
            vm.expectRevert(abi.encodeWithSelector(SettlementLib.NotASettlement.selector, others[i]));
            this.build(settings);
        }
    }

    function test_error_OutOfDomain() external {
        IntentSettings memory settings = _intentSettings();
        settings.patiencePips = 0;
        _expectOutOfDomain("patiencePips", 0, 1, 1e6);
        this.build(settings);
        settings.patiencePips = 1e6 + 1;
        _expectOutOfDomain("patiencePips", 1e6 + 1, 1, 1e6);
        this.build(settings);
        settings = _intentSettings();
        settings.premiumPips = 100_001;
        _expectOutOfDomain("premiumPips", 100_001, 0, 100_000);
        this.build(settings);
    }

    function build(IntentSettings memory settings) external returns (address) {
        return _newIntentVault(_settings(), settings);
    }

    function _expectOutOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max) private {
        vm.expectRevert(
            abi.encodeWithSignature("OutOfDomain(bytes32,uint256,uint256,uint256)", field, value, min, max)
        );
    }
}
