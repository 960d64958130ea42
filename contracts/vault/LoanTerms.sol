// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LeveragedVaultSettings} from "../interfaces/ILeveragedVault.sol";
import {ILendingVenue} from "../interfaces/venues/ILendingVenue.sol";
import {SettingsLib} from "./SettingsLib.sol";

/// What a leveraged vault needs to know of its settings and its venue before it relies on them.
library LoanTerms {
    uint256 private constant ONE_E3 = 1e3;
    uint256 private constant ONE_PIPS = 1e6;

    /// Reverts with OutOfDomain if the leverage lies outside its domain, or if trading the exposure of a sum could cost
    /// all of it.
    /// @return The most that it can cost, as a part of the sum, rounded up, 1e6 = 100 %.
    function spreadPips(LeveragedVaultSettings memory settings) internal pure returns (uint32) {
        SettingsLib.requireWithin("leverageE3", settings.leverageE3, 1001, 20_000);
        uint256 costPips = uint256(settings.base.poolFeePips) + settings.base.slippageCapPips;
        uint256 spread = (settings.leverageE3 * costPips + ONE_E3 - 1) / ONE_E3;
        SettingsLib.requireWithin("spreadPips", spread, 0, ONE_PIPS - 1);
        return uint32(spread);
    }

    /// Whether a venue tells the loan, its price and its terms.
    function isTold(ILendingVenue venue) internal view returns (bool) {
        try venue.position() {} catch {
            return false;
        }
        try venue.priceWad() {} catch {
            return false;
        }
        try venue.thresholdPips() {} catch {
            return false;
        }
        try venue.maxLoanPips() {} catch {
            return false;
        }
        return true;
    }
}
