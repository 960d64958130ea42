// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParameters, Status} from "../interfaces/IRiskParameters.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {MockRiskParameters} from "./MockRiskParameters.sol";

/// The one cheat code that the kit needs; Foundry and Hardhat have it at the same address.
interface IClock {
    function warp(uint256 timestampAt) external;
}

/// @title A test kit for contracts that read `parameters`
/// @notice Inherit it in a test, implement four hooks, and `forge test` or `hardhat test solidity` runs the consumer
/// through every status and both ends of every limit. The kit knows nothing of the consumer but what it moved: a
/// consumer that ignores a status or a limit moves something that it should not, and the check reverts with the name of
/// what was ignored and what to do about it. A revert of `act` counts as standing still. docs/testing-consumers.md
/// shows it whole.
///
/// Three choices have a default that a consumer may override: `mayActOn`, `leastWaitSec`, `oldestSec`.
abstract contract RiskParametersConsumerTest {
    /// More moved than the status allows.
    error StatusIgnored(string status, uint40 ageSec, uint256 movedUsd6, uint256 allowedUsd6, string whatToDo);
    /// More moved than a parameter allows.
    error LimitIgnored(string limit, uint256 movedUsd6, uint256 allowedUsd6, string whatToDo);
    /// Nothing, or next to nothing, moved although it may. `reason`: what `act` reverted with; empty if it did not.
    error NeverActs(string when, uint256 movedUsd6, bytes reason, string whatToDo);
    /// Users could not leave. `reason`: what `exit` reverted with.
    error ExitRefused(string status, uint40 ageSec, bytes reason, string whatToDo);

    /// The market that the consumer is told to read. All others are Unknown.
    bytes32 internal constant MARKET = "kit-market";
    /// What `act` makes the consumer want to move at the least: $10,000,000, a hundred times what it may.
    uint256 internal constant WISH_USD6 = 10_000_000e6;

    IClock private constant CLOCK = IClock(address(uint160(uint256(keccak256("hevm cheat code")))));
    // Both are primes: no interval begins when the clock does, or after a calm.
    uint256 private constant START_AT = 1_800_001_877;
    // 30 days, which is longer than any wait that the kit's parameters ask for.
    uint256 private constant LONG_SEC = 2_600_089;
    uint40 private constant NO_EVIDENCE = type(uint40).max;

    MockRiskParameters internal riskParameters;

    // The optimizer takes `block.timestamp` for constant within a call, so the kit keeps the time itself.
    uint256 private _nowAt;

    /// Makes the consumer, which reads `marketId` of `riskParameters_`, and all that it needs.
    function makeConsumer(IRiskParameters riskParameters_, bytes32 marketId) internal virtual;

    /// Gives the consumer means and reason to move at least `WISH_USD6`, and has it try once: trade, lend, borrow.
    /// May revert.
    function act() internal virtual;

    /// What the consumer has moved in all its life, in either direction, 1e6 = $1. Never falls.
    function movedUsd6() internal view virtual returns (uint256);

    /// Has a user take out something that is his. Reverts if he cannot. Empty if the consumer has no users.
    function exit() internal virtual;

    /// Whether the consumer may act on the vector that comes with a status: the value in force with Active, the voted
    /// fallback with Stale, Fallback and Halted. By default it stands still while a guardian has halted the market.
    /// Nobody is asked for Unknown: it has no vector.
    function mayActOn(Status status) internal view virtual returns (bool) {
        return status != Status.Halted;
    }

    /// Within how many seconds the consumer moves no more than `maxTradeUsd` altogether. At least 1: the largest trade
    /// is meant for one trade in one block. By default, one trade an interval. Just that long after a trade the kit
    /// tries again, with another status or tighter values: whoever waits longer says so here.
    function leastWaitSec(Parameters memory values) internal view virtual returns (uint256) {
        return values.intervalSec;
    }

    /// The oldest evidence on which the consumer still acts while Active, in seconds. By default the type's maximum:
    /// the age that was voted for the market is enough for it, and beyond that the market is Stale.
    function oldestSec() internal view virtual returns (uint40) {
        return type(uint40).max;
    }

    /// The value in force in the kit's market. Whoever overrides it keeps the interval within a day.
    function freshValues() internal view virtual returns (Parameters memory) {
        return
            Parameters({
                aggressivenessPips: 1_000_000,
                bandPips: 20_000,
                maxTradeUsd: 100_000,
                intervalSec: 3_600,
                cppiMultiplierE3: 4_000,
                guardPips: 100_000,
                lotPips: 10_000,
                returnPips: 5_000
            });
    }

    /// The voted fallback of the kit's market: more cautious in everything.
    function fallbackValues() internal view virtual returns (Parameters memory) {
        return
            Parameters({
                aggressivenessPips: 100_000,
                bandPips: 100_000,
                maxTradeUsd: 5_000,
                intervalSec: 86_400,
                cppiMultiplierE3: 2_000,
                guardPips: 200_000,
                lotPips: 20_000,
                returnPips: 50_000
            });
    }

    function setUp() public virtual {
        passTime(START_AT);
        riskParameters = new MockRiskParameters();
        makeConsumer(riskParameters, MARKET);
    }

    /// Moves the clock on. A test that moves it in another way puts the kit's own time out of step.
    function passTime(uint256 sec) internal {
        _nowAt += sec;
        CLOCK.warp(_nowAt);
    }

    /// Fresh values are acted on, as far as they go.
    function testActive() public virtual {
        uint256 maxUsd6 = _tradeUsd6(freshValues());
        uint256 moved = _actWhenFresh("Active");
        if (moved > maxUsd6)
            revert LimitIgnored("maxTradeUsd", moved, maxUsd6, "move at most maxTradeUsd whole dollars at once");
        if (moved < maxUsd6 / 1_000) {
            revert NeverActs("Active", moved, "", "maxTradeUsd is in whole dollars, not in millionths");
        }
        passTime(LONG_SEC);
        Parameters memory widest = freshValues();
        widest.maxTradeUsd = type(uint40).max;
        _mustAct(widest, "maxTradeUsd at its greatest", "widen it before you multiply: uint256(maxTradeUsd) * 1e6");
    }

    /// Unknown comes with zeros, which are no limits: nothing happens, before and after there was a value.
    function testUnknown() public virtual {
        _mustRespect(Status.Unknown, NO_EVIDENCE);
        _actOnce();
        _mustRespect(Status.Unknown, NO_EVIDENCE);
    }

    /// A guardian wants everybody to stand still, however young the evidence is.
    function testHalted() public virtual {
        _respectAtEachAge(Status.Halted);
    }

    /// The fallback vector instead of the value in force, which a consumer that keeps it would still know.
    function testStale() public virtual {
        _actOnce();
        _mustRespect(Status.Stale, 1 hours);
        _mustRespect(Status.Stale, 400 days);
    }

    /// As when stale; here the evidence may be of this block, or none may ever have come.
    function testFallback() public virtual {
        _respectAtEachAge(Status.Fallback);
    }

    /// After each status, fresh values are acted on again.
    function testResumed() public virtual {
        Status[4] memory statuses = [Status.Unknown, Status.Halted, Status.Stale, Status.Fallback];
        for (uint256 i = 0; i < statuses.length; i++) {
            _answer(statuses[i], 1 days);
            _try();
            _mustActAgain(statuses[i]);
            passTime(LONG_SEC);
        }
    }

    /// Values are read anew each time: they tighten within a block.
    function testTightened() public virtual {
        _actOnce();
        Parameters memory tight = freshValues();
        tight.maxTradeUsd = 700;
        riskParameters.set(MARKET, tight, Status.Active, 0);
        (uint256 moved, ) = _try();
        uint256 maxUsd6 = _tradeUsd6(tight);
        if (moved > maxUsd6) revert LimitIgnored("new maxTradeUsd", moved, maxUsd6, "read anew before each trade");
    }

    /// Within the wait no more than one largest trade, and after it another, however long the calm was, and however
    /// long the wait is.
    function testInterval() public virtual {
        Parameters memory values = freshValues();
        _mustKeepInterval(values, "");
        passTime(_waitSec(values));
        _mustKeepInterval(values, ", an interval after the last trade");
        passTime(LONG_SEC);
        _mustKeepInterval(values, ", after a long calm");
        passTime(LONG_SEC);
        values.intervalSec = 3 * values.intervalSec + 1;
        _mustKeepInterval(values, ", with a longer interval");
    }

    /// A consumer with a limit of its own to the age of evidence keeps to it.
    function testAge() public virtual {
        uint40 limitSec = oldestSec();
        if (limitSec >= riskParameters.MAX_AGE_SEC()) return;
        Parameters memory values = freshValues();
        riskParameters.set(MARKET, values, Status.Active, limitSec);
        (uint256 moved, bytes memory reason) = _try();
        if (moved == 0) revert NeverActs("Active, as old as it may be", 0, reason, "compare ageSec with <=");
        passTime(_waitSec(values) + 1);
        riskParameters.set(MARKET, values, Status.Active, limitSec + 1);
        (moved, ) = _try();
        if (moved != 0) {
            revert StatusIgnored("Active", limitSec + 1, moved, 0, "stand still when ageSec is above your own limit");
        }
    }

    /// Users leave whatever the status and the age.
    function testExit() public virtual {
        _actOnce();
        Status[5] memory statuses = [Status.Active, Status.Unknown, Status.Stale, Status.Halted, Status.Fallback];
        for (uint256 i = 0; i < statuses.length; i++) {
            _mustExit(statuses[i], 1 days);
        }
        _mustExit(Status.Halted, NO_EVIDENCE);
        _mustExit(Status.Fallback, NO_EVIDENCE);
    }

    /// For the kit alone: a call of its own, so that a revert can be caught.
    function callAct() external {
        act();
    }

    /// For the kit alone.
    function callExit() external {
        exit();
    }

    function _respectAtEachAge(Status status) private {
        _actOnce();
        _mustRespect(status, 0);
        _mustRespect(status, 1 days);
        _mustRespect(status, NO_EVIDENCE);
    }

    /// Acts on fresh values and waits until the next trade is due, and a second for those who compare with `>`, no
    /// longer: whatever a consumer keeps of them is young then, at the youngest two seconds.
    function _actOnce() private {
        _actWhenFresh("Active");
        _tryJustBefore(freshValues());
        passTime(2);
    }

    /// One largest trade within the wait, which ends a second later.
    function _mustKeepInterval(Parameters memory values, string memory when) private {
        uint256 maxUsd6 = _tradeUsd6(values);
        string memory whatToDo = "if testActive passes, wait for intervalSec and no longer";
        uint256 moved = _mustAct(values, string.concat("Active", when), whatToDo);
        _requireWithin(string.concat("maxTradeUsd", when), moved, maxUsd6);
        (uint256 movedMore, ) = _try();
        moved += movedMore;
        _requireWithin(string.concat("one trade in a block", when), moved, maxUsd6);
        moved += _tryJustBefore(values);
        _requireWithin(string.concat("intervalSec", when), moved, maxUsd6);
        passTime(1);
    }

    /// Lets all but a second of the wait pass, and tries again on values that are as fresh.
    function _tryJustBefore(Parameters memory values) private returns (uint256 moved) {
        passTime(_waitSec(values) - 1);
        riskParameters.set(MARKET, values, Status.Active, 0);
        (moved, ) = _try();
    }

    function _actWhenFresh(string memory when) private returns (uint256 moved) {
        return _mustAct(freshValues(), when, "does it read the market that makeConsumer was told, left-aligned?");
    }

    function _mustAct(
        Parameters memory values,
        string memory when,
        string memory whatToDo
    ) private returns (uint256 moved) {
        bytes memory reason;
        riskParameters.set(MARKET, values, Status.Active, 0);
        (moved, reason) = _try();
        if (moved == 0) revert NeverActs(when, 0, reason, whatToDo);
    }

    /// Tries under a status, twice at once and again just before the fallback's wait is over, and judges by what moved.
    function _mustRespect(Status status, uint40 ageSec) private {
        uint256 allowed = _mayActUnder(status) ? _tradeUsd6(fallbackValues()) : 0;
        uint256 moved = _tryUnder(status, ageSec, allowed);
        moved += _tryUnder(status, ageSec, allowed);
        passTime(_waitSec(fallbackValues()) - 1);
        moved += _tryUnder(status, ageSec, allowed);
        _requireWithin(string.concat("intervalSec while ", _nameOf(status)), moved, allowed);
        if (!_mayActUnder(status)) _mustHaveLeftNoTrace(status, ageSec);
        passTime(LONG_SEC);
    }

    function _tryUnder(Status status, uint40 ageSec, uint256 allowed) private returns (uint256 moved) {
        _answer(status, ageSec);
        (moved, ) = _try();
        if (moved > allowed) revert StatusIgnored(_nameOf(status), ageSec, moved, allowed, _advise(status));
    }

    /// Fresh values are acted on after tries that must not be: in the same block after Unknown, whose zeros are no
    /// trade to wait after; else after a while at the latest, since it is prudent to wait after a halt.
    function _mustHaveLeftNoTrace(Status status, uint40 ageSec) private {
        riskParameters.set(MARKET, freshValues(), Status.Active, 0);
        (uint256 moved, ) = _try();
        if (moved == 0 && status == Status.Unknown) {
            revert StatusIgnored("Unknown", ageSec, 0, 0, "it took a trade of nothing for one: refuse it first");
        }
        if (moved == 0) _mustActAgain(status);
    }

    /// Fresh values are acted on once more, a while after a status has passed.
    function _mustActAgain(Status status) private {
        passTime(LONG_SEC);
        _mustAct(
            freshValues(),
            string.concat("Active again after ", _nameOf(status)),
            "a status passes: judge by the one that comes with this answer"
        );
    }

    function _mustExit(Status status, uint40 ageSec) private {
        _answer(status, ageSec);
        _try();
        try this.callExit() {} catch (bytes memory reason) {
            revert ExitRefused(_nameOf(status), ageSec, reason, "let users out without reading parameters");
        }
        passTime(LONG_SEC);
    }

    function _requireWithin(string memory limit, uint256 moved, uint256 maxUsd6) private pure {
        if (moved > maxUsd6) {
            revert LimitIgnored(limit, moved, maxUsd6, "keep the time of the last trade, and wait from there");
        }
    }

    function _answer(Status status, uint40 ageSec) private {
        riskParameters.set(MARKET, status == Status.Active ? freshValues() : fallbackValues(), status, ageSec);
    }

    function _try() private returns (uint256 moved, bytes memory reason) {
        uint256 movedBefore = movedUsd6();
        try this.callAct() {} catch (bytes memory data) {
            reason = data;
        }
        moved = movedUsd6() - movedBefore;
    }

    function _mayActUnder(Status status) private view returns (bool) {
        return status != Status.Unknown && mayActOn(status);
    }

    function _waitSec(Parameters memory values) private view returns (uint256) {
        uint256 waitSec = leastWaitSec(values);
        return waitSec == 0 ? 1 : waitSec;
    }

    function _tradeUsd6(Parameters memory values) private pure returns (uint256) {
        return uint256(values.maxTradeUsd) * 1e6;
    }

    function _nameOf(Status status) private pure returns (string memory) {
        return ["Unknown", "Active", "Stale", "Halted", "Fallback"][uint256(status)];
    }

    function _advise(Status status) private view returns (string memory) {
        if (status == Status.Unknown) {
            return "parameters does not revert for an unknown market: refuse Status.Unknown, zeros are no limits";
        }
        if (mayActOn(status))
            return "use the vector that came with this answer, which is the fallback, not one that was kept";
        if (status == Status.Halted) return "refuse Status.Halted, whatever the age; or override mayActOn and say why";
        return "your mayActOn says that it stands still: compare the status, a fallback is not a fresh value";
    }
}
