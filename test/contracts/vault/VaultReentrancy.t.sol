// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {IPortfolio} from "../../../contracts/interfaces/IPortfolio.sol";
import {IRebalancingVault} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {IVaultShares} from "../../../contracts/interfaces/IVaultShares.sol";
import {MockToken} from "../support/MockToken.sol";
import {VaultFixture} from "../support/VaultFixture.sol";
import {VaultReentrant} from "../support/VaultReentrant.sol";

/// Tokens that call back, as ERC-777's do: nothing enters a locked vault, and nothing reads half-moved balances.
contract VaultReentrancyTest is VaultFixture {
    bytes private constant LOCKED = abi.encodeWithSignature("ReentrancyGuardReentrantCall()");

    VaultReentrant private thief;
    uint256 private shares;

    function setUp() external {
        _setUpDefault();
        _deposit(alice, _usd(100_000));
        thief = VaultReentrant(deploy("VaultReentrant.sol:VaultReentrant", abi.encode(vault)));
        quote.mint(address(thief), _usd(2000));
        thief.deposit(quote, _usd(1000));
        _fillToWeight(400_000);
        shares = vault.balanceOf(address(thief));
    }

    function test_behavior_nothingEntersWhileTokensArePaidOut() external {
        bytes[] memory calls = _entries();
        for (uint256 i = 0; i < calls.length; ++i) {
            _attempt(quote, calls[i], 0);
            _attempt(risky, calls[i], 0);
            _attempt(quote, calls[i], 1);
            _attempt(quote, calls[i], 2);
        }
    }

    function test_behavior_nothingEntersWhileTheVaultTrades() external {
        _skip(1 hours);
        bytes[] memory calls = _entries();
        for (uint256 i = 0; i < calls.length; ++i) {
            _attempt(quote, calls[i], 3);
            _attempt(risky, calls[i], 3);
        }
    }

    function test_behavior_noFigureIsReadHalfWay() external {
        bytes[] memory calls = new bytes[](8);
        calls[0] = abi.encodeCall(IERC4626.totalAssets, ());
        calls[1] = abi.encodeCall(IERC4626.convertToAssets, (1e12));
        calls[2] = abi.encodeCall(IERC4626.previewDeposit, (1e6));
        calls[3] = abi.encodeCall(IERC4626.previewMint, (1e12));
        calls[4] = abi.encodeCall(IERC4626.previewWithdraw, (1e6));
        calls[5] = abi.encodeCall(IERC4626.previewRedeem, (1e12));
        calls[6] = abi.encodeCall(IRebalancingVault.previewRebalance, ());
        calls[7] = abi.encodeCall(IRebalancingVault.previewRedeemInKind, (1e12));
        for (uint256 i = 0; i < calls.length; ++i) _attempt(quote, calls[i], 0);
        _attempt(quote, abi.encodeCall(IPortfolio.portfolioFigures, ()), 0);
    }

    function test_behavior_theLimitsAreZeroHalfWay() external {
        bytes[] memory calls = new bytes[](4);
        calls[0] = abi.encodeCall(IERC4626.maxDeposit, (alice));
        calls[1] = abi.encodeCall(IERC4626.maxMint, (alice));
        calls[2] = abi.encodeCall(IERC4626.maxWithdraw, (alice));
        calls[3] = abi.encodeCall(IERC4626.maxRedeem, (alice));
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool succeeded, bytes memory answer) = _reenter(quote, calls[i], 0);
            assertTrue(succeeded, "ERC-4626 forbids a revert");
            assertEq(abi.decode(answer, (uint256)), 0, "nothing goes in or out now");
        }
    }

    function _entries() private view returns (bytes[] memory calls) {
        address to = address(thief);
        calls = new bytes[](6);
        calls[0] = abi.encodeCall(IVaultShares.redeemInKind, (shares / 8, to, to));
        calls[1] = abi.encodeCall(IRebalancingVault.rebalance, ());
        // While locked the limits are 0, so that these fail on them; with nothing to move they reach the lock itself.
        calls[2] = abi.encodeCall(IERC4626.deposit, (0, to));
        calls[3] = abi.encodeCall(IERC4626.mint, (0, to));
        calls[4] = abi.encodeCall(IERC4626.withdraw, (0, to, to));
        calls[5] = abi.encodeCall(IERC4626.redeem, (0, to, to));
    }

    function _attempt(MockToken token, bytes memory call_, uint256 way) private {
        (bool succeeded, bytes memory answer) = _reenter(token, call_, way);
        assertTrue(!succeeded, "refused");
        assertEq(answer, LOCKED, "because the vault is locked");
    }

    /// Makes the token call back, uses the vault in one of four ways, and undoes everything.
    function _reenter(
        MockToken token,
        bytes memory call_,
        uint256 way
    ) private returns (bool succeeded, bytes memory answer) {
        uint256 state = vm.snapshotState();
        token.setHook(thief);
        thief.plan(call_);
        if (way == 0) thief.redeemInKind(shares / 2);
        else if (way == 1) thief.redeem(shares / 2);
        else if (way == 2) thief.deposit(quote, _usd(1000));
        else vault.rebalance();
        assertTrue(thief.reached(), "called back");
        (succeeded, answer) = (thief.succeeded(), thief.answer());
        vm.revertToState(state);
    }
}
