// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Bounds} from "../libraries/BoundsLib.sol";
import {Freshness, MarketConfig, MarketState, Source} from "../libraries/MarketTypes.sol";
import {Parameters, Policy} from "../libraries/ModelTypes.sol";
import {IModel} from "./IModel.sol";

/// @title What token holders set by vote, and what a guardian may do at once
/// @notice Every function that changes something reverts with AccessManagedUnauthorized for a caller without the role.
/// A setter of a market reverts with UnknownMarket if there is none, and then checks the whole configuration with the
/// new part in it, in this order:
///   OutOfDomain        a field of the policy (the model decides)
///   BoundsInverted     a field's min above its max
///   OutOfDomain        a max above what the model returns at most (aggressiveness and band 1e6, guard 4e6); a budget
///                      window of 0
///   OutOfBounds        a field of the fallback outside its bounds
///   OutOfDomain        maxAgeSec outside epochSec ... a year; reportAgeSec outside 1 ... maxAgeSec; reportAgeBlocks
///                      outside 1 ... 8,191; not 1 ... 32 reporters; a threshold outside 1 ... their number
///   ReportersNotAscending  reporters not sorted, one twice, or zero
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
    event ModelSet(IModel oldModel, bytes32 oldCoreHash, IModel newModel, bytes32 newCoreHash);
    /// New bounds moved the value in force to the nearest values within them.
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
    function addMarket(bytes32 marketId, MarketConfig calldata config) external;

    /// A new `epochSec` counts epochs anew from the time of the last evidence: the next report's epoch has to begin
    /// after the (new) epoch in which that lies.
    function setPolicy(bytes32 marketId, Policy calldata policy) external;

    /// Sets bounds, steps, budget and cooldown. If the value in force is outside the new bounds, it moves to the
    /// nearest values within them (ValueMoved). What was used of the budget stays used.
    function setBounds(bytes32 marketId, Bounds calldata bounds) external;

    function setFallback(bytes32 marketId, Parameters calldata fallbackVector) external;

    /// Sets who may sign reports and how many have to. Signatures of those who left count no more.
    function setReporters(bytes32 marketId, address[] calldata reporters, uint32 threshold) external;

    /// Sets how old a value and a report may be. Applies to the value in force as well.
    function setFreshness(bytes32 marketId, Freshness calldata freshness) external;

    /// Sets what the index measures. Applies to reports from now on; a report of the old source that is still fresh is
    /// accepted until then, as its signers may have made it in good faith. Reads the tokens of the pools.
    /// Reverts with PoolWithoutCode, or with OutOfDomain if the decimals of a token are not those given, before the
    /// checks of every setter.
    function setSource(bytes32 marketId, Source calldata source) external;

    /// Replaces the algorithm, for all markets: the contract that evaluates, and the hash of the Wasm core that returns
    /// the same bits. Values in force stay. A market whose policy the new model refuses gets no more updates, and
    /// answers with its fallback once stale, until its policy is set anew.
    /// Reverts with ModelWithoutCode, CoreHashMissing.
    function setModel(IModel newModel, bytes32 newCoreHash) external;

    /// Guardian: the market answers with its fallback and status Halted, and takes no reports, until resumed.
    /// Reverts with UnknownMarket.
    function halt(bytes32 marketId) external;

    /// Guardian: the market answers with its fallback and status Fallback, and takes no reports, until resumed.
    /// Has no visible effect on a market that is halted. Reverts with UnknownMarket.
    function useFallback(bytes32 marketId) external;

    /// Governance: ends both. The value in force before is in force again, as old as it is by now.
    /// Reverts with UnknownMarket.
    function resume(bytes32 marketId) external;

    /// What was voted for the market. Reverts with UnknownMarket.
    function marketConfig(bytes32 marketId) external view returns (MarketConfig memory);

    /// What the market holds besides. Reverts with UnknownMarket.
    function marketState(bytes32 marketId) external view returns (MarketState memory);

    /// The contract that evaluates.
    function model() external view returns (IModel);

    /// The hash (SHA-256) of the Wasm core whose twin the model is.
    function coreHash() external view returns (bytes32);
}
