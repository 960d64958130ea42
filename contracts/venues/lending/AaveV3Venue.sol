// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20, IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ILendingVenue} from "../../interfaces/venues/ILendingVenue.sol";
import {Venue} from "../Venue.sol";
import {IAaveAddressesProvider, IAaveOracle, IAavePool} from "./IAaveV3.sol";

/// One vault's loan at Aave v3: the risky token is lent, quote is borrowed at the variable rate. No efficiency mode.
contract AaveV3Venue is ILendingVenue, Venue {
    using SafeERC20 for IERC20;

    /// The market has no reserve of this token.
    error NotListed(address token);
    /// The vault's own collateral stays in use.
    error OwnCollateral(address token);

    uint256 private constant VARIABLE_RATE = 2;
    /// Aave counts 1e4 = 100 %.
    uint32 private constant PIPS_OF_BASIS_POINT = 100;
    uint256 private constant DEPOSIT_WORD = 8;
    uint256 private constant DEBT_WORD = 10;

    IAaveAddressesProvider private immutable _provider;
    IAavePool private immutable _pool;
    IERC20 private immutable _quote;
    IERC20 private immutable _risky;
    IERC20 private immutable _deposits;
    IERC20 private immutable _debts;
    /// 1e18 x 10^decimals of quote, and 10^decimals of the risky token: they turn a ratio of prices into wad.
    uint256 private immutable _wadUnit;
    uint256 private immutable _riskyUnit;

    /// Reverts with NotListed if the market has no reserve of a token.
    constructor(IAaveAddressesProvider provider, address quoteToken, address riskyToken) {
        _provider = provider;
        _pool = IAavePool(provider.getPool());
        _quote = IERC20(quoteToken);
        _risky = IERC20(riskyToken);
        _deposits = IERC20(_reserveToken(riskyToken, DEPOSIT_WORD));
        _debts = IERC20(_reserveToken(quoteToken, DEBT_WORD));
        _wadUnit = 1e18 * 10 ** IERC20Metadata(quoteToken).decimals();
        _riskyUnit = 10 ** IERC20Metadata(riskyToken).decimals();
        // Nothing lies here between two calls.
        _quote.forceApprove(address(_pool), type(uint256).max);
        _risky.forceApprove(address(_pool), type(uint256).max);
    }

    /// Both as Aave itself rounds what it pays out, and what it asks for the whole.
    /// @inheritdoc ILendingVenue
    function position() external view returns (uint256 collateralRisky, uint256 debtQuote) {
        return (_deposits.balanceOf(address(this)), _debts.balanceOf(address(this)));
    }

    /// Rounded down. Reverts where the oracle has no price.
    /// @inheritdoc ILendingVenue
    function priceWad() external view returns (uint256) {
        IAaveOracle oracle = IAaveOracle(_provider.getPriceOracle());
        uint256 quotePrice = oracle.getAssetPrice(address(_quote));
        return Math.mulDiv(oracle.getAssetPrice(address(_risky)), _wadUnit, quotePrice * _riskyUnit);
    }

    /// @inheritdoc ILendingVenue
    function thresholdPips() external view returns (uint32) {
        return uint16(_pool.getConfiguration(address(_risky)) >> 16) * PIPS_OF_BASIS_POINT;
    }

    /// @inheritdoc ILendingVenue
    function maxLoanPips() external view returns (uint32) {
        return uint16(_pool.getConfiguration(address(_risky))) * PIPS_OF_BASIS_POINT;
    }

    /// @inheritdoc ILendingVenue
    function supply(uint256 amountRisky) external onlyVault {
        _pool.supply(address(_risky), amountRisky, address(this), 0);
    }

    /// @inheritdoc ILendingVenue
    function withdraw(uint256 amountRisky) external onlyVault {
        _pool.withdraw(address(_risky), amountRisky, vault);
    }

    /// @inheritdoc ILendingVenue
    function borrow(uint256 amountQuote) external onlyVault {
        _pool.borrow(address(_quote), amountQuote, VARIABLE_RATE, 0, address(this));
        _quote.safeTransfer(vault, amountQuote);
    }

    /// @inheritdoc ILendingVenue
    function repay(uint256 amountQuote) external onlyVault returns (uint256 repaidQuote) {
        // Aave refuses to be repaid what nobody owes.
        if (_debts.balanceOf(address(this)) != 0) {
            repaidQuote = _pool.repay(address(_quote), amountQuote, VARIABLE_RATE, address(this));
        }
        if (repaidQuote != amountQuote) _quote.safeTransfer(vault, amountQuote - repaidQuote);
    }

    /// Takes out of use as collateral what somebody else has lent in the adapter's name. Aave lets no collateral go
    /// while another one in use may not be borrowed against: without this a gift could lock the vault's. Anyone may
    /// call; nothing is paid out. Reverts with OwnCollateral for the risky token.
    function disregard(address token) external {
        require(token != address(_risky), OwnCollateral(token));
        _pool.setUserUseReserveAsCollateral(token, false);
    }

    function _reserveToken(address token, uint256 word) private view returns (address reserveToken) {
        reserveToken = address(uint160(_pool.getReserveData(token)[word]));
        require(reserveToken != address(0), NotListed(token));
    }
}
