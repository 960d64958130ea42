// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVaultShares} from "../../../contracts/interfaces/IVaultShares.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {VaultFixture} from "../support/VaultFixture.sol";

/// Leaving with both tokens: always possible, whatever has failed.
contract VaultInKindTest is VaultFixture {
    uint256 private shares;

    function setUp() external {
        _setUpDefault();
        shares = _deposit(alice, _usd(1000));
        _deposit(bob, _usd(3000));
        _fillToWeight(600_000);
    }

    function test_default_paysBothTokensProRata() external {
        (uint256 quoteAmount, uint256 riskyAmount) = vault.previewRedeemInKind(shares);
        vm.expectEmit(true, true, true, true, address(vault));
        emit IVaultShares.RedeemedInKind(alice, bob, alice, shares, quoteAmount, riskyAmount);
        vm.prank(alice);
        (uint256 quotePaid, uint256 riskyPaid) = vault.redeemInKind(shares, bob, alice);
        assertEq(quotePaid, quoteAmount, "quote as previewed");
        assertEq(riskyPaid, riskyAmount, "risky as previewed");
        assertEq(quote.balanceOf(bob), quoteAmount, "quote received");
        assertEq(risky.balanceOf(bob), riskyAmount, "risky received");
        assertEq(vault.balanceOf(alice), 0, "burnt");
        // A quarter of 1,600 and of 2,400 / 3,000, and a little more of bob's spread.
        assertTrue(quoteAmount >= 400e6 && quoteAmount < 403e6, "quote");
        assertTrue(riskyAmount >= 0.2 ether && riskyAmount < 0.2015 ether, "risky");
    }

    function test_behavior_roundsDownEach() external view {
        (uint256 quoteAmount, uint256 riskyAmount) = vault.previewRedeemInKind(1);
        assertEq(quoteAmount, 0, "quote");
        assertEq(riskyAmount, 0.8 ether / (vault.totalSupply() + 1e6), "risky");
        (quoteAmount, riskyAmount) = vault.previewRedeemInKind(vault.totalSupply());
        assertEq(quoteAmount, _usd(1600) - 1, "the virtual shares keep a unit");
        assertTrue(riskyAmount < 0.8 ether, "and a little risky");
    }

    function test_behavior_needsNoParameters() external {
        Parameters memory none;
        _setParameters(none, Status.Unknown);
        _assertAliceCanLeave();
    }

    function test_behavior_needsNoAgreedPrice() external {
        _movePrice(1_500_000);
        assertEq(vault.maxRedeem(alice), 0, "no way out in quote");
        _assertAliceCanLeave();
    }

    function test_behavior_needsNoPool() external {
        vm.etch(address(pool), hex"fe");
        vm.etch(address(riskParameters), hex"fe");
        _assertAliceCanLeave();
    }

    function test_behavior_byAllowance() external {
        vm.prank(alice);
        vault.approve(bob, shares - 1);
        vm.prank(bob);
        vm.expectRevert(
            abi.encodeWithSignature("ERC20InsufficientAllowance(address,uint256,uint256)", bob, shares - 1, shares)
        );
        vault.redeemInKind(shares, bob, alice);
        vm.prank(bob);
        vault.redeemInKind(shares - 1, bob, alice);
        assertEq(vault.allowance(alice, bob), 0, "spent");
        assertEq(vault.balanceOf(alice), 1, "one left");
    }

    function test_error_moreThanOwned() external {
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSignature("ERC20InsufficientBalance(address,uint256,uint256)", alice, shares, shares + 1)
        );
        vault.redeemInKind(shares + 1, alice, alice);
    }

    function _assertAliceCanLeave() private {
        vm.prank(alice);
        vault.redeemInKind(shares, alice, alice);
        assertTrue(quote.balanceOf(alice) >= 400e6 && risky.balanceOf(alice) >= 0.2 ether, "left with both");
    }
}
