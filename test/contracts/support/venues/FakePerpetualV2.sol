// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    IAccountBalance,
    IBaseToken,
    IClearingHouse,
    IClearingHouseConfig,
    IExchange,
    IMarginVault,
    IMarketRegistry
} from "../../../../contracts/venues/perp/IPerpetualV2.sol";
import {MockToken} from "../MockToken.sol";

/// All contracts of a Perpetual Protocol v2 in one, which answer what a test tells them, and note the last order.
contract FakePerpetualV2 is
    IAccountBalance,
    IBaseToken,
    IClearingHouse,
    IClearingHouseConfig,
    IExchange,
    IMarginVault,
    IMarketRegistry
{
    error Silent();

    /// Amounts of the venue have 18 decimals, the balance the token's.
    struct Books {
        int256 size;
        int256 openNotional;
        int256 owed;
        int256 funding;
        int256 balance;
    }

    MockToken private immutable _token;
    Books private _books;
    uint160 private _spotX96;
    uint256 private _base;
    uint256 private _quote;
    /// What `withdraw` holds back.
    uint256 private _keeps;
    bool private _silent;
    bool private _paused;
    bool private _closed;
    OpenPositionParams private _order;

    constructor(MockToken token) {
        _token = token;
    }

    function setBooks(Books calldata books) external {
        _books = books;
    }

    function setSpot(uint160 spotX96) external {
        _spotX96 = spotX96;
    }

    function setFill(uint256 base, uint256 quote) external {
        (_base, _quote) = (base, quote);
    }

    function setKeeps(uint256 keeps) external {
        _keeps = keeps;
    }

    function setFaults(bool silent, bool isPaused, bool isClosed) external {
        (_silent, _paused, _closed) = (silent, isPaused, isClosed);
    }

    function openPosition(OpenPositionParams calldata params) external returns (uint256 base, uint256 quote) {
        _order = params;
        return (_base, _quote);
    }

    function deposit(address, uint256 amount) external {
        _token.transferFrom(msg.sender, address(this), amount);
    }

    function withdraw(address, uint256 amount) external {
        _token.transfer(msg.sender, amount - _keeps);
    }

    function lastOrder() external view returns (OpenPositionParams memory) {
        return _order;
    }

    function slot0() external view returns (uint160, int24, uint16, uint16, uint16, uint8, bool) {
        return (_spotX96, 0, 0, 0, 0, 0, true);
    }

    function paused() external view override(IClearingHouse, IMarginVault) returns (bool) {
        return _paused;
    }

    function isOpen() external view returns (bool) {
        return !_closed;
    }

    function getSettlementToken() external view returns (address) {
        return address(_token);
    }

    function getBalance(address) external view returns (int256) {
        return _books.balance;
    }

    function getFreeCollateralByToken(address, address) external view returns (uint256) {
        return uint256(_books.balance);
    }

    function getTakerPositionSize(address, address) external view returns (int256) {
        return _books.size;
    }

    function getTakerOpenNotional(address, address) external view returns (int256) {
        return _books.openNotional;
    }

    function getPnlAndPendingFee(address) external view returns (int256, int256, uint256) {
        require(!_silent, Silent());
        return (_books.owed, 0, 0);
    }

    function getPendingFundingPayment(address, address) external view returns (int256) {
        return _books.funding;
    }

    function getVault() external view returns (address) {
        return address(this);
    }

    function getAccountBalance() external view returns (address) {
        return address(this);
    }

    function getExchange() external view returns (address) {
        return address(this);
    }

    function getClearingHouseConfig() external view returns (address) {
        return address(this);
    }

    function getMarketRegistry() external view returns (address) {
        return address(this);
    }

    function getPool(address) external view returns (address) {
        return address(this);
    }

    function getMarkPrice(address) external pure returns (uint256) {
        return 2000e18;
    }

    function getFeeRatio(address) external pure returns (uint24) {
        return 1000;
    }

    function getMmRatio() external pure returns (uint24) {
        return 62_500;
    }
}
