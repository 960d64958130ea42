// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IPerpVenue} from "../../../../contracts/interfaces/venues/IPerpVenue.sol";
import {Venue} from "../../../../contracts/venues/Venue.sol";
import {MockToken} from "../MockToken.sol";

/// How a venue misbehaves.
enum Fault {
    None,
    Silent, // its views revert
    Paused, // it takes no orders and pays nothing
    Dry // it fills nothing
}

/// A perpetual at a price that the test sets: fills at that price plus or minus a fee, as much as there is depth, and
/// pays funding that the test decides. Gains are minted, losses burnt.
contract FakePerpVenue is IPerpVenue, Venue {
    error Refused();

    MockToken private immutable _quote;
    uint256 public priceWad;
    /// What liquidates; the same as the price until the test says otherwise.
    uint256 public markWad;
    int256 public sizeRisky;
    int256 public cashQuote;
    uint256 public depthRisky = type(uint256).max;
    Fault public fault;
    uint32 public constant feePips = 1000; // solhint-disable-line const-name-snakecase
    uint32 public constant maintenancePips = 62_500; // solhint-disable-line const-name-snakecase

    constructor(MockToken quote) {
        _quote = quote;
    }

    function setPrice(uint256 priceWad_) external {
        (priceWad, markWad) = (priceWad_, priceWad_);
    }

    function setMark(uint256 markWad_) external {
        markWad = markWad_;
    }

    function setDepth(uint256 depthRisky_) external {
        depthRisky = depthRisky_;
    }

    function setFault(Fault fault_) external {
        fault = fault_;
    }

    /// Pays funding into the margin, or takes it out.
    function fund(int256 amountQuote) external {
        cashQuote += amountQuote;
    }

    function position() external view returns (int256, int256) {
        _answer();
        return (sizeRisky, cashQuote);
    }

    function markPriceWad() external view returns (uint256) {
        _answer();
        return markWad;
    }

    function tradePriceWad() external view returns (uint256) {
        _answer();
        return priceWad;
    }

    /// All but a tenth of the position's worth.
    function freeMarginQuote() public view returns (uint256) {
        _answer();
        int256 worthQuote = (sizeRisky * int256(markWad)) / 1e18;
        int256 freeQuote = cashQuote + worthQuote - int256(SignedMath.abs(worthQuote) / 10);
        return freeQuote > 0 ? uint256(freeQuote) : 0;
    }

    function addMargin(uint256 amountQuote) external onlyVault {
        _act();
        cashQuote += int256(amountQuote);
        _quote.transfer(address(0xdead), amountQuote);
    }

    function removeMargin(uint256 amountQuote) external onlyVault {
        _act();
        require(amountQuote <= freeMarginQuote(), Refused());
        cashQuote -= int256(amountQuote);
        _quote.mint(vault, amountQuote);
    }

    function trade(
        int256 sizeRisky_,
        uint256 limitPriceWad
    ) external onlyVault returns (int256 filledRisky, int256 cashChangeQuote) {
        _act();
        bool isSale = sizeRisky_ < 0;
        require(
            isSale ? priceWad >= limitPriceWad : priceWad <= limitPriceWad,
            WorseThanLimit(priceWad, limitPriceWad)
        );
        uint256 size = fault == Fault.Dry ? 0 : Math.min(SignedMath.abs(sizeRisky_), depthRisky);
        uint256 worth = Math.mulDiv(size, priceWad, 1e18, isSale ? Math.Rounding.Floor : Math.Rounding.Ceil);
        uint256 fee = Math.mulDiv(worth, feePips, 1e6, Math.Rounding.Ceil);
        filledRisky = isSale ? -int256(size) : int256(size);
        cashChangeQuote = isSale ? int256(worth - fee) : -int256(worth + fee);
        sizeRisky += filledRisky;
        cashQuote += cashChangeQuote;
    }

    function _answer() private view {
        require(fault != Fault.Silent, Refused());
    }

    function _act() private view {
        require(fault != Fault.Paused && fault != Fault.Silent, Refused());
    }
}
