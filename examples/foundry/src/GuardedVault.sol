// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRiskParameters, Status} from "gimbal/contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "gimbal/contracts/libraries/ModelTypes.sol";
import {IExchange} from "./IExchange.sol";

/// Turns its owner's dollars (6 decimals) into another token, no faster than the parameters of a market allow.
contract GuardedVault is Ownable {
    error StandsStill(Status status, uint40 ageSec);
    error TooSoon(uint256 dueAt);

    uint40 public constant OLDEST_SEC = 1 days; // Voters may admit older evidence; this vault does not.
    IRiskParameters public immutable riskParameters;
    bytes32 public immutable marketId; // bytes32("weth-usd")
    IERC20 public immutable dollars;
    IExchange public immutable exchange;
    uint256 public lastTradeAt;

    constructor(IRiskParameters risk_, bytes32 marketId_, IERC20 dollars_, IExchange exchange_) Ownable(msg.sender) {
        (riskParameters, marketId, dollars, exchange) = (risk_, marketId_, dollars_, exchange_);
    }

    /// Spends as many dollars as may be spent at once, for at least `leastOut` of the other token.
    function trade(uint256 leastOut) external onlyOwner returns (uint256 spent) {
        (Parameters memory values, Status status, uint40 ageSec) = riskParameters.parameters(marketId);
        // Unknown: the values are zeros, which are no limits. Halted: a guardian wants everybody to stand still.
        require(status != Status.Unknown && status != Status.Halted, StandsStill(status, ageSec));
        // Stale, Fallback: the values are the fallback, which was voted for such times. It has no age.
        require(status != Status.Active || ageSec <= OLDEST_SEC, StandsStill(status, ageSec));
        require(block.timestamp >= lastTradeAt + values.intervalSec, TooSoon(lastTradeAt + values.intervalSec));
        lastTradeAt = block.timestamp;
        spent = Math.min(dollars.balanceOf(address(this)), uint256(values.maxTradeUsd) * 1e6); // whole dollars
        SafeERC20.forceApprove(dollars, address(exchange), spent);
        exchange.buy(spent, leastOut);
    }

    /// Reads no parameters: whatever they say, the owner gets out.
    function withdraw(IERC20 token, uint256 amount) external onlyOwner {
        SafeERC20.safeTransfer(token, msg.sender, amount);
    }
}
