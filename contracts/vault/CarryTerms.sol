// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {CarryVaultSettings} from "../interfaces/ICarryVault.sol";
import {SettingsLib} from "./SettingsLib.sol";

/// Checks what a carry vault is built from.
library CarryTerms {
    uint256 private constant ONE_PIPS = 1e6;

    /// Reverts with OutOfDomain for the first setting outside its domain, or if trading both legs of a sum could cost
    /// all of it.
    /// @return The most that it can cost, as a part of the sum, rounded up, 1e6 = 100 %.
    function spreadPips(CarryVaultSettings memory settings) internal view returns (uint32) {
        SettingsLib.requireWithin("topUpPips", settings.topUpPips, 1, ONE_PIPS - 1);
        SettingsLib.requireWithin("reservePips", settings.reservePips, 0, 500_000);
        SettingsLib.requireWithin("maxLeverageE3", settings.maxLeverageE3, 1, type(uint16).max);
        SettingsLib.requireWithin("idlePips", settings.idlePips, 0, 500_000);
        uint256 legs = costPips(settings.base.poolFeePips, settings.perp.feePips(), settings.base.slippageCapPips);
        uint256 spread = Math.ceilDiv(settings.maxLeverageE3 * legs, 1e3 + settings.maxLeverageE3);
        SettingsLib.requireWithin("spreadPips", spread, 0, ONE_PIPS - 1);
        return uint32(spread);
    }

    /// The most that both legs can cost: each its fee, and the cap.
    function costPips(uint256 poolFeePips, uint256 perpFeePips, uint256 capPips) internal pure returns (uint256) {
        return poolFeePips + perpFeePips + 2 * capPips;
    }
}
