// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Mode, VaultSettings} from "../interfaces/IRebalancingVault.sol";
import {IVault, VaultBaseSettings} from "../interfaces/IVault.sol";

/// Checks what a vault is built from. Domains: IVault.sol, IRebalancingVault.sol.
library SettingsLib {
    uint256 private constant ONE_PIPS = 1e6;
    /// Of the tokens in use none has more. 2^40 dollars have 117 bits then.
    uint256 private constant MAX_DECIMALS = 24;

    /// Reverts with NoDecimals if a token does not tell its decimals, with OutOfDomain for the first setting outside
    /// its domain, in the order of `VaultBaseSettings`, and with NoPool if the factory knows no pool of the two tokens.
    /// @return pool The pool that the factory vouches for.
    function validateBase(VaultBaseSettings memory base) internal view returns (address pool) {
        _requireDecimals("quoteDecimals", base.quoteToken);
        _requireDecimals("riskyDecimals", base.riskyToken);
        requireWithin("poolFeePips", base.poolFeePips, 1, 100_000); // 10 %
        requireWithin("epochSec", base.epochSec, 60, 604_800); // a minute, a week
        requireWithin("slippageCapPips", base.slippageCapPips, 1, 500_000); // 50 %
        requireWithin("twapWindowSec", base.twapWindowSec, 60, 86_400); // a minute, a day
        requireWithin("maxDeviationPips", base.maxDeviationPips, 1, 500_000); // 50 %
        pool = base.factory.getPool(base.quoteToken, base.riskyToken, base.poolFeePips);
        require(pool != address(0), IVault.NoPool(base.quoteToken, base.riskyToken, base.poolFeePips));
    }

    /// Reverts with OutOfDomain if weight or floor lie outside their domain.
    /// @return The part that all vaults have.
    function baseOf(VaultSettings memory settings) internal pure returns (VaultBaseSettings memory) {
        requireWithin("weightPips", settings.weightPips, 1, ONE_PIPS - 1);
        bool cppi = settings.mode == Mode.Cppi;
        requireWithin("floorPips", settings.floorPips, cppi ? 1 : 0, cppi ? ONE_PIPS : 0);
        return
            VaultBaseSettings({
                riskParameters: settings.riskParameters,
                marketId: settings.marketId,
                factory: settings.factory,
                quoteToken: settings.quoteToken,
                riskyToken: settings.riskyToken,
                poolFeePips: settings.poolFeePips,
                epochSec: settings.epochSec,
                slippageCapPips: settings.slippageCapPips,
                twapWindowSec: settings.twapWindowSec,
                maxDeviationPips: settings.maxDeviationPips
            });
    }

    /// Reverts with OutOfDomain if a setting lies outside its domain.
    /// @param field Its name in ASCII.
    function requireWithin(bytes32 field, uint256 value, uint256 min, uint256 max) internal pure {
        require(value >= min && value <= max, IVault.OutOfDomain(field, value, min, max));
    }

    /// The most that trading the risky part of a sum can cost, as a part of the sum, rounded up: at most 600,000.
    function spreadPips(VaultSettings memory settings) internal pure returns (uint32) {
        uint256 costPips = uint256(settings.poolFeePips) + settings.slippageCapPips;
        return uint32(Math.ceilDiv(settings.weightPips * costPips, ONE_PIPS));
    }

    function _requireDecimals(bytes32 field, address token) private view {
        (bool answered, bytes memory answer) = token.staticcall(abi.encodeCall(IERC20Metadata.decimals, ()));
        require(answered && answer.length >= 32, IVault.NoDecimals(field, token));
        // As a whole word: an answer beyond the declared type is outside the domain as well.
        requireWithin(field, abi.decode(answer, (uint256)), 0, MAX_DECIMALS);
    }
}
