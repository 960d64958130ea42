// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParameters, Status} from "../../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../../contracts/libraries/ModelTypes.sol";

/// A consumer that does everything right: it spends what it holds, one largest trade an interval. The others each get
/// one thing wrong, as somebody did who read the interface in a hurry.
contract RightConsumer {
    IRiskParameters internal _riskParameters;
    bytes32 internal _marketId;

    uint256 public heldUsd6;
    uint256 public movedUsd6;
    uint256 public lastActAt;

    function read(IRiskParameters riskParameters, bytes32 marketId) external {
        (_riskParameters, _marketId) = (riskParameters, marketId);
    }

    function fund(uint256 amountUsd6) external {
        heldUsd6 += amountUsd6;
    }

    function act() external {
        (Parameters memory values, Status status, uint40 ageSec) = _read();
        if (!_mayAct(status, ageSec) || !_isTime(values)) return;
        uint256 maxUsd6 = _maxUsd6(values);
        uint256 amountUsd6 = heldUsd6 < maxUsd6 ? heldUsd6 : maxUsd6;
        heldUsd6 -= amountUsd6;
        movedUsd6 += amountUsd6;
        lastActAt = block.timestamp;
    }

    function exit() external virtual {}

    function _read() internal virtual returns (Parameters memory values, Status status, uint40 ageSec) {
        return _riskParameters.parameters(_marketId);
    }

    function _mayAct(Status status, uint40) internal virtual returns (bool) {
        return status != Status.Unknown && status != Status.Halted;
    }

    function _isTime(Parameters memory values) internal virtual returns (bool) {
        return block.timestamp >= lastActAt + values.intervalSec;
    }

    function _maxUsd6(Parameters memory values) internal virtual returns (uint256) {
        return uint256(values.maxTradeUsd) * 1e6;
    }
}

/// Takes the zeros of Unknown for "no limit".
contract ZeroIsNoLimit is RightConsumer {
    function _mayAct(Status status, uint40) internal pure override returns (bool) {
        return status != Status.Halted;
    }

    function _maxUsd6(Parameters memory values) internal view override returns (uint256) {
        return values.maxTradeUsd == 0 ? heldUsd6 : uint256(values.maxTradeUsd) * 1e6;
    }
}

/// Refuses no status, since zero dollars are no trade; but it is noted as one.
contract TradesNothing is RightConsumer {
    function _mayAct(Status status, uint40) internal pure override returns (bool) {
        return status != Status.Halted;
    }
}

/// Expects a revert where there is no value, and goes by what is in the configuration of its own then.
contract ExpectsRevert is RightConsumer {
    function _mayAct(Status, uint40) internal view override returns (bool) {
        try _riskParameters.parameters(_marketId) {
            return true;
        } catch {
            return false;
        }
    }

    /// A floor, so that a small limit does not stop it.
    function _maxUsd6(Parameters memory values) internal pure override returns (uint256) {
        return values.maxTradeUsd < 1_000 ? 1_000e6 : uint256(values.maxTradeUsd) * 1e6;
    }
}

contract IgnoresHalted is RightConsumer {
    function _mayAct(Status status, uint40) internal pure override returns (bool) {
        return status != Status.Unknown;
    }
}

/// Right as well: after a halt it waits for a day before it trusts the market again.
contract WaitsAfterHalt is RightConsumer {
    uint256 private _haltedAt;

    function _mayAct(Status status, uint40 ageSec) internal override returns (bool) {
        if (status == Status.Halted) _haltedAt = block.timestamp;
        return super._mayAct(status, ageSec) && block.timestamp >= _haltedAt + 1 days;
    }
}

/// Obeys a halt for half a day, then has waited enough.
contract OutwaitsHalt is RightConsumer {
    uint256 private _haltedAt;

    function _mayAct(Status status, uint40) internal override returns (bool) {
        if (status != Status.Halted) _haltedAt = 0;
        else if (_haltedAt == 0) _haltedAt = block.timestamp;
        return status != Status.Unknown && (_haltedAt == 0 || block.timestamp >= _haltedAt + 12 hours);
    }
}

/// Young evidence is enough for it: a market may have been halted a second ago.
contract JudgesByAge is RightConsumer {
    function _mayAct(Status, uint40 ageSec) internal pure override returns (bool) {
        return ageSec <= 1 hours;
    }
}

/// Keeps the first answer, to save gas.
contract KeepsValues is RightConsumer {
    Parameters private _kept;

    function _read() internal override returns (Parameters memory values, Status status, uint40 ageSec) {
        (values, status, ageSec) = _riskParameters.parameters(_marketId);
        if (_kept.maxTradeUsd == 0) _kept = values;
        values = _kept;
    }
}

