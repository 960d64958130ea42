// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// What the adapter uses of Aave v3, in words of our own. Prices are in the oracle's base unit, which cancels out.

/// Where a market's contracts are registered.
interface IAaveAddressesProvider {
    /// Deposits and loans; a proxy that stays.
    function getPool() external view returns (address);

    /// May be exchanged.
    function getPriceOracle() external view returns (address);
}

/// Deposits and loans.
interface IAavePool {
    /// Bits 0 ... 15: the most that may be borrowed against an asset; bits 16 ... 31: the liquidation threshold; both
    /// 1e4 = 100 %.
    function getConfiguration(address asset) external view returns (uint256 bits);

    /// Fifteen words; word 8 is the token of deposits, word 10 that of debts at the variable rate.
    function getReserveData(address asset) external view returns (uint256[15] memory words);

    function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode) external;

    function withdraw(address asset, uint256 amount, address to) external returns (uint256);

    /// `interestRateMode` 2: the variable rate.
    function borrow(
        address asset,
        uint256 amount,
        uint256 interestRateMode,
        uint16 referralCode,
        address onBehalfOf
    ) external;

    function repay(
        address asset,
        uint256 amount,
        uint256 interestRateMode,
        address onBehalfOf
    ) external returns (uint256);

    function setUserUseReserveAsCollateral(address asset, bool useAsCollateral) external;
}

/// What everything is worth.
interface IAaveOracle {
    function getAssetPrice(address asset) external view returns (uint256);
}
