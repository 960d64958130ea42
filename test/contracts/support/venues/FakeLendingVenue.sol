// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ILendingVenue} from "../../../../contracts/interfaces/venues/ILendingVenue.sol";
import {Venue} from "../../../../contracts/venues/Venue.sol";
import {MockToken} from "../MockToken.sol";
import {Fault} from "./FakePerpVenue.sol";

/// A lender at a price that the test sets, with Aave's rules: borrows up to the largest loan, lets collateral go above
/// the threshold, is liquidated below it. Loans are minted, and burnt where they are repaid.
contract FakeLendingVenue is ILendingVenue, Venue {
    error Refused();

    MockToken private immutable _quote;
    MockToken private immutable _risky;
    uint256 public priceWad_;
    uint256 public collateralRisky;
    uint256 public debtQuote;
    Fault public fault;
    uint32 private _thresholdPips = 825_000;
    uint32 private _maxLoanPips = 800_000;

    constructor(MockToken quote, MockToken risky) {
        _quote = quote;
        _risky = risky;
    }

    function setPrice(uint256 price) external {
        priceWad_ = price;
    }

    function setFault(Fault fault_) external {
        fault = fault_;
    }

    function setTerms(uint32 thresholdPips_, uint32 maxLoanPips_) external {
        (_thresholdPips, _maxLoanPips) = (thresholdPips_, maxLoanPips_);
    }

    /// Lets interest accrue.
    function charge(uint256 amountQuote) external {
        debtQuote += amountQuote;
    }

    /// Somebody else repays a part of the debt, and takes collateral for it with a bonus of 5 %.
    function liquidate(uint256 repaidQuote) external {
        require(healthPips() < 1e6, Refused());
        uint256 seized = Math.mulDiv(repaidQuote, 1.05e18, priceWad_);
        debtQuote -= repaidQuote;
        collateralRisky -= Math.min(seized, collateralRisky);
    }

    function position() external view returns (uint256, uint256) {
        _answer();
        return (collateralRisky, debtQuote);
    }

    function priceWad() external view returns (uint256) {
        _answer();
        return priceWad_;
    }

    function thresholdPips() external view returns (uint32) {
        _answer();
        return _thresholdPips;
    }

    function maxLoanPips() external view returns (uint32) {
        _answer();
        return _maxLoanPips;
    }

    function healthPips() public view returns (uint256) {
        if (debtQuote == 0) return type(uint256).max;
        return Math.mulDiv(collateralRisky * priceWad_, _thresholdPips, debtQuote * 1e18);
    }

    function supply(uint256 amountRisky) external onlyVault {
        _act();
        collateralRisky += amountRisky;
    }

    function withdraw(uint256 amountRisky) external onlyVault {
        _act();
        require(fault != Fault.Dry, Refused());
        collateralRisky -= amountRisky;
        require(healthPips() >= 1e6, Refused());
        _risky.transfer(vault, amountRisky);
    }

    function borrow(uint256 amountQuote) external onlyVault {
        _act();
        require(fault != Fault.Dry, Refused());
        debtQuote += amountQuote;
        uint256 lent = Math.mulDiv(collateralRisky * priceWad_, _maxLoanPips, 1e24);
        require(debtQuote <= lent, Refused());
        _quote.mint(vault, amountQuote);
    }

    function repay(uint256 amountQuote) external onlyVault returns (uint256 repaidQuote) {
        _act();
        repaidQuote = Math.min(amountQuote, debtQuote);
        debtQuote -= repaidQuote;
        _quote.transfer(address(0xdead), repaidQuote);
        _quote.transfer(vault, amountQuote - repaidQuote);
    }

    function _answer() private view {
        require(fault != Fault.Silent, Refused());
    }

    function _act() private view {
        require(fault != Fault.Paused && fault != Fault.Silent, Refused());
    }
}