/// Keeps an answer, status and all, for some time, to save gas.
contract CachesAnswer is RightConsumer {
    Parameters private _kept;
    uint256 private _keptAt;
    uint256 private immutable _keepSec;

    constructor(uint256 keepSec) {
        _keepSec = keepSec;
    }

    function _read() internal override returns (Parameters memory, Status, uint40) {
        if (_keptAt != 0 && block.timestamp < _keptAt + _keepSec) return (_kept, Status.Active, 0);
        (Parameters memory values, Status status, uint40 ageSec) = _riskParameters.parameters(_marketId);
        (_kept, _keptAt) = (values, status == Status.Active ? block.timestamp : 0);
        return (values, status, ageSec);
    }

    /// A second longer than it has to.
    function _isTime(Parameters memory values) internal view override returns (bool) {
        return block.timestamp > lastActAt + values.intervalSec;
    }
}

/// Takes the last value in force instead of the fallback.
contract PrefersLastValue is RightConsumer {
    Parameters private _last;

    function _read() internal override returns (Parameters memory values, Status status, uint40 ageSec) {
        (values, status, ageSec) = _riskParameters.parameters(_marketId);
        if (status == Status.Active) _last = values;
        if (status == Status.Stale || status == Status.Fallback) values = _last;
    }
}

contract IgnoresMaxTrade is RightConsumer {
    function _maxUsd6(Parameters memory) internal view override returns (uint256) {
        return heldUsd6;
    }
}

/// Takes whole dollars for millionths.
contract MistakesUnit is RightConsumer {
    function _maxUsd6(Parameters memory values) internal pure override returns (uint256) {
        return values.maxTradeUsd;
    }
}

/// Multiplies in 40 bits.
contract Overflows is RightConsumer {
    function _maxUsd6(Parameters memory values) internal pure override returns (uint256) {
        return values.maxTradeUsd * 1e6;
    }
}

contract IgnoresInterval is RightConsumer {
    function _isTime(Parameters memory) internal view override returns (bool) {
        return block.timestamp > lastActAt;
    }
}

/// Also acts twice in a block.
contract IgnoresTime is RightConsumer {
    function _isTime(Parameters memory) internal pure override returns (bool) {
        return true;
    }
}

/// Trusts in a small limit on the fallback, and asks for no time between two trades.
contract NoWaitOnFallback is RightConsumer {
    bool private _isFresh;

    function _mayAct(Status status, uint40 ageSec) internal override returns (bool) {
        _isFresh = status == Status.Active;
        return super._mayAct(status, ageSec);
    }

    function _isTime(Parameters memory values) internal override returns (bool) {
        return !_isFresh || super._isTime(values);
    }
}

/// Waits as long on the fallback as the value in force told it.
contract KeepsInterval is RightConsumer {
    bool private _isFresh;
    uint256 private _intervalSec;

    function _mayAct(Status status, uint40 ageSec) internal override returns (bool) {
        _isFresh = status == Status.Active;
        return super._mayAct(status, ageSec);
    }

    function _isTime(Parameters memory values) internal override returns (bool) {
        if (_isFresh) _intervalSec = values.intervalSec;
        return block.timestamp >= lastActAt + _intervalSec;
    }
}

/// Has the interval of the day on which it was written.
contract HardcodedInterval is RightConsumer {
    function _isTime(Parameters memory) internal view override returns (bool) {
        return block.timestamp >= lastActAt + 1 hours;
    }
}

/// Trades once in each interval of the calendar: at the end of one, and at the beginning of the next.
contract BucketInterval is RightConsumer {
    function _isTime(Parameters memory values) internal view override returns (bool) {
        return block.timestamp / values.intervalSec > lastActAt / values.intervalSec;
    }
}

/// Is due an interval after it was due, not after it traded: after a calm it makes up for what it missed.
contract CatchesUp is RightConsumer {
    uint256 private _dueAt;

    function _isTime(Parameters memory values) internal override returns (bool) {
        if (_dueAt == 0) _dueAt = block.timestamp;
        if (block.timestamp < _dueAt) return false;
        _dueAt += values.intervalSec;
        return true;
    }
}

/// Saves up what it did not use.
contract SavesUp is RightConsumer {
    function _maxUsd6(Parameters memory values) internal view override returns (uint256) {
        uint256 intervals = lastActAt == 0 ? 1 : (block.timestamp - lastActAt) / values.intervalSec;
        return intervals * values.maxTradeUsd * 1e6;
    }
}

/// Its users wait for good times.
contract LocksUsers is RightConsumer {
    function exit() external view override {
        (, Status status, ) = _riskParameters.parameters(_marketId);
        require(status != Status.Unknown, "no parameters");
    }
}

/// Wants to know when the evidence was, which never came.
contract SubtractsAge is RightConsumer {
    uint256 public observedAt;

    function exit() external override {
        (, Status status, uint40 ageSec) = _riskParameters.parameters(_marketId);
        if (status != Status.Unknown) observedAt = block.timestamp - ageSec;
    }
}

/// Stops for ever once it was told to stop.
contract StopsForEver is RightConsumer {
    bool private _stopped;

    function _mayAct(Status status, uint40) internal override returns (bool) {
        if (status == Status.Halted) _stopped = true;
        return !_stopped && status != Status.Unknown;
    }
}

/// Hashes a market's name instead of writing it.
contract AsksWrongMarket is RightConsumer {
    function _read() internal view override returns (Parameters memory, Status, uint40) {
        return _riskParameters.parameters(keccak256(abi.encode(_marketId)));
    }
}
