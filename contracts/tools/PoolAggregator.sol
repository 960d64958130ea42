// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IUniswapV3Pool} from "../interfaces/IUniswapV3Pool.sol";
import {PoolPrice} from "../vault/PoolPrice.sol";

/// A price feed for local chains in the form of Chainlink's: it answers with a pool's spot price of this moment, so
/// that venues follow a replayed market without anybody to tell them. On a public chain whoever swaps would set it:
/// never use it there.
contract PoolAggregator {
    /// Of the answers.
    uint8 public constant decimals = 8; // solhint-disable-line const-name-snakecase
    string public constant description = "spot price of a local pool"; // solhint-disable-line const-name-snakecase
    uint256 public constant version = 1; // solhint-disable-line const-name-snakecase

    IUniswapV3Pool private immutable _pool;
    bool private immutable _riskyIsToken0;
    uint256 private immutable _riskyUnit;
    uint256 private immutable _quoteUnit;

    /// @param pool Of the dollar and one other token.
    /// @param riskyIsToken0 The other token has the lower address.
    constructor(IUniswapV3Pool pool, bool riskyIsToken0, uint8 riskyDecimals, uint8 quoteDecimals) {
        _pool = pool;
        _riskyIsToken0 = riskyIsToken0;
        _riskyUnit = 10 ** riskyDecimals;
        _quoteUnit = 10 ** quoteDecimals;
    }

    /// The price in dollars, 1e8 = $1, rounded down. Rounds are blocks.
    function latestRoundData()
        public
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        uint80 round = uint80(block.number);
        return (round, latestAnswer(), block.timestamp, block.timestamp, round);
    }

    /// The same, whichever round is asked for.
    function getRoundData(
        uint80
    )
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        return latestRoundData();
    }

    /// The price alone.
    function latestAnswer() public view returns (int256) {
        (uint160 spotX96, , , , , , ) = _pool.slot0();
        // A thousand tokens: three more digits before the rounding.
        uint256 quoteAmount = PoolPrice.quoteValueDown(1000 * _riskyUnit, spotX96, _riskyIsToken0);
        return int256(Math.mulDiv(quoteAmount, 1e5, _quoteUnit));
    }

    function latestTimestamp() external view returns (uint256) {
        return block.timestamp;
    }
}
