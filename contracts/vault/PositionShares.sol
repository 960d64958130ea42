// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IPositionShares} from "../interfaces/IPositionShares.sol";
import {Reason} from "../interfaces/IVault.sol";
import {PositionVault} from "./PositionVault.sol";
import {VaultBase} from "./VaultBase.sol";
import {VaultShares} from "./VaultShares.sol";

/// A position vault with shares that are bought and sold at once. Whoever leaves in kind takes his part out of every
/// leg.
abstract contract PositionShares is IPositionShares, PositionVault, VaultShares {
    /// @inheritdoc IPositionShares
    function redeemInPart(
        uint256 shares,
        address receiver,
        address owner
    ) external nonReentrant returns (uint256 quoteAmount, uint256 riskyAmount, uint256 skippedLegs) {
        uint256 supply = totalSupply() + VIRTUAL_SHARES;
        _burnFor(shares, owner);
        (quoteAmount, riskyAmount, skippedLegs) = _takeLegs(shares, supply, true);
        if (skippedLegs != 0) emit LegsSkipped(owner, shares, skippedLegs);
        _payInKind(shares, receiver, owner, quoteAmount, riskyAmount);
    }

    /// Takes the part `shares` of `supply`, rounded down, out of each leg, and leaves what comes out in the vault.
    /// @param skipsRefusals True: a leg whose venue refuses is skipped; false: it reverts.
    /// @return freedQuote What came out, smallest unit.
    /// @return freedRisky What came out, smallest unit.
    /// @return skippedLegs Bit i: leg i was skipped.
    function _unwind(
        uint256 shares,
        uint256 supply,
        bool skipsRefusals
    ) internal virtual returns (uint256 freedQuote, uint256 freedRisky, uint256 skippedLegs);

    /// All that is held at a price, rounded down, or up.
    function _navAt(uint160 priceX96, Math.Rounding rounding) internal view virtual returns (uint256);

    function _takeOut(
        uint256 shares,
        uint256 supply
    ) internal override returns (uint256 quoteAmount, uint256 riskyAmount) {
        (quoteAmount, riskyAmount, ) = _takeLegs(shares, supply, false);
    }

    function _navBetween(
        uint160 lowerX96,
        uint160 higherX96
    ) internal view virtual override returns (uint256 leastQuote, uint256 mostQuote) {
        leastQuote = Math.min(_navAt(lowerX96, Math.Rounding.Floor), _navAt(higherX96, Math.Rounding.Floor));
        mostQuote = Math.max(_navAt(lowerX96, Math.Rounding.Ceil), _navAt(higherX96, Math.Rounding.Ceil));
    }

    function _readMarket()
        internal
        view
        virtual
        override(PositionVault, VaultBase)
        returns (Reason reason, uint160 spotX96, uint160 meanX96)
    {
        return PositionVault._readMarket();
    }

    function _takeLegs(
        uint256 shares,
        uint256 supply,
        bool skipsRefusals
    ) private returns (uint256 quoteAmount, uint256 riskyAmount, uint256 skippedLegs) {
        // What lies idle, before the legs add what comes out of them.
        (uint256 quoteBalance, uint256 riskyBalance) = _balances();
        (quoteAmount, riskyAmount, skippedLegs) = _unwind(shares, supply, skipsRefusals);
        quoteAmount += Math.mulDiv(quoteBalance, shares, supply);
        riskyAmount += Math.mulDiv(riskyBalance, shares, supply);
    }
}
