// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVaultRequests} from "../../../contracts/interfaces/IVaultRequests.sol";
import {IShares, OptionsFixture} from "../support/venues/OptionsFixture.sol";

contract VaultRequestsTest is OptionsFixture {
    address private carol = address(0xCA401);

    function setUp() public {
        _setUpOptions(_boughtPuts());
    }

    function test_ARequestWaitsUntilTheVaultIsFlat() public {
        _request(alice, 1000e6);
        book.act();
        uint256 round = _request(bob, 1000e6);
        assertEq(round, 2, "the next round");
        assertEq(book.pendingDepositRequest(round, bob), 1000e6, "it waits");
        vm.expectRevert(IVaultRequests.NotFlat.selector);
        book.fillRequests();
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IVaultRequests.WrongRound.selector, round, round));
        book.claimDeposit(round, bob);
        uint256 before = book.totalAssets();
        _skipToExpiry();
        book.act();
        book.fillRequests();
        assertEq(book.claimableDepositRequest(round, bob), 1000e6, "it can be claimed");
        assertTrue(_claim(bob, round) > 0 && before != 0, "claimed");
        assertEq(book.claimableDepositRequest(round, bob), 0, "once");
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IVaultRequests.NoRequest.selector, bob, round));
        book.claimDeposit(round, bob);
    }

    function test_ARequestIsTakenBackUntilItIsFilled() public {
        uint256 round = _request(alice, 1000e6);
        vm.prank(alice);
        (uint256 assets, uint256 shares) = book.cancelRequests(alice);
        assertEq(assets, 1000e6, "all of it");
        assertEq(shares, 0, "no shares were handed in");
        assertEq(quote.balanceOf(alice), 1000e6, "back");
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IVaultRequests.NoRequest.selector, alice, round));
        book.cancelRequests(alice);
        book.fillRequests();
        assertEq(book.openRequestId(), round, "an empty round stays open");
    }

    function test_SharesHandedInAreTakenBackToo() public {
        uint256 shares = _holdShares(alice, 1000e6);
        _requestRedeem(alice, shares);
        assertEq(_sharesOf(alice), 0, "handed in");
        vm.prank(alice);
        book.cancelRequests(bob);
        assertEq(_sharesOf(bob), shares, "to whom she says");
    }

    function test_NobodyHandsInAnothersQuote() public {
        quote.mint(alice, 10e6);
        vm.prank(alice);
        quote.approve(address(book), 10e6);
        vm.expectRevert(abi.encodeWithSelector(IVaultRequests.NotTheOwner.selector, address(this), alice));
        book.requestDeposit(10e6, address(this), alice);
    }

    function test_NobodyHandsInAnothersShares() public {
        uint256 shares = _holdShares(alice, 1000e6);
        vm.expectRevert();
        book.requestRedeem(shares, address(this), alice);
    }

    function testFuzz_P155_OneRollOnePriceAndNoGainByOrder(uint256[3] memory amounts, bool isReversed) public {
        uint256 old = _holdShares(carol, 5_000_000e6);
        // Worth something odd: the premium's fee is gone, and something was sent in.
        quote.mint(address(book), bound(amounts[2], 0, 100_000e6));
        uint256 first = bound(amounts[0], 1e6, 1e12);
        uint256 second = bound(amounts[1], 1e6, 1e12);
        uint256 leaving = bound(amounts[2], 1, old);
        uint256 round = book.openRequestId();
        if (isReversed) {
            _request(bob, second);
            _requestRedeem(carol, leaving);
            _request(alice, first);
        } else {
            _request(alice, first);
            _request(bob, second);
            _requestRedeem(carol, leaving);
        }
        uint256 navBefore = book.totalAssets();
        uint256 supplyBefore = _supply();
        book.fillRequests();
        uint256 firstShares = isReversed ? 0 : _claim(alice, round);
        uint256 secondShares = _claim(bob, round);
        if (isReversed) firstShares = _claim(alice, round);
        // The price of before, rounded against each: at most a share for each rounding, and two for the sum's.
        assertFair(firstShares, first, supplyBefore, navBefore);
        assertFair(secondShares, second, supplyBefore, navBefore);
        uint256 paid = _claimRedeem(carol, round);
        assertLe(paid * supplyBefore, leaving * (navBefore + 1), "whoever leaves gets no more");
        assertLe(leaving * (navBefore + 1), (paid + 1) * supplyBefore, "and no less");
        // Those who stay lose nothing by it: nav a share does not fall.
        assertLe((navBefore + 1) * _supply(), (book.totalAssets() + 1) * supplyBefore + _supply(), "who stays");
    }

    function assertFair(uint256 shares, uint256 assets, uint256 supply, uint256 nav) private pure {
        assertLe(shares * (nav + 1), assets * supply, "no more than the price");
        assertLe(assets * supply, (shares + 2) * (nav + 1), "no less");
    }

    function _holdShares(address owner, uint256 assets) private returns (uint256 shares) {
        uint256 round = _request(owner, assets);
        book.fillRequests();
        return _claim(owner, round);
    }

    function _supply() private view returns (uint256) {
        return IShares(address(book)).totalSupply() + 1e6;
    }
}
