// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRebalancingVault} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {ITokenHook, MockToken} from "./MockToken.sol";

/// A holder of shares whose tokens call back, and who then calls the vault again.
contract VaultReentrant is ITokenHook {
    IRebalancingVault private immutable _vault;
    bytes private _call;
    bool public reached;
    bool public succeeded;
    bytes public answer;

    constructor(IRebalancingVault vault) {
        _vault = vault;
    }

    /// Sets what to call on the vault when a token moves.
    function plan(bytes calldata call_) external {
        _call = call_;
    }

    function deposit(MockToken quote, uint256 assets) external {
        quote.approve(address(_vault), assets);
        _vault.deposit(assets, address(this));
    }

    function redeem(uint256 shares) external {
        _vault.redeem(shares, address(this), address(this));
    }

    function redeemInKind(uint256 shares) external {
        _vault.redeemInKind(shares, address(this), address(this));
    }

    function onTokenMoved(address, address, address, uint256) external {
        if (reached) return;
        reached = true;
        (succeeded, answer) = address(_vault).call(_call);
    }
}
