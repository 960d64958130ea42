// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// Told of a transfer once the balances have moved, as ERC-777's receivers are.
interface ITokenHook {
    function onTokenMoved(address token, address from, address to, uint256 amount) external;
}

/// A token for tests: any decimals, minted by anyone, on request with a fee on transfer or a hook after it.
contract MockToken is ERC20 {
    uint8 private immutable _decimals;
    uint256 public feePips;
    ITokenHook public hook;

    constructor(string memory symbol_, uint8 decimals_) ERC20(symbol_, symbol_) {
        _decimals = decimals_;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setFee(uint256 feePips_) external {
        feePips = feePips_;
    }

    function setHook(ITokenHook hook_) external {
        hook = hook_;
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    function _update(address from, address to, uint256 amount) internal override {
        bool moved = from != address(0) && to != address(0);
        uint256 fee = moved ? (amount * feePips) / 1e6 : 0;
        super._update(from, to, amount - fee);
        if (fee != 0) super._update(from, address(0), fee);
        if (moved && address(hook) != address(0)) hook.onTokenMoved(address(this), from, to, amount);
    }
}
