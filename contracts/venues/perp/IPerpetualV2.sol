// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// The parts of Perpetual Protocol v2 that are used here. Its own amounts and prices have 18 decimals; amounts of the
// settlement token have that token's. Size: base tokens, below 0: short.

/// Takes orders. Refuses all while paused.
interface IClearingHouse {
    /// `amount` is of base tokens where they are sold exactly or bought exactly. The price limit of the pool, a root in
    /// Q96, ends a trade early; 0: none. `oppositeAmountBound`: the worst amount of the other side; 0: any.
    struct OpenPositionParams {
        address baseToken;
        bool isBaseToQuote;
        bool isExactInput;
        uint256 amount;
        uint256 oppositeAmountBound;
        uint256 deadline;
        uint160 sqrtPriceLimitX96;
        bytes32 referralCode;
    }

    /// @return base What was traded, without sign.
    /// @return quote What was taken for it, or paid, fee included, without sign.
    function openPosition(OpenPositionParams calldata params) external returns (uint256 base, uint256 quote);

    function paused() external view returns (bool);

    function getVault() external view returns (address);

    function getAccountBalance() external view returns (address);

    function getExchange() external view returns (address);

    function getClearingHouseConfig() external view returns (address);
}

/// Keeps everybody's margin.
interface IMarginVault {
    function deposit(address token, uint256 amount) external;

    /// Refuses more than the free collateral.
    function withdraw(address token, uint256 amount) external;

    function paused() external view returns (bool);

    function getSettlementToken() external view returns (address);

    /// Margin paid in less what was paid out, and gains and losses that were settled since. Settlement token.
    function getBalance(address trader) external view returns (int256);

    /// What can be withdrawn now. Settlement token.
    function getFreeCollateralByToken(address trader, address token) external view returns (uint256);
}

/// Knows everybody's positions.
interface IAccountBalance {
    /// 0 for less than ten of the smallest units.
    function getTakerPositionSize(address trader, address baseToken) external view returns (int256);

    /// What was taken for the size, above 0, or paid for it, below.
    function getTakerOpenNotional(address trader, address baseToken) external view returns (int256);

    /// Gains that are not in the balance yet; those of the open positions at the mark price; a maker's fees.
    function getPnlAndPendingFee(
        address trader
    ) external view returns (int256 owedRealizedPnl, int256 unrealizedPnl, uint256 pendingFee);

    /// Reverts while the pool is younger than half an hour.
    function getMarkPrice(address baseToken) external view returns (uint256);
}

/// Trades on the market's pool.
interface IExchange {
    /// What the trader owes since funding was last settled; below 0: is owed.
    function getPendingFundingPayment(address trader, address baseToken) external view returns (int256);

    function getMarketRegistry() external view returns (address);
}

interface IMarketRegistry {
    /// A Uniswap v3 pool of the base token, which is token0, and a virtual dollar.
    function getPool(address baseToken) external view returns (address);

    /// Of a trade, 1e6 = 100 %.
    function getFeeRatio(address baseToken) external view returns (uint24);
}

interface IClearingHouseConfig {
    /// Maintenance margin, 1e6 = 100 % of the position's worth.
    function getMmRatio() external view returns (uint24);
}

/// A market.
interface IBaseToken {
    /// Neither paused nor closed.
    function isOpen() external view returns (bool);
}
