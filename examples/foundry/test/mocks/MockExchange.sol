// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IExchange} from "../../src/IExchange.sol";

/// Takes dollars and gives nothing: what the vault spent is what is here.
contract MockExchange is IExchange {
    IERC20 private immutable _dollars;

    constructor(IERC20 dollars) {
        _dollars = dollars;
    }

    function buy(uint256 dollars, uint256) external returns (uint256 amountOut) {
        SafeERC20.safeTransferFrom(_dollars, msg.sender, address(this), dollars);
        return 0;
    }
}
