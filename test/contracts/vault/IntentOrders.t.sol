// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IIntentVault, Intent, OrderState} from "../../../contracts/interfaces/IIntentVault.sol";
import {Action, Due} from "../../../contracts/interfaces/IPositionVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {PoolPrice} from "../../../contracts/vault/PoolPrice.sol";
import {SettlementLib, SettlementOrder} from "../../../contracts/venues/orders/SettlementLib.sol";
import {World} from "../support/VaultFixture.sol";
import {GPv2, GPv2Trade} from "../support/venues/GPv2.sol";
import {IntentFixture} from "../support/venues/IntentFixture.sol";

/// What an order of the vault is, and when it may be filled.
contract IntentOrdersTest is IntentFixture {
    function setUp() external {
        _setUpIntents();
    }

    function test_default() external {
        Due memory due = _assertAct(Action.Order, "an order is due");
        assertLe(uint256(-due.tradeQuote), _usd(50_000), "sells half of the drift");
        assertLe(_usd(49_980), uint256(-due.tradeQuote), "sells half of the drift");
        Intent memory open = intents.intent();
        assertTrue(open.nonce == 1 && open.sellsRisky && open.isApproved, "the first, a sale");
        assertEq(open.startAt, nowAt, "from now on");
        assertEq(open.endAt, nowAt + PATIENCE_SEC, "half the voted interval");
        assertEq(_allowance(address(risky)), open.amountIn, "approved for exactly that");
        (SettlementOrder memory order, bytes32 digest) = _current();
        assertEq(order.sellAmount, open.amountIn, "all of it");
        assertEq(order.receiver, address(vault), "for the vault");
        bytes4 magic = intents.isValidSignature(digest, abi.encode(order.buyAmount));
        assertEq(bytes32(magic), bytes32(IERC1271.isValidSignature.selector), "valid");
        _assertDue(Action.None, Reason.TooSoon, "an order has its time");
    }

    function test_default_filled() external {
        (SettlementOrder memory order, ) = _open();
        uint256 quoteBefore = quote.balanceOf(address(vault));
        uint256 riskyBefore = risky.balanceOf(address(vault));
        _fill(order);
        assertEq(quote.balanceOf(address(vault)) - quoteBefore, order.buyAmount, "paid");
        assertEq(riskyBefore - risky.balanceOf(address(vault)), order.sellAmount, "delivered");
        _assertState(OrderState.Filled, "told");
        _skip(12);
        _assertAct(Action.Close, "taken in");
        assertEq(vault.lastRebalanceAt(), nowAt, "the clock starts");
        assertEq(_allowance(address(risky)), 0, "nothing is approved");
        assertEq(intents.intent().endAt, 0, "none is open");
        _assertDue(Action.None, Reason.TooSoon, "an epoch has to pass");
    }

    /// The other side, with the tokens the other way round.
    function test_default_buys() external {
        _setUpIntentWorld(World(false, 6, 18, 3000, 10_000_000), 400_000);
        (SettlementOrder memory order, ) = _open();
        assertEq(order.sellToken, address(quote), "pays dollars");
        assertLe(order.sellAmount, _usd(50_000), "half of the drift");
        // At $3,000 x 1.002, but for the mean tick's rounding.
        uint256 fair = (order.sellAmount * 1e12) / 3000;
        assertLe(order.buyAmount, (fair * 1.0022e6) / 1e6, "first price");
        assertLe((fair * 1.002e6) / 1e6, order.buyAmount, "first price");
        _fill(order);
        _assertAct(Action.Close, "taken in");
    }

    // Inside the plan

    /// Whatever is different in an order, its digest is another one.
    function test_P161_everyFieldIsFixed() external {
        (SettlementOrder memory order, bytes32 digest) = _open();
        bytes32 domain = settlement.domainSeparator();
        for (uint256 field = 0; field < 12; ++field) {
            bytes32 other = SettlementLib.digest(_altered(order, field), domain);
            assertTrue(other != digest, "another digest");
            vm.expectRevert(abi.encodeWithSelector(IIntentVault.OrderMismatch.selector, other, digest));
            intents.isValidSignature(other, abi.encode(order.buyAmount));
        }
    }

    function _altered(
        SettlementOrder memory order,
        uint256 field
    ) private pure returns (SettlementOrder memory altered) {
        // A copy, word by word.
        altered = abi.decode(abi.encode(order), (SettlementOrder));
        assembly ("memory-safe") {
            let word := add(altered, mul(field, 32))
            mstore(word, xor(mload(word), 1))
        }
    }

    function test_P161_noOtherSettlementAndNoOtherChain() external {
        (SettlementOrder memory order, bytes32 digest) = _open();
        bytes32 type_ = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        bytes32 name = keccak256("Gnosis Protocol");
        bytes32 version = keccak256("v2");
        bytes32[2] memory domains = [
            GPv2.deploySettlement(address(this)).domainSeparator(),
            keccak256(abi.encode(type_, name, version, block.chainid + 1, settlement))
        ];
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 other = SettlementLib.digest(order, domains[i]);
            vm.expectRevert(abi.encodeWithSelector(IIntentVault.OrderMismatch.selector, other, digest));
            intents.isValidSignature(other, abi.encode(order.buyAmount));
        }
    }

    /// Second by second it gives way: never more than premium above, fee and cap below the better of mean and spot.
    function testFuzz_P161_thePriceOfTheMoment(uint256 secSeed, uint256 moveSeed) external {
        intents.act();
        uint256 amountIn = intents.intent().amountIn;
        uint256 sec = bound(secSeed, 0, PATIENCE_SEC - 1);
        _skip(sec);
        _movePrice(bound(moveSeed, 990_000, 1_010_000));
        (OrderState state, SettlementOrder memory order, ) = intents.currentOrder();
        if (state != OrderState.Valid) return;
        uint160 meanX96 = vault.previewRebalance().meanSqrtPriceX96;
        uint256 mean = PoolPrice.quoteValueUp(amountIn, meanX96, true);
        uint256 better = mean > _valueAtSpot(amountIn) ? mean : _valueAtSpot(amountIn);
        uint256 wide = uint256(PREMIUM_PIPS) + FEE_PIPS + CAP_PIPS;
        uint256 pips = 1e6 + PREMIUM_PIPS - (wide * sec) / PATIENCE_SEC;
        assertLe((better * pips) / 1e6, order.buyAmount, "no less than the schedule");
        assertLe(order.buyAmount, (better * pips) / 1e6 + 3, "and no more");

        SettlementOrder memory low = order;
        low.buyAmount = order.buyAmount - 1;
        bytes32 digest = SettlementLib.digest(low, settlement.domainSeparator());
        vm.expectRevert(abi.encodeWithSelector(IIntentVault.PriceTooLow.selector, low.buyAmount, low.buyAmount + 1));
        intents.isValidSignature(digest, abi.encode(low.buyAmount));
    }

    function test_behavior_moreThanTheLeastIsTaken() external {
        (SettlementOrder memory order, ) = _open();
        order.buyAmount += _usd(1000);
        bytes32 digest = SettlementLib.digest(order, settlement.domainSeparator());
        intents.isValidSignature(digest, abi.encode(order.buyAmount));
        _fill(order);
    }

    function test_P161_onlyUntilItsEnd() external {
        (SettlementOrder memory order, bytes32 digest) = _open();
        _skip(PATIENCE_SEC - 1);
        intents.isValidSignature(digest, abi.encode(order.buyAmount));
        _skip(1);
        _assertRefused(order, digest, OrderState.Expired);
    }

    /// The worst that a solver can do: it waits for the last second. That costs no more than a swap may.
    function testFuzz_P161_theWorstPrice(uint256 weightSeed, bool riskyIsToken0) external {
        uint256 weight = weightSeed % 2 == 0 ? bound(weightSeed, 0, 450_000) : bound(weightSeed, 550_000, 1_000_000);
        _setUpIntentWorld(World(riskyIsToken0, 6, 18, 3000, 10_000_000), weight);
        _open();
        _skip(PATIENCE_SEC - 1);
        (SettlementOrder memory order, ) = _current();
        uint256 before = _navAtSpot();
        _fill(order);
        uint256 sold = order.sellToken == address(quote) ? order.sellAmount : _valueAtSpot(order.sellAmount);
        assertLe(before, _navAtSpot() + (sold * (FEE_PIPS + CAP_PIPS)) / 1e6 + 3, "fee and cap, no more");
        _assertAct(Action.Close, "taken in");
    }

    function test_P161_onlyOnce() external {
        (SettlementOrder memory order, bytes32 digest) = _open();
        _fill(order);
        _assertRefused(order, digest, OrderState.Filled);
        // The settlement itself knows this order; one with another price it has never seen.
        SettlementOrder memory again = order;
        ++again.buyAmount;
        quote.mint(address(settlement), again.buyAmount);
        (bool succeeded, ) = address(this).call(abi.encodeCall(this.settleAlone, (again)));
        assertTrue(!succeeded, "not while it is filled");
        intents.act();
        _assertRefused(order, digest, OrderState.None);
        (succeeded, ) = address(this).call(abi.encodeCall(this.settleAlone, (again)));
        assertTrue(!succeeded, "nor when it is closed");
    }

    function test_P161_twoInOneSettlement() external {
        (SettlementOrder memory order, ) = _open();
        SettlementOrder memory other = abi.decode(abi.encode(order), (SettlementOrder));
        ++other.buyAmount;
        quote.mint(address(settlement), 3 * order.buyAmount);
        GPv2Trade[] memory trades = new GPv2Trade[](2);
        (trades[0], trades[1]) = (_trade(order), _trade(other));
        vm.expectRevert();
        this.settleTogether(other, trades);
        assertEq(_allowance(address(risky)), order.sellAmount, "nothing was taken");
    }

    function settleAlone(SettlementOrder memory order) external {
        _settle(order, _noInteractions());
    }

    function settleTogether(SettlementOrder memory order, GPv2Trade[] memory trades) external {
        _settleMany(order, trades, _noInteractions());
    }

    // The plan goes on

    function test_P161_insideTheBandItIsWorthNothing() external {
        (SettlementOrder memory order, bytes32 digest) = _open();
        // 60 % at 3,000 is 51 % at 2,080.
        for (uint256 i = 0; i < 40; ++i) _movePriceSlowly();
        // It has no time left by then either: as it was opened.
        assertEq(uint256(vault.previewRebalance().reason), uint256(Reason.InsideBand), "inside");
        _assertRefused(order, digest, OrderState.Expired);
        _assertAct(Action.Close, "its time is over");
        assertEq(_allowance(address(risky)), 0, "revoked");
    }

    function _movePriceSlowly() private {
        _movePrice(990_600);
        _skip(WINDOW_SEC);
    }

    function test_P161_lessThanTheBandIsWorthNothing() external {
        (SettlementOrder memory order, bytes32 digest) = _open();
        Parameters memory values = _parameters();
        values.bandPips = 150_000;
        _setParameters(values, Status.Active);
        _assertRefused(order, digest, OrderState.NotDue);
        _assertDue(Action.None, Reason.InsideBand, "until its end it may be due again");
        values.bandPips = 20_000;
        _setParameters(values, Status.Active);
        _skip(60);
        _current();
    }

    function test_P161_theOtherSideIsAnotherOrder() external {
        (SettlementOrder memory order, bytes32 digest) = _open();
        _deposit(bob, _usd(500_000));
        _assertRefused(order, digest, OrderState.NotDue);
        _skip(60);
        (order, ) = _open();
        assertEq(order.sellToken, address(quote), "buys now");
        assertEq(order.validTo, nowAt + PATIENCE_SEC, "with a time of its own");
        assertEq(_allowance(address(risky)), 0, "the first is revoked");
        assertEq(_allowance(address(quote)), order.sellAmount, "the second approved");
    }

    function test_P161_whilePricesDisagreeItIsWorthNothing() external {
        (SettlementOrder memory order, bytes32 digest) = _open();
        _movePrice(1_030_000);
        _assertRefused(order, digest, OrderState.NotDue);
        _assertDue(Action.None, Reason.PriceDeviates, "stands still");
    }

    function test_P161_withoutParametersItIsWorthNothing() external {
        (SettlementOrder memory order, bytes32 digest) = _open();
        _setParameters(_parameters(), Status.Unknown);
        _assertRefused(order, digest, OrderState.NotDue);
    }

    /// A spot price in the vault's favour counts; one against it does not.
    function test_P161_theBetterOfBothPrices() external {
        (SettlementOrder memory order, ) = _open();
        _movePrice(990_000);
        (SettlementOrder memory lower, ) = _current();
        // The mean tick is rounded down, by up to 0.01 %.
        assertLe((order.buyAmount * 999_900) / 1e6, lower.buyAmount, "the mean price");
        _movePrice(1_025_000);
        (SettlementOrder memory higher, ) = _current();
        assertLe((order.buyAmount * 1_010_000) / 1e6, higher.buyAmount, "the spot price");
    }

    // Those who leave

    function test_behavior_exitsShrinkAnOpenOrder() external {
        (SettlementOrder memory order, bytes32 digest) = _open();
        uint256 endAt = intents.intent().endAt;
        uint256 shares = vault.balanceOf(alice);
        vm.prank(alice);
        vault.redeemInKind(shares / 10, alice, alice);
        _current();
        vm.prank(alice);
        vault.redeemInKind((shares * 8) / 10, alice, alice);
        _assertRefused(order, digest, OrderState.TooLarge);
        _skip(60);
        (SettlementOrder memory smaller, ) = _open();
        // A tenth of the vault: half of a tenth of $100,000.
        assertLe(smaller.sellAmount, order.sellAmount / 9, "smaller");
        assertEq(intents.intent().endAt, endAt, "and no more time");
        assertEq(_allowance(address(risky)), smaller.sellAmount, "approved for exactly that");
        _fill(smaller);
        _assertAct(Action.Close, "taken in");
    }

    function test_behavior_theLastOneLeavesAnOpenOrder() external {
        _open();
        uint256 shares = vault.balanceOf(alice);
        vm.prank(alice);
        vault.redeemInKind(shares, alice, alice);
        assertEq(vault.totalSupply(), 0, "out");
        _skip(PATIENCE_SEC);
        intents.previewAction();
    }

    // Bad input

    function test_error_MalformedSignature() external {
        (, bytes32 digest) = _open();
        vm.expectRevert(abi.encodeWithSelector(IIntentVault.MalformedSignature.selector, 0));
        intents.isValidSignature(digest, "");
        vm.expectRevert(abi.encodeWithSelector(IIntentVault.MalformedSignature.selector, 64));
        intents.isValidSignature(digest, new bytes(64));
    }

    function test_error_OrderRefused_none() external {
        vm.expectRevert(abi.encodeWithSelector(IIntentVault.OrderRefused.selector, OrderState.None));
        intents.isValidSignature(0, abi.encode(1));
    }
}
