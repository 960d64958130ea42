// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// A dollar for local chains, with the decimals of the common ones. Anyone mints as much as he likes, so it is worth
/// nothing anywhere.
contract LocalDollar is ERC20("Local Dollar", "USDL") {
    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    /// @inheritdoc ERC20
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
