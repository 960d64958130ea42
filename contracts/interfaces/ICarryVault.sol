// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPositionShares} from "./IPositionShares.sol";
import {VaultBaseSettings} from "./IVault.sol";
import {IPerpVenue} from "./venues/IPerpVenue.sol";

/// What a carry vault is built from; none of it can change. Domains are inclusive.
struct CarryVaultSettings {
    VaultBaseSettings base;
    IPerpVenue perp; // its own adapter, not bound yet
    uint32 topUpPips; // the margin ratio that is put right at once, as a share of the full one, 1 ... 999,999
    uint32 reservePips; // what is left beyond the venue's maintenance margin, of the short's worth, 0 ... 500,000
    uint32 maxLeverageE3; // most that the short may be over its margin, 1 ... 65,535
    uint32 idlePips; // the part of the net value that stays idle for exits in quote, 0 ... 500,000
}

/// Where a carry vault stands, at the mean price. Amounts in the tokens' smallest units.
struct CarryStanding {
    uint256 spotRisky; // held
    uint256 shortRisky; // sold
    uint256 idleQuote; // in the vault, what stays idle for exits included
    uint256 marginQuote; // with the short's gains, losses and funding; 0: nothing is left of it
    uint256 leverageE3; // in force
    uint256 marginRatioPips; // margin over the short's worth, rounded down; the type's maximum without a short
    uint256 topUpRatioPips; // the ratio below which margin is put right at once, rounded up
    uint256 fullRatioPips; // the ratio at full leverage, rounded up
}

/// A vault that holds the risky token and has sold as many units of its perpetual: it earns the funding that longs pay.
///
/// Leverage L, the short over its margin, is topUp / (e^gap - 1 + maintenance + reserve), with the guard in force as
/// the gap, and at most `maxLeverageE3`. Full is a worth of the risky token of L / (1 + L) of the net value, what stays
/// idle left out. While the margin ratio lies within [topUp, 2.5] / L the vault wants no more and no less than it
/// holds. Above, it grows to full, as the parameters allow. Below, quote that lies idle becomes margin (TopUp) if that
/// is enough, else it is cut to full at once. A leg that has lost the other, by more than 0.1 % of the net value, is
/// closed at once: after a liquidation the risky token that it had hedged, after an exit that left its short behind the
/// short.
///
/// The margin is isolated: nothing but quote backs the short. All quote beyond `idlePips` becomes margin with each
/// trade. Each trade changes both legs by the same units, the perpetual first.
///
/// Legs of exits: 0, the perpetual. The risky token and idle quote lie in the vault.
interface ICarryVault is IPositionShares {
    /// Only the vault itself may call this.
    error NotItself(address caller);

    /// Closes the part `shares` of `supply` of the short, and pays its margin to the vault. Only the vault calls it, so
    /// that a venue's refusal can be caught. Reverts with NotItself.
    /// @return freedQuote What came.
    function closePart(uint256 shares, uint256 supply) external returns (uint256 freedQuote);

    /// Reverts with PriceUnknown without a mean price, and if the venue does not answer.
    function standing() external view returns (CarryStanding memory);

    function settings() external view returns (CarryVaultSettings memory);
}
