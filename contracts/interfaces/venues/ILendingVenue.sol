// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVenue} from "./IVenue.sol";

/// A loan of quote against the risky token.
interface ILendingVenue is IVenue {
    /// Collateral and debt with interest until now; the debt rounded up.
    function position() external view returns (uint256 collateralRisky, uint256 debtQuote);

    /// The price that the venue liquidates by.
    function priceWad() external view returns (uint256);

    /// Share of the collateral that counts against the debt, 1e6 = 100 %.
    function thresholdPips() external view returns (uint32);

    /// Share of the collateral that may be borrowed at most, 1e6 = 100 %; below the threshold.
    function maxLoanPips() external view returns (uint32);

    /// Lends risky token that lies in the adapter.
    function supply(uint256 amountRisky) external;

    /// Pays collateral to the vault. Reverts if the venue does not let it go.
    function withdraw(uint256 amountRisky) external;

    /// Borrows quote, and pays it to the vault.
    function borrow(uint256 amountQuote) external;

    /// Repays with quote that lies in the adapter, at most the debt; what is too much goes back to the vault.
    /// @return repaidQuote What was repaid.
    function repay(uint256 amountQuote) external returns (uint256 repaidQuote);
}
