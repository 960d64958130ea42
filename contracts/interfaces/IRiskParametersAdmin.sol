// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Bounds} from "../libraries/BoundsLib.sol";
import {BlockSource} from "../libraries/ChainBlocks.sol";
import {Freshness, MarketConfig, MarketState, Source} from "../libraries/MarketTypes.sol";
import {Parameters, Policy} from "../libraries/ModelTypes.sol";
import {IModel} from "./IModel.sol";

/// @title What token holders set by vote, and what a guardian may do at once
/// @notice Every function that changes something reverts with AccessManagedUnauthorized for a caller without the role.
/// A setter of a market reverts with UnknownMarket if there is none, and then checks the whole configuration with the
/// new part in it, in this order:
///   BoundsInverted     a field's min above its max
///   OutOfDomain        a max above what the model returns at most (aggressiveness, band, lot and return 1e6, guard
///                      4e6); a budget that the contract could not keep count of (of a ratio, 2^26 or more, but for
///                      the type's maximum: no limit); a budget window of 0
///   OutOfBounds        a field of the fallback outside its bounds
///   OutOfDomain        maxAgeSec outside epochSec ... a year; reportAgeSec outside 1 ... maxAgeSec; reportAgeBlocks
///                      outside 1 ... what the chain can tell the hash of (8,191; Arbitrum 393,168); not 1 ... 32
///                      reporters; a threshold outside 1 ... their number
///   ReportersNotAscending  reporters not sorted, one twice, or zero
/// addMarket, setPolicy and setModel try the policy on the market's model before that, and revert with
///   OutOfDomain        a core hash without a model of its own
///   ModelWithoutCode, CoreHashMissing
///   OutOfDomain        a field of the policy; of another model, the first 256 bytes of whatever it reverts with
/// Each stores a new configuration: reports that were measured under the one before are refused (ConfigChanged).
interface IRiskParametersAdmin {
    event MarketAdded(bytes32 indexed marketId, MarketConfig config);
    event PolicySet(bytes32 indexed marketId, Policy oldPolicy, Policy newPolicy);
    event BoundsSet(bytes32 indexed marketId, Bounds oldBounds, Bounds newBounds);
    event FallbackSet(bytes32 indexed marketId, Parameters oldVector, Parameters newVector);
    event ReportersSet(
        bytes32 indexed marketId,
        address[] oldReporters,
        uint32 oldThreshold,
        address[] newReporters,
        uint32 newThreshold
    );
    event FreshnessSet(bytes32 indexed marketId, Freshness oldFreshness, Freshness newFreshness);
    event SourceSet(bytes32 indexed marketId, Source oldSource, Source newSource);
    /// Zeros: the standard model.
    event ModelSet(
        bytes32 indexed marketId,
        IModel oldModel,
        bytes32 oldCoreHash,
        IModel newModel,
        bytes32 newCoreHash
    );
    /// New bounds moved the value in storage to the nearest values within them.
    event ValueMoved(bytes32 indexed marketId, Parameters oldValues, Parameters newValues);
    event MarketHalted(bytes32 indexed marketId, address indexed account);
    event MarketOnFallback(bytes32 indexed marketId, address indexed account);
    event MarketResumed(bytes32 indexed marketId, address indexed account);

    error UnknownMarket(bytes32 marketId);
    error MarketExists(bytes32 marketId);
    /// There is no contract at the model's address.
    error ModelWithoutCode(IModel model);
    /// A model without the hash of the core that it is the twin of.
    error CoreHashMissing();

    /// Adds a market. It answers with its fallback until the first report, whose steps start from the fallback.
    /// Reverts with MarketExists, or as setSource does, or as every setter does.
    function addMarket(bytes32 marketId, MarketConfig memory config) external;

    /// Values in force stay. With a longer `epochSec`, a report whose time lies in the same (new) epoch as that of the
    /// last evidence may only tighten; none is refused for it.
    function setPolicy(bytes32 marketId, Policy memory policy) external;

    /// Sets bounds, steps, budget and cooldown. If the value in storage is outside the new bounds, it moves to
    /// the nearest values within them (ValueMoved). What was used of the budget stays used.
    function setBounds(bytes32 marketId, Bounds memory bounds) external;

    function setFallback(bytes32 marketId, Parameters memory fallbackVector) external;

    /// Sets who may sign reports and how many have to. Signatures of those who left count no more.
    function setReporters(bytes32 marketId, address[] memory reporters, uint32 threshold) external;

    /// Sets how old a value and a report may be. Applies to the value in force as well.
    function setFreshness(bytes32 marketId, Freshness memory freshness) external;

    /// Sets what the index measures. The market answers with its fallback until the first report of the new source,
    /// whose steps start from the fallback. Reads the tokens of the pools.
    /// Reverts with OutOfDomain (segmentOffsetSec above 119, startVarianceWad above 9e18, startDepthRefUsd6 above
    /// 1e19), OracleWithoutCode, OutOfDomain (maxPriceDeviationPips: with a feed 1 ... 500,000, without one 0),
    /// PoolWithoutCode, NoAnswer (a feed, pool or token that has no such getter), or with
    /// OutOfDomain if the decimals of a token are not those given, before the checks of every setter.
    function setSource(bytes32 marketId, Source memory source) external;

    /// Replaces the algorithm of these markets: the contract that evaluates, and the hash of the Wasm core that returns
    /// the same bits; zero both: back to the standard model. Values in force stay. All or none: a market whose policy
    /// the model refuses is to be left out, or to get another policy first.
    function setModel(bytes32[] calldata marketIds, IModel newModel, bytes32 newCoreHash) external;

    /// Guardian: the market answers with its fallback and status Halted, and takes no reports, until resumed.
    /// Reverts with UnknownMarket.
    function halt(bytes32 marketId) external;

    /// Guardian: the market answers with its fallback and status Fallback, and takes no reports, until resumed.
    /// Has no visible effect on a market that is halted. Reverts with UnknownMarket.
    function useFallback(bytes32 marketId) external;

    /// Governance: ends both. The market answers with its fallback until the next report, whose steps start from the
    /// fallback: a value that a dishonest quorum has left is not in force again.
    /// Reverts with UnknownMarket.
    function resume(bytes32 marketId) external;

    /// What was voted for the market. Reverts with UnknownMarket.
    function marketConfig(bytes32 marketId) external view returns (MarketConfig calldata config);

    /// What the market holds besides. Reverts with UnknownMarket.
    function marketState(bytes32 marketId) external view returns (MarketState memory);

    /// The hash (SHA-256) of the Wasm core whose twin evaluates for the market: of the standard model, or of the
    /// market's own. Reverts with UnknownMarket.
    function coreHash(bytes32 marketId) external view returns (bytes32);

    /// The hash (SHA-256) of the Wasm core whose twin is compiled into this contract.
    function standardCoreHash() external view returns (bytes32);

    /// How this chain tells its own blocks.
    function blockSource() external view returns (BlockSource);
}
