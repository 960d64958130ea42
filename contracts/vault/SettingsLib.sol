// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IRebalancingVault, Mode, VaultSettings} from "../interfaces/IRebalancingVault.sol";

/// Checks what a vault is built from. Domains: IRebalancingVault.sol.
library SettingsLib {
    uint256 private constant ONE_PIPS = 1e6;
    /// Of the tokens in use none has more. 2^40 dollars have 117 bits then.
    uint256 private constant MAX_DECIMALS = 24;

    /// Reverts with NoDecimals if a token does not tell its decimals, with OutOfDomain for the first setting outside
    /// its domain, in the order of `VaultSettings`, and with NoPool if the factory knows no pool of the two tokens.
    /// @return pool The pool that the factory vouches for.
    function validate(VaultSettings memory settings) internal view returns (address pool) {
        _requireDecimals("quoteDecimals", settings.quoteToken);
        _requireDecimals("riskyDecimals", settings.riskyToken);
        _requireWithin("poolFeePips", settings.poolFeePips, 1, 100_000); // 10 %
        _requireWithin("weightPips", settings.weightPips, 1, ONE_PIPS - 1);
        bool cppi = settings.mode == Mode.Cppi;
        _requireWithin("floorPips", settings.floorPips, cppi ? 1 : 0, cppi ? ONE_PIPS : 0);
        _requireWithin("epochSec", settings.epochSec, 60, 604_800); // a minute, a week
        _requireWithin("slippageCapPips", settings.slippageCapPips, 1, 500_000); // 50 %
        _requireWithin("twapWindowSec", settings.twapWindowSec, 60, 86_400); // a minute, a day
        _requireWithin("maxDeviationPips", settings.maxDeviationPips, 1, 500_000); // 50 %
        pool = settings.factory.getPool(settings.quoteToken, settings.riskyToken, settings.poolFeePips);
        require(
            pool != address(0),
            IRebalancingVault.NoPool(settings.quoteToken, settings.riskyToken, settings.poolFeePips)
        );
    }

    /// The most that trading the risky part of a sum can cost, as a part of the sum, rounded up: at most 600,000.
    function spreadPips(VaultSettings memory settings) internal pure returns (uint32) {
        uint256 costPips = uint256(settings.poolFeePips) + settings.slippageCapPips;
        return uint32(Math.ceilDiv(settings.weightPips * costPips, ONE_PIPS));
    }

    function _requireDecimals(bytes32 field, address token) private view {
        (bool answered, bytes memory answer) = token.staticcall(abi.encodeCall(IERC20Metadata.decimals, ()));
        require(answered && answer.length >= 32, IRebalancingVault.NoDecimals(field, token));
        // As a whole word: an answer beyond the declared type is outside the domain as well.
        _requireWithin(field, abi.decode(answer, (uint256)), 0, MAX_DECIMALS);
    }

    function _requireWithin(bytes32 field, uint256 value, uint256 min, uint256 max) private pure {
        require(value >= min && value <= max, IRebalancingVault.OutOfDomain(field, value, min, max));
    }
}
