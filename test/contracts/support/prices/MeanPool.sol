// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// A pool of two tokens whose mean tick is set.
contract MeanPool {
    address public immutable token0;
    address public immutable token1;
    int56 private _tick;
    bool private _forgets;

    error OLD();

    constructor(address token0_, address token1_) {
        (token0, token1) = (token0_, token1_);
    }

    function setTick(int24 tick) external {
        _tick = tick;
    }

    /// Its memory does not reach back.
    function forget() external {
        _forgets = true;
    }

    function observe(
        uint32[] calldata secondsAgo
    ) external view returns (int56[] memory tickCumulatives, uint160[] memory perLiquidity) {
        require(!_forgets, OLD());
        tickCumulatives = new int56[](2);
        perLiquidity = new uint160[](2);
        tickCumulatives[1] = _tick * int56(uint56(secondsAgo[0] - secondsAgo[1]));
    }
}
