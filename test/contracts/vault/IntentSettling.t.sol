// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {IIntentVault} from "../../../contracts/interfaces/IIntentVault.sol";
import {IPositionVault} from "../../../contracts/interfaces/IPositionVault.sol";
import {IPortfolio} from "../../../contracts/interfaces/IPortfolio.sol";
import {IRebalancingVault} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {IVaultShares} from "../../../contracts/interfaces/IVaultShares.sol";
import {SettlementOrder} from "../../../contracts/venues/orders/SettlementLib.sol";
import {GPv2Interaction} from "../support/venues/GPv2.sol";
import {IntentFixture} from "../support/venues/IntentFixture.sol";

/// A settlement that is half done: the vault's tokens are gone, and what they were sold for has not come.
contract IntentSettlingTest is IntentFixture {
    uint256 private shares;

    function setUp() external {
        _setUpIntents();
        _deposit(address(probe), _usd(10_000));
        quote.mint(address(probe), _usd(10_000_000));
        probe.approve(quote, address(vault));
        shares = vault.balanceOf(address(probe));
    }

    function test_P162_nobodyTradesShares() external {
        (SettlementOrder memory order, ) = _open();
        _fillWithProbe(order, _entries());
        _assertAllRefused();
        assertEq(vault.balanceOf(address(probe)), shares, "as many as before");
        // And afterwards everybody may, at once.
        vm.prank(address(probe));
        vault.redeemInKind(shares, address(probe), address(probe));
    }

    /// What the settlement owes, and much more, given to the vault in between: balances look whole, and are not asked.
    function test_P162_aDonationOpensNothing() external {
        (SettlementOrder memory order, ) = _open();
        quote.mint(address(this), order.buyAmount);
        probe.plan(address(vault), _entries());
        quote.mint(address(settlement), order.buyAmount * 3);
        GPv2Interaction[][3] memory interactions = _noInteractions();
        interactions[1] = new GPv2Interaction[](2);
        interactions[1][0] = GPv2Interaction(
            address(quote),
            0,
            abi.encodeCall(quote.transfer, (address(vault), order.buyAmount * 2))
        );
        interactions[1][1] = GPv2Interaction(address(probe), 0, abi.encodeCall(probe.run, ()));
        _settle(order, interactions);
        _assertAllRefused();
    }

    /// Paid, and the settlement not yet done: it is refused until the end.
    function test_P162_norAfterThePayment() external {
        (SettlementOrder memory order, ) = _open();
        probe.plan(address(vault), _entries());
        quote.mint(address(settlement), order.buyAmount);
        GPv2Interaction[][3] memory interactions = _noInteractions();
        interactions[2] = new GPv2Interaction[](1);
        interactions[2][0] = GPv2Interaction(address(probe), 0, abi.encodeCall(probe.run, ()));
        _settle(order, interactions);
        _assertAllRefused();
    }

    function test_P162_noFigureIsRead() external {
        bytes[] memory calls = new bytes[](9);
        calls[0] = abi.encodeCall(IERC4626.totalAssets, ());
        calls[1] = abi.encodeCall(IERC4626.convertToAssets, (1e12));
        calls[2] = abi.encodeCall(IERC4626.previewDeposit, (1e6));
        calls[3] = abi.encodeCall(IERC4626.previewMint, (1e12));
        calls[4] = abi.encodeCall(IERC4626.previewWithdraw, (1e6));
        calls[5] = abi.encodeCall(IERC4626.previewRedeem, (1e12));
        calls[6] = abi.encodeCall(IRebalancingVault.previewRedeemInKind, (1e12));
        calls[7] = abi.encodeCall(IPortfolio.portfolioFigures, ());
        calls[8] = abi.encodeCall(IERC4626.convertToShares, (1e6));
        (SettlementOrder memory order, ) = _open();
        _fillWithProbe(order, calls);
        _assertAllRefused();
    }

    function test_P162_theLimitsAreZero() external {
        bytes[] memory calls = new bytes[](4);
        calls[0] = abi.encodeCall(IERC4626.maxDeposit, (alice));
        calls[1] = abi.encodeCall(IERC4626.maxMint, (alice));
        calls[2] = abi.encodeCall(IERC4626.maxWithdraw, (alice));
        calls[3] = abi.encodeCall(IERC4626.maxRedeem, (alice));
        (SettlementOrder memory order, ) = _open();
        _fillWithProbe(order, calls);
        for (uint256 i = 0; i < calls.length; ++i) {
            assertTrue(probe.succeeded(i), "ERC-4626 forbids a revert");
            assertEq(abi.decode(probe.answers(i), (uint256)), 0, "nothing goes in or out");
        }
    }

    /// Nor does a hook within the vault get it to sign: it is locked then, and balances may be half moved.
    function test_P162_noOrderWhileTheVaultIsLocked() external {
        (SettlementOrder memory order, bytes32 digest) = _open();
        bytes memory signature = abi.encode(order.buyAmount);
        probe.plan(address(vault), _calls(abi.encodeCall(intents.isValidSignature, (digest, signature))));
        quote.setHook(probe);
        vm.prank(alice);
        vault.redeemInKind(1e12, alice, alice);
        assertEq(probe.made(), 1, "called back");
        assertEq(probe.answers(0), abi.encodeWithSignature("ReentrancyGuardReentrantCall()"), "locked");
    }

    /// A solver opens nothing, closes nothing and replaces nothing while it settles.
    function test_P162_nothingIsDueWithinASettlement() external {
        (SettlementOrder memory order, ) = _open();
        probe.plan(address(vault), _calls(abi.encodeCall(IPositionVault.act, ())));
        quote.mint(address(settlement), order.buyAmount);
        GPv2Interaction[][3] memory interactions = _noInteractions();
        interactions[0] = new GPv2Interaction[](2);
        // Nobody holds anything any more, and still there is no other order to be had.
        bytes memory leave = abi.encodeCall(this.leaveMostly, ());
        interactions[0][0] = GPv2Interaction(address(this), 0, leave);
        interactions[0][1] = GPv2Interaction(address(probe), 0, abi.encodeCall(probe.run, ()));
        vm.expectRevert();
        this.settleWith(order, interactions);
        interactions[0][0] = GPv2Interaction(address(quote), 0, abi.encodeCall(quote.mint, (address(this), 1)));
        this.settleWith(order, interactions);
        assertTrue(!probe.succeeded(0), "refused");
    }

    function leaveMostly() external {
        uint256 owned = vault.balanceOf(alice);
        vm.prank(alice);
        vault.redeemInKind((owned * 9) / 10, alice, alice);
    }

    function settleWith(SettlementOrder memory order, GPv2Interaction[][3] memory interactions) external {
        _settle(order, interactions);
    }

    // Before and after

    function test_behavior_aDepositTakesInWhatWasFilled() external {
        (SettlementOrder memory order, ) = _open();
        _fill(order);
        uint256 before = vault.convertToAssets(vault.balanceOf(alice));
        vm.recordLogs();
        _deposit(bob, _usd(1000));
        assertEq(intents.intent().endAt, 0, "closed");
        assertEq(vault.lastRebalanceAt(), nowAt, "the clock starts");
        assertLe(before, vault.convertToAssets(vault.balanceOf(alice)), "those who stay");
    }

    function test_behavior_exitsTakeInWhatWasFilled() external {
        (SettlementOrder memory order, ) = _open();
        _fill(order);
        uint256 state = vm.snapshotState();
        vm.prank(alice);
        vault.redeem(1e9, alice, alice);
        assertEq(intents.intent().endAt, 0, "closed by redeem");
        vm.revertToState(state);
        vm.prank(alice);
        vault.redeemInKind(1e9, alice, alice);
        assertEq(intents.intent().endAt, 0, "closed by redeemInKind");
    }

    /// No price, no parameters: in kind everybody gets out, whatever became of the order.
    function test_behavior_inKindNeedsNoPriceAfterAFill() external {
        (SettlementOrder memory order, ) = _open();
        _fill(order);
        vm.etch(address(pool), hex"fe");
        vm.etch(address(riskParameters), hex"fe");
        uint256 owned = vault.balanceOf(alice);
        vm.prank(alice);
        vault.redeemInKind(owned, alice, alice);
        assertEq(vault.balanceOf(alice), 0, "out");
    }

    /// What is deposited and taken out while an order is open is not taken for what was bought.
    function test_behavior_whatWasBoughtIsCounted() external {
        (SettlementOrder memory order, ) = _open();
        _deposit(bob, _usd(5000));
        vm.prank(alice);
        vault.redeem(1e12, alice, alice);
        vm.prank(alice);
        vault.redeemInKind(1e12, alice, alice);
        (order, ) = _current();
        _fill(order);
        vm.expectEmit(true, true, true, true, address(vault));
        emit IIntentVault.OrderClosed(1, true, order.sellAmount, order.buyAmount);
        intents.act();
    }

    function test_behavior_transfersOfSharesGoOn() external {
        (SettlementOrder memory order, ) = _open();
        _fillWithProbe(order, _calls(abi.encodeWithSignature("transfer(address,uint256)", bob, 5)));
        assertTrue(probe.succeeded(0), "no price in it");
    }

    function _entries() private view returns (bytes[] memory calls) {
        address to = address(probe);
        calls = new bytes[](7);
        calls[0] = abi.encodeCall(IVaultShares.redeemInKind, (shares / 8, to, to));
        calls[1] = abi.encodeCall(IRebalancingVault.rebalance, ());
        calls[2] = abi.encodeCall(IERC4626.deposit, (_usd(1_000_000), to));
        calls[3] = abi.encodeCall(IERC4626.mint, (1e12, to));
        calls[4] = abi.encodeCall(IERC4626.withdraw, (_usd(1), to, to));
        calls[5] = abi.encodeCall(IERC4626.redeem, (shares / 8, to, to));
        calls[6] = abi.encodeCall(IPositionVault.act, ());
    }

    function _assertAllRefused() private view {
        for (uint256 i = 0; i < probe.made(); ++i) assertTrue(!probe.succeeded(i), "refused");
    }
}
