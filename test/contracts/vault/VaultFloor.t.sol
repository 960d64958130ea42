// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {VaultFixture} from "../support/VaultFixture.sol";

/// The floor of a CPPI vault: added to by deposits, cut by whoever leaves, moved by nothing else.
contract VaultFloorTest is VaultFixture {
    function setUp() external {
        _setUpDefault();
        vault = _newVault(_cppiSettings(900_000));
    }

    function test_default_aDepositAddsItsPart() external {
        assertEq(vault.floorQuote(), 0, "at the start");
        _deposit(alice, _usd(1000));
        assertEq(vault.floorQuote(), _usd(900), "0.9 of what was deposited");
        _deposit(bob, 5);
        assertEq(vault.floorQuote(), _usd(900) + 5, "4.5 rounded up");
        uint256 assets = vault.previewMint(1e12);
        quote.mint(bob, assets);
        vm.startPrank(bob);
        quote.approve(address(vault), assets);
        vault.mint(1e12, bob);
        vm.stopPrank();
        assertEq(vault.floorQuote(), _usd(900) + 5 + Math.ceilDiv(assets * 9, 10), "by mint as well");
    }

    function test_behavior_aConstantMixHasNone() external {
        vault = _newVault(_settings());
        uint256 shares = _deposit(alice, _usd(1000));
        vm.prank(alice);
        vault.redeem(shares / 2, alice, alice);
        assertEq(vault.floorQuote(), 0, "no floor");
    }

    /// Finding of the audit: 999 smallest units sent to an empty vault made the floor a thousandth of the promise.
    function test_finding_cppiFloorForDust_sentToAnEmptyVault() external {
        quote.mint(address(vault), 999);
        uint256 shares = _deposit(alice, _usd(100_000));
        assertLe(shares, 100e12, "a share is a thousand times as dear");
        assertEq(vault.floorQuote(), _usd(90_000), "the floor is 0.9 of the deposit");
        assertEq(vault.previewRebalance().targetWeightPips, 400_000, "and the exposure what it should be");
        risky.mint(address(vault), 1 ether);
        assertEq(vault.floorQuote(), _usd(90_000), "a gift of the risky token does not move it");
    }

    function test_finding_cppiFloorForDust_leftByTheLastHolder() external {
        uint256 shares = _deposit(alice, _usd(1000));
        risky.mint(address(vault), 1 ether);
        vm.prank(alice);
        vault.redeemInKind(shares, alice, alice);
        assertTrue(vault.totalAssets() > 0, "the virtual shares keep a rest");
        assertEq(vault.floorQuote(), 0, "which has no floor");
        _deposit(bob, _usd(100_000));
        assertEq(vault.floorQuote(), _usd(90_000), "nor does it move the next one's");
    }

    function test_default_whoeverLeavesTakesHisPart() external {
        uint256 half = _deposit(alice, _usd(1000)) / 2;
        for (uint256 way = 0; way < 3; ++way) {
            uint256 state = vm.snapshotState();
            uint256 burnt = _leave(way, half);
            assertEq(vault.floorQuote(), _pro(_usd(900), 2 * half - burnt, 2 * half), "pro rata");
            if (way != 1) assertEq(vault.floorQuote(), _usd(450), "half");
            vm.revertToState(state);
        }
    }

    function test_behavior_theLastOneTakesAllOfIt() external {
        uint256 shares = _deposit(alice, _usd(1000));
        vm.startPrank(alice);
        vault.redeem(shares - 1, alice, alice);
        assertEq(vault.floorQuote(), 1, "one share of the smallest unit is left");
        vault.redeemInKind(1, alice, alice);
        assertEq(vault.floorQuote(), 0, "none");
        vault.redeemInKind(0, alice, alice);
        vm.stopPrank();
        assertEq(vault.floorQuote(), 0, "none");
    }

    function test_behavior_aTransferMovesNothing() external {
        uint256 shares = _deposit(alice, _usd(1000));
        vm.prank(alice);
        vault.transfer(bob, shares);
        assertEq(vault.floorQuote(), _usd(900), "floor");
        vm.prank(bob);
        vault.redeemInKind(shares, bob, bob);
        assertEq(vault.floorQuote(), 0, "the new owner's");
    }

    /// Whatever part leaves, by whichever way: those who stay have at least their part of the floor, and at most a
    /// smallest unit more.
    function testFuzz_behavior_thoseWhoStayKeepTheirs(
        uint256 aliceSeed,
        uint256 bobSeed,
        uint256 partSeed,
        uint8 way
    ) external {
        uint256 shares = _deposit(alice, bound(aliceSeed, 1e3, 1e18));
        _deposit(bob, bound(bobSeed, 1e3, 1e18));
        uint256 supply = vault.totalSupply();
        uint256 floor = vault.floorQuote();
        uint256 burnt = _leave(way % 3, bound(partSeed, 0, shares / 2));
        assertEq(vault.totalSupply(), supply - burnt, "supply");
        assertEq(vault.floorQuote(), _pro(floor, supply - burnt, supply), "the part, rounded up");
    }

    /// Alice leaves with `shares`, or as many assets as they are worth, by redemption, withdrawal or in kind.
    function _leave(uint256 way, uint256 shares) private returns (uint256 burnt) {
        uint256 assets = vault.previewRedeem(shares);
        vm.startPrank(alice);
        if (way == 0) vault.redeem(shares, alice, alice);
        else if (way == 2) vault.redeemInKind(shares, alice, alice);
        else shares = vault.withdraw(assets, alice, alice);
        vm.stopPrank();
        return shares;
    }

    function _pro(uint256 floor, uint256 left, uint256 supply) private pure returns (uint256) {
        return Math.mulDiv(floor, left, supply, Math.Rounding.Ceil);
    }
}
