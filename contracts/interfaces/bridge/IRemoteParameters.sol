// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Bounds, Loosening} from "../../libraries/BoundsLib.sol";
import {Parameters} from "../../libraries/ModelTypes.sol";
import {IRiskParameters, Status} from "../IRiskParameters.sol";
import {IMessageReceiver} from "./IMessageReceiver.sol";
import {IMessenger} from "./IMessenger.sol";

/// What was voted for a market on this chain.
/// `epochSec`: a field moves by at most a step in an epoch of this chain's own clock; 60 ... 604,800.
/// `maxAgeSec`: the reader gets the fallback once the evidence is older; epochSec ... 31,557,600.
/// `messageAgeSec`: a message whose evidence is older when it comes is refused; 1 ... maxAgeSec.
struct RemoteConfig {
    Bounds bounds;
    Parameters fallbackVector;
    uint32 epochSec;
    uint32 maxAgeSec;
    uint32 messageAgeSec;
}

/// What a market holds besides. `madeAt` 0: no message yet. `movedAt`: when a message last moved a field on this chain.
/// `homeStatus`: of the last message; `homeConfig`: the configuration at home that it names.
struct RemoteState {
    Parameters values;
    uint40 madeAt;
    uint40 movedAt;
    Status homeStatus;
    address homeConfig;
    bool isHalted;
    bool isOnFallback;
    bool isAwaitingEvidence;
    Loosening loosening;
}

/// @title Risk parameters of another chain, bounded here
/// @notice Protocols read it as they read RiskParameters. What a bridge says counts no more than what a quorum of
/// reporters says at home: every field stays within the bounds that were voted for this chain, and moves by at most a
/// step in an epoch of this chain's clock, with the same budget and cooldown; the message's time strictly rises. A home
/// market that is Stale, Halted or on its fallback puts this one on its own fallback. If no message comes, it ends in
/// the fallback by age.
///
/// Governed by an AccessManager whose admin is this chain's timelock, which takes orders of the home chain alone.
interface IRemoteParameters is IRiskParameters, IMessageReceiver {
    /// A message moved the market.
    /// @param words target (190 bits) with `Limit`s above | old vector with `madeAt` above | new vector with `movedAt`
    /// above.
    event RemoteUpdated(bytes32 indexed marketId, IMessenger indexed messenger, address homeConfig, uint256[3] words);
    /// The home market is not Active, so this one answers with its own fallback until a newer message says otherwise.
    event RemoteHeld(bytes32 indexed marketId, IMessenger indexed messenger, Status homeStatus, uint40 madeAt);
    event RemoteMarketSet(bytes32 indexed marketId, RemoteConfig oldConfig, RemoteConfig newConfig);
    event MessengerSet(IMessenger indexed messenger, bool isTrusted);
    event MarketHalted(bytes32 indexed marketId, address indexed account);
    event MarketOnFallback(bytes32 indexed marketId, address indexed account);
    event MarketResumed(bytes32 indexed marketId, address indexed account);
    /// New bounds moved the value in storage to the nearest values within them.
    event ValueMoved(bytes32 indexed marketId, Parameters oldValues, Parameters newValues);

    /// The payload is not what ParametersSender sends.
    error MalformedMessage();
    error UnknownMarket(bytes32 marketId);
    error HaltedMarket(bytes32 marketId);
    error MarketUsesFallback(bytes32 marketId);
    /// The message is not newer than the last that was taken: doubled, late, or out of order.
    error MessageNotNewer(uint256 madeAt, uint256 lastMadeAt);
    /// The message is from this chain's future.
    error MessageInFuture(uint256 madeAt, uint256 nowAt);
    error MessageTooOld(uint256 ageSec, uint256 maxAgeSec);

    /// Timelock: adds a market, or sets another configuration for one. A new market answers with its fallback until the
    /// first message, whose steps start from the fallback. Reverts as the setters of RiskParameters do.
    function setMarket(bytes32 marketId, RemoteConfig calldata config) external;

    /// Timelock: trusts a messenger to bring vectors, or no longer.
    function setMessenger(IMessenger messenger, bool isTrusted) external;

    /// Guardian: as on RiskParameters.
    function halt(bytes32 marketId) external;

    /// Guardian: as on RiskParameters.
    function useFallback(bytes32 marketId) external;

    /// Timelock: ends both. The market answers with its fallback until the next message.
    function resume(bytes32 marketId) external;

    /// Reverts with UnknownMarket.
    function marketConfig(bytes32 marketId) external view returns (RemoteConfig memory);

    /// Reverts with UnknownMarket.
    function marketState(bytes32 marketId) external view returns (RemoteState memory);

    function isMessenger(IMessenger messenger) external view returns (bool);

    /// Whose messages are taken.
    function homeChainId() external view returns (uint64);

    function homeSender() external view returns (address);
}
