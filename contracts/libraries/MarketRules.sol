// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RemoteConfig} from "../interfaces/bridge/IRemoteParameters.sol";
import {Bounds, BoundsLib} from "./BoundsLib.sol";
import {Freshness, MarketConfig} from "./MarketTypes.sol";
import {ModelLib} from "./ModelLib.sol";
import {Parameters} from "./ModelTypes.sol";

/// What a market's configuration must hold, and a vector under it. The policy's own domain is the model's to check.
library MarketRules {
    /// A field of a vector is outside its bounds; `field` is its name in ASCII.
    error OutOfBounds(bytes32 field, uint256 value, uint256 min, uint256 max);
    /// Reporters must rise strictly from above zero: no zero address, nobody twice.
    error ReportersNotAscending(address previous, address next);
    /// A trade of `maxTradeUsd` at this depth would move the price by more than the cap.
    error ImpactAboveCap(uint256 maxTradeUsd, uint256 depthUsd6, uint256 slippageCapPips);

    uint256 internal constant MAX_REPORTERS = 32;
    uint256 private constant YEAR_SEC = 31_557_600;
    // The model's domain of an epoch.
    uint256 private constant MIN_EPOCH_SEC = 60;
    uint256 private constant MAX_EPOCH_SEC = 604_800;
    uint256 private constant FIELD_COUNT = 8;
    uint256 private constant MILLION = 1_000_000; // 100 % in pips

    /// Checks everything but the policy's domain, for a policy that has passed it.
    /// Reverts with BoundsInverted, OutOfDomain (a cap of the model, a budget), OutOfBounds (the fallback), field by
    /// field; OutOfDomain (the budget's window, freshness, the number of reporters, the threshold),
    /// ReportersNotAscending.
    /// @param maxReportAgeBlocks What the chain can tell the hash of (ChainBlocks.maxAgeBlocks).
    function validateConfig(MarketConfig memory config, uint256 maxReportAgeBlocks) internal pure {
        validateBounds(config.bounds, config.fallbackVector);

        Freshness memory freshness = config.freshness;
        validateAges(config.policy.epochSec, freshness.maxAgeSec, "reportAgeSec", freshness.reportAgeSec);
        ModelLib.requireInDomain("reportAgeBlocks", freshness.reportAgeBlocks, 1, maxReportAgeBlocks);

        uint256 count = config.reporters.length;
        ModelLib.requireInDomain("reporters", count, 1, MAX_REPORTERS);
        ModelLib.requireInDomain("threshold", config.threshold, 1, count);
        address previous = address(0);
        for (uint256 i = 0; i < count; i++) {
            address next = config.reporters[i];
            require(next > previous, ReportersNotAscending(previous, next));
            previous = next;
        }
    }

    /// Checks what a market of another chain was given.
    /// Reverts with BoundsInverted, OutOfDomain (a cap of the model, a budget), OutOfBounds (the fallback), field by
    /// field; OutOfDomain (the budget's window, the epoch, the ages).
    function validateRemote(RemoteConfig memory config) internal pure {
        validateBounds(config.bounds, config.fallbackVector);
        ModelLib.requireInDomain("epochSec", config.epochSec, MIN_EPOCH_SEC, MAX_EPOCH_SEC);
        validateAges(config.epochSec, config.maxAgeSec, "messageAgeSec", config.messageAgeSec);
    }

    /// Checks bounds, and a fallback within them.
    function validateBounds(Bounds memory bounds, Parameters memory fallbackVector) private pure {
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            bytes32 name = BoundsLib.fieldName(field);
            uint256 min = BoundsLib.lane(bounds.min, field);
            uint256 max = BoundsLib.lane(bounds.max, field);
            if (min > max) revert BoundsLib.BoundsInverted(name, min, max);
            ModelLib.requireInDomain(name, max, 0, capOf(field));
            uint256 budget = BoundsLib.lane(bounds.budget, field);
            if (budget != BoundsLib.typeMax(field)) {
                ModelLib.requireInDomain(name, budget, 0, BoundsLib.usedMax(field));
            }
            uint256 value = BoundsLib.lane(fallbackVector, field);
            if (value < min || value > max) revert OutOfBounds(name, value, min, max);
        }
        ModelLib.requireInDomain("budgetWindowSec", bounds.budgetWindowSec, 1, type(uint32).max);
    }

    /// Checks how old a value, and what comes for it, may be.
    function validateAges(uint256 epochSec, uint256 maxAgeSec, bytes32 comingName, uint256 comingAgeSec) private pure {
        ModelLib.requireInDomain("maxAgeSec", maxAgeSec, epochSec, YEAR_SEC);
        ModelLib.requireInDomain(comingName, comingAgeSec, 1, maxAgeSec);
    }

    /// The greatest value that the model returns, and a slot holds, of a field.
    function capOf(uint256 field) internal pure returns (uint256) {
        if (field >= 2 && field <= 4) return BoundsLib.typeMax(field);
        return field == 5 ? 4 * MILLION : MILLION;
    }

    /// Checks what the fields of a vector promise together, once each has been bounded on its own: a trade of
    /// `maxTradeUsd` stays within the cap. Reverts with ImpactAboveCap.
    function validateImpact(uint256 maxTradeUsd, uint256 depthUsd6, uint256 slippageCapPips) internal pure {
        unchecked {
            // trade <= depth * cap / (1 - cap), multiplied out: exact, and no product exceeds 2^64 * 1e6.
            require(
                maxTradeUsd * MILLION * (MILLION - slippageCapPips) <= depthUsd6 * slippageCapPips,
                ImpactAboveCap(maxTradeUsd, depthUsd6, slippageCapPips)
            );
        }
    }

    /// Moves every field to the nearest value within its bounds.
    function clampToBounds(
        Parameters memory values,
        Bounds memory bounds
    ) internal pure returns (Parameters memory moved) {
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 value = BoundsLib.lane(values, field);
            uint256 min = BoundsLib.lane(bounds.min, field);
            uint256 max = BoundsLib.lane(bounds.max, field);
            BoundsLib.setLane(
                moved,
                field,
                value < min
                    ? min
                    : value > max
                        ? max
                        : value
            );
        }
    }
}
