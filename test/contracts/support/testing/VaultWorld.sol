// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {VaultSettings} from "../../../../contracts/interfaces/IRebalancingVault.sol";
import {IRiskParameters} from "../../../../contracts/interfaces/IRiskParameters.sol";
import {VaultFixture, World} from "../VaultFixture.sol";

/// The reference vault on its pool, for the kit to handle: with a holder, and with dollars given to it.
contract VaultWorld is VaultFixture {
    uint256 private _givenQuote;

    function open(IRiskParameters riskParameters_, bytes32 marketId) external {
        _setUpWorld(World(true, 6, 18, 3000, 1_000_000_000));
        VaultSettings memory settings = _settings();
        (settings.riskParameters, settings.marketId) = (riskParameters_, marketId);
        vault = _newVault(settings);
        _deposit(alice, 1_000e6);
        _givenQuote = 1_000e6;
    }

    /// Dollars that nobody has balanced yet: the vault has reason to buy for half of them.
    function give(uint256 amountQuote) external {
        quote.mint(address(vault), amountQuote);
        _givenQuote += amountQuote;
    }

    function rebalance() external {
        vault.rebalance();
    }

    /// What was given and is no longer there has bought something: the vault here never sells.
    function spentQuote() external view returns (uint256) {
        return _givenQuote - quote.balanceOf(address(vault));
    }

    /// The holder takes a part of his share, in kind.
    function exit() external {
        uint256 shares = vault.balanceOf(alice) / 1_000;
        uint256 before = quote.balanceOf(address(vault));
        vm.prank(alice);
        vault.redeemInKind(shares, alice, alice);
        _givenQuote -= before - quote.balanceOf(address(vault));
    }
}
