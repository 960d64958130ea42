// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IMessageReceiver} from "../interfaces/bridge/IMessageReceiver.sol";
import {IMessenger} from "../interfaces/bridge/IMessenger.sol";
import {IRemoteParameters, RemoteConfig, RemoteState} from "../interfaces/bridge/IRemoteParameters.sol";
import {IRiskParameters, Status} from "../interfaces/IRiskParameters.sol";
import {Bounds} from "../libraries/BoundsLib.sol";
import {CodeStore} from "../libraries/CodeStore.sol";
import {MarketRules} from "../libraries/MarketRules.sol";
import {MessageWord} from "../libraries/MessageWord.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {ParametersPacking} from "../libraries/ParametersPacking.sol";
import {RemoteConfigStore} from "../libraries/RemoteConfigStore.sol";
import {StepLib} from "../libraries/StepLib.sol";

/// @title Risk parameters of another chain, bounded here
/// @notice What each function does and refuses: IRemoteParameters.
contract RemoteParameters is AccessManaged, IRemoteParameters {
    struct Market {
        // ParametersPacking, with the time of the last message as that of its evidence; awaiting evidence while the
        // home market is not Active. Never zero for a market that exists, since its greatest age is not.
        uint256 value;
        uint256 loosening;
        // RemoteConfigStore.
        address config;
        uint40 movedAt;
        Status homeStatus;
        address homeConfig;
    }

    /// @inheritdoc IRemoteParameters
    uint64 public immutable homeChainId;
    /// @inheritdoc IRemoteParameters
    address public immutable homeSender;

    mapping(bytes32 marketId => Market) private _markets;
    /// @inheritdoc IRemoteParameters
    mapping(IMessenger messenger => bool) public isMessenger;

    constructor(address authority, uint64 homeChainId_, address homeSender_) AccessManaged(authority) {
        (homeChainId, homeSender) = (homeChainId_, homeSender_);
    }

    /// @inheritdoc IRiskParameters
    function parameters(
        bytes32 marketId
    ) external view returns (Parameters calldata values, Status status, uint40 ageSec) {
        Market storage market = _markets[marketId];
        uint256 word = market.value;
        ParametersPacking.returnIfActive(word);
        if (word == 0) (status, ageSec) = (Status.Unknown, type(uint40).max);
        else (status, ageSec) = ParametersPacking.computeStatus(word);
        address location = market.config;
        assembly ("memory-safe") {
            // Never reached by a caller: the answer leaves in the next line.
            values := 0
        }
        RemoteConfigStore.returnFallback(location, uint256(status), ageSec);
    }

    /// @inheritdoc IMessageReceiver
    function receiveMessage(uint64 chainId, address sender, bytes calldata payload) external {
        require(isMessenger[IMessenger(msg.sender)], NotMessenger(msg.sender));
        require(chainId == homeChainId && sender == homeSender, NotTheSender(chainId, sender));
        require(payload.length == 96, MalformedMessage());
        (bytes32 marketId, uint256 message, uint256 home) = abi.decode(payload, (bytes32, uint256, uint256));
        require(MessageWord.isValid(message) && home <= type(uint160).max, MalformedMessage());

        Market storage market = _findMarket(marketId);
        uint256 word = market.value;
        require(!ParametersPacking.isHalted(word), HaltedMarket(marketId));
        require(!ParametersPacking.isOnFallback(word), MarketUsesFallback(marketId));
        RemoteConfig memory config = RemoteConfigStore.load(market.config)[0];
        uint256 madeAt = MessageWord.madeAtOf(message);
        _validateTime(madeAt, ParametersPacking.unpackObservedAt(word), config.messageAgeSec);

        Status homeStatus = MessageWord.statusOf(message);
        if (homeStatus == Status.Active) {
            _move(marketId, market, config, word, message, address(uint160(home)));
        } else {
            _hold(marketId, market, config, word, madeAt, homeStatus);
        }
        market.homeStatus = homeStatus;
        market.homeConfig = address(uint160(home));
    }

    /// @inheritdoc IRemoteParameters
    function setMarket(bytes32 marketId, RemoteConfig calldata config) external restricted {
        MarketRules.validateRemote(config);
        Market storage market = _markets[marketId];
        uint256 word = market.value;
        RemoteConfig memory oldConfig;
        if (word == 0) word = ParametersPacking.newValue(config.maxAgeSec);
        else oldConfig = RemoteConfigStore.load(market.config)[0];
        emit RemoteMarketSet(marketId, oldConfig, config);
        market.config = RemoteConfigStore.save(config);

        word = _clampValue(marketId, word, config.bounds);
        market.value = ParametersPacking.withMaxAge(word, config.maxAgeSec);
    }

    /// @inheritdoc IRemoteParameters
    function setMessenger(IMessenger messenger, bool isTrusted) external restricted {
        isMessenger[messenger] = isTrusted;
        emit MessengerSet(messenger, isTrusted);
    }

    /// @inheritdoc IRemoteParameters
    function halt(bytes32 marketId) external restricted {
        Market storage market = _findMarket(marketId);
        market.value = ParametersPacking.withHalt(market.value);
        emit MarketHalted(marketId, msg.sender);
    }

    /// @inheritdoc IRemoteParameters
    function useFallback(bytes32 marketId) external restricted {
        Market storage market = _findMarket(marketId);
        market.value = ParametersPacking.withFallback(market.value);
        emit MarketOnFallback(marketId, msg.sender);
    }

    /// @inheritdoc IRemoteParameters
    function resume(bytes32 marketId) external restricted {
        Market storage market = _findMarket(marketId);
        market.value = ParametersPacking.resumed(market.value);
        emit MarketResumed(marketId, msg.sender);
    }

    /// @inheritdoc IRemoteParameters
    function marketConfig(bytes32 marketId) external view returns (RemoteConfig calldata config) {
        address location = _findMarket(marketId).config;
        assembly ("memory-safe") {
            config := 0 // As in `parameters`.
        }
        CodeStore.returnData(location);
    }

    /// @inheritdoc IRemoteParameters
    function marketState(bytes32 marketId) external view returns (RemoteState memory state) {
        Market storage market = _findMarket(marketId);
        uint256 word = market.value;
        state.madeAt = ParametersPacking.unpackObservedAt(word);
        if (state.madeAt == 0) RemoteConfigStore.loadFallbackInto(market.config, state.values);
        else ParametersPacking.unpackValues(word, state.values);
        state.movedAt = market.movedAt;
        state.homeStatus = market.homeStatus;
        state.homeConfig = market.homeConfig;
        state.isHalted = ParametersPacking.isHalted(word);
        state.isOnFallback = ParametersPacking.isOnFallback(word);
        state.isAwaitingEvidence = ParametersPacking.isAwaitingEvidence(word);
        ParametersPacking.unpackLoosening(market.loosening, state.loosening);
    }

    /// Moves what the reader gets now towards the message's vector as far as the bounds allow: at most a step in an
    /// epoch, by this chain's clock and by the messages' times as well. Messages that were held back and come all at
    /// once are one step, and so are those of a bridge that makes them up.
    function _move(
        bytes32 marketId,
        Market storage market,
        RemoteConfig memory config,
        uint256 word,
        uint256 message,
        address homeConfig
    ) private {
        Parameters memory target;
        ParametersPacking.unpackValues(message, target);
        uint256 madeAt = MessageWord.madeAtOf(message);
        uint256 movedAt = market.movedAt;
        uint256 looseningWord = market.loosening;
        (uint256 oldWord, uint256 nextWord, uint256 nextLooseningWord, uint256 limits) = StepLib.computeNext(
            word,
            looseningWord,
            config.fallbackVector,
            target,
            config.bounds,
            _isSameEpoch(madeAt, ParametersPacking.unpackObservedAt(word), config.epochSec) ||
                _isSameEpoch(block.timestamp, movedAt, config.epochSec)
        );
        market.value = ParametersPacking.withEvidence(word, nextWord, madeAt);
        if (nextLooseningWord != looseningWord) market.loosening = nextLooseningWord;
        if (nextWord != oldWord) {
            movedAt = block.timestamp;
            market.movedAt = uint40(movedAt);
        }
        uint256 bits = ParametersPacking.VECTOR_BITS;
        emit RemoteUpdated(
            marketId,
            IMessenger(msg.sender),
            homeConfig,
            [
                ParametersPacking.vectorOf(message) | (limits << bits),
                oldWord | (madeAt << bits),
                nextWord | (movedAt << bits)
            ]
        );
    }

    /// Leaves the vector in storage as it is, or the fallback where there is none yet: the reader gets the fallback.
    function _hold(
        bytes32 marketId,
        Market storage market,
        RemoteConfig memory config,
        uint256 word,
        uint256 madeAt,
        Status homeStatus
    ) private {
        uint256 vectorWord =
            ParametersPacking.unpackObservedAt(word) == 0
                ? ParametersPacking.packValues(config.fallbackVector)
                : ParametersPacking.vectorOf(word);
        market.value = ParametersPacking.withoutEvidence(ParametersPacking.withEvidence(word, vectorWord, madeAt));
        emit RemoteHeld(marketId, IMessenger(msg.sender), homeStatus, uint40(madeAt));
    }

    /// The slot with its vector moved to the nearest values within bounds. Without a message there is none, and the
    /// fallback is within the bounds already.
    function _clampValue(bytes32 marketId, uint256 word, Bounds memory bounds) private returns (uint256 movedWord) {
        if (ParametersPacking.unpackObservedAt(word) == 0) return word;
        Parameters memory values;
        ParametersPacking.unpackValues(word, values);
        Parameters memory moved = MarketRules.clampToBounds(values, bounds);
        movedWord = ParametersPacking.withValues(word, ParametersPacking.packValues(moved));
        if (movedWord != word) emit ValueMoved(marketId, values, moved);
    }

    function _findMarket(bytes32 marketId) private view returns (Market storage market) {
        market = _markets[marketId];
        require(market.value != 0, UnknownMarket(marketId));
    }

    function _validateTime(uint256 madeAt, uint256 lastMadeAt, uint256 maxAgeSec) private view {
        require(madeAt > lastMadeAt, MessageNotNewer(madeAt, lastMadeAt));
        require(madeAt <= block.timestamp, MessageInFuture(madeAt, block.timestamp));
        uint256 ageSec = block.timestamp - madeAt;
        require(ageSec <= maxAgeSec, MessageTooOld(ageSec, maxAgeSec));
    }

    /// `lastTime` 0: never.
    function _isSameEpoch(uint256 time, uint256 lastTime, uint256 epochSec) private pure returns (bool) {
        return lastTime != 0 && time / epochSec <= lastTime / epochSec;
    }
}
