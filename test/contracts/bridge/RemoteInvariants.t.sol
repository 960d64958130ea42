// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRemoteParameters, RemoteConfig, RemoteState} from "../../../contracts/interfaces/bridge/IRemoteParameters.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Bounds, BoundsLib} from "../../../contracts/libraries/BoundsLib.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {RemoteFixture} from "../support/bridge/RemoteFixture.sol";
import {Test} from "../support/Test.sol";

/// Everything that can happen to a market of another chain, in any order, with messengers that have been taken over,
/// and a record of what a message must never do to what is read. A violation is recorded, not asserted: the runner
/// forgets calls that revert. In the file of the invariants, since the runner knows only the contracts of that file.
contract RemoteHandler is RemoteFixture {
    uint256 private constant FIELD_COUNT = 8;

    uint256 public accepted;
    uint256 public refused;
    uint256 public held;
    uint256 public tightenedWithinAnEpoch;

    // By field, how far messages have moved what is read in this epoch, but for tightening whose step is lifted.
    uint256[8] private movedInEpoch;
    uint256 private epoch;
    uint256 private epochSec = EPOCH_SEC;
    // By field, what was loosened and has not been given back yet, in units of 1 / window: as for the home market.
    uint256[8] private bucket;
    uint256 private bucketAt;

    bool public movedBeyondStep;
    bool public exceededBudget;
    bool public timeDidNotRise;
    bool public heldElsewhere;
    bool public strangerCounted;
    bool public refusalLeftTrace;

    constructor() {
        setUp();
    }

    /// A messenger that has been taken over says what it likes, about any time near this one.
    function lie(uint256 vector, uint256 madeAt, uint256 kind) external {
        submit(vector, bound(madeAt, nowAt - 2 * EPOCH_SEC, nowAt + 1), kind % 4 == 0 ? kind % 8 : 1, kind);
    }

    /// The loosest vector there is, every second of a stretch of time, by either messenger.
    function flood(uint256 count, uint256 kind) external {
        for (uint256 i = 0; i <= count % 12; i++) {
            submit(
                packVector(buildVector(U32, 0, U40, 0, U16, 0, U32, 0)) & ((1 << 190) - 1),
                nowAt,
                1,
                (kind % 2) + i
            );
            advance(1);
        }
    }

    /// Loosens with one message and holds with the next, over and over.
    function flicker(uint256 count, uint256 kind) external {
        for (uint256 i = 0; i <= count % 6; i++) {
            submit(packVector(buildCalm()), nowAt, 1, kind);
            advance(1);
            submit(0, nowAt, 2 + (kind % 3), kind);
            advance(kind % 2 == 0 ? 1 : EPOCH_SEC);
        }
    }

    function tellCalm() external {
        submit(packVector(buildCalm()), nowAt, 1, 0);
    }

    function tellShock() external {
        advance(60);
        submit(packVector(buildShock()), nowAt, 1, 1);
    }

    /// Messages that were held back, of an epoch each, all at once.
    function releaseBacklog(uint256 vector) external {
        for (uint256 i = 0; i <= 3; i++) submit(vector, nowAt - (3 - i) * EPOCH_SEC, 1, i);
    }

    function sayAnything(bytes calldata payload) external {
        attempt(AXELAR, HOME_CHAIN, HOME_SENDER, payload);
    }

    /// The right words from the wrong mouth.
    function lieAsAStranger(uint256 kind) external {
        bytes memory payload = buildPayload(buildCalm(), nowAt);
        uint256 before = accepted;
        if (kind % 3 == 0) attempt(address(0xbad), HOME_CHAIN, HOME_SENDER, payload);
        else if (kind % 3 == 1) attempt(AXELAR, HOME_CHAIN + 1, HOME_SENDER, payload);
        else attempt(AXELAR, HOME_CHAIN, address(0xbad), payload);
        if (accepted != before) strangerCounted = true;
    }

    function wait(uint256 elapsedSec, uint256 kind) external {
        if (kind % 16 == 0) advance(bound(elapsedSec, 0, 60 days));
        else if (kind % 2 == 0) advance(bound(elapsedSec, 0, EPOCH_SEC / 2));
        else advance(EPOCH_SEC);
    }

    function stop(bool halts) external {
        vm.prank(GUARDIAN);
        if (halts) remote.halt(MARKET);
        else remote.useFallback(MARKET);
    }

    function resume() external {
        vm.prank(GOVERNOR);
        remote.resume(MARKET);
    }

    /// Governance moves the band; the fallback is always inside.
    function moveBand(uint256 field, uint256 min, uint256 max) external {
        field %= FIELD_COUNT;
        RemoteConfig memory config = remote.marketConfig(MARKET);
        Bounds memory widest = buildBounds();
        uint256 inside = BoundsLib.lane(buildFallback(), field);
        BoundsLib.setLane(config.bounds.min, field, bound(min, BoundsLib.lane(widest.min, field), inside));
        BoundsLib.setLane(config.bounds.max, field, bound(max, inside, BoundsLib.lane(widest.max, field)));
        setRemote(config);
    }

    function setTimes(uint256 newEpochSec, uint256 maxAgeSec) external {
        RemoteConfig memory config = remote.marketConfig(MARKET);
        epochSec = bound(newEpochSec, 60, 3 * EPOCH_SEC);
        config.epochSec = uint32(epochSec);
        config.maxAgeSec = uint32(bound(maxAgeSec, 3 * EPOCH_SEC, 31_557_600));
        config.messageAgeSec = 3 * EPOCH_SEC;
        setRemote(config);
        delete movedInEpoch;
    }

    function marketId() external pure returns (bytes32) {
        return MARKET;
    }

    function target() external view returns (address) {
        return address(remote);
    }

    function currentTime() external view returns (uint256) {
        return nowAt;
    }

    function submit(uint256 vector, uint256 madeAt, uint256 status, uint256 kind) private {
        uint256 word = (vector & ((1 << 190) - 1)) | (madeAt << 190) | (status << 228);
        attempt(
            kind % 2 == 0 ? AXELAR : HYPERLANE,
            HOME_CHAIN,
            HOME_SENDER,
            abi.encode(MARKET, word, address(uint160(vector)))
        );
    }

    function attempt(address messenger, uint64 chainId, address sender, bytes memory payload) private {
        RemoteState memory before = remote.marketState(MARKET);
        Parameters memory read = readRemote();
        vm.prank(messenger);
        try remote.receiveMessage(chainId, sender, payload) {
            recordMessage(before, read);
        } catch {
            refused++;
            bool isSame = keccak256(abi.encode(before)) == keccak256(abi.encode(remote.marketState(MARKET)));
            if (!isSame) refusalLeftTrace = true;
        }
    }

    /// Compares what is read before and after one message that was taken.
    function recordMessage(RemoteState memory before, Parameters memory read) private {
        accepted++;
        RemoteState memory afterwards = remote.marketState(MARKET);
        if (afterwards.madeAt <= before.madeAt || afterwards.madeAt > nowAt) timeDidNotRise = true;
        Parameters memory next = readRemote();
        if (afterwards.homeStatus != Status.Active) {
            held++;
            if (keccak256(abi.encode(next)) != keccak256(abi.encode(buildFallback()))) heldElsewhere = true;
            return;
        }
        if (nowAt / epochSec != epoch) {
            epoch = nowAt / epochSec;
            delete movedInEpoch;
        }
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            recordField(field, BoundsLib.lane(read, field), BoundsLib.lane(next, field));
        }
        bucketAt = nowAt;
    }

    function recordField(uint256 field, uint256 from, uint256 to) private {
        Bounds memory bounds = buildBounds();
        bool isUp = to > from;
        uint256 moved = isUp ? to - from : from - to;
        uint256 step = BoundsLib.lane(isUp ? bounds.stepUp : bounds.stepDown, field);
        // Loosening is up for every other field, from the first.
        bool isLoosened = moved != 0 && isUp == (field % 2 == 0);
        if (isLoosened || step != BoundsLib.typeMax(field)) {
            movedInEpoch[field] += moved;
            if (movedInEpoch[field] > step) movedBeyondStep = true;
        } else if (moved != 0) {
            tightenedWithinAnEpoch++;
        }
        uint256 budget = BoundsLib.lane(bounds.budget, field);
        uint256 drained = budget * (nowAt - bucketAt);
        bucket[field] = bucket[field] > drained ? bucket[field] - drained : 0;
        if (isLoosened) bucket[field] += moved * bounds.budgetWindowSec;
        if (bucket[field] > budget * bounds.budgetWindowSec) exceededBudget = true;
    }
}

/// What holds of a market of another chain whatever its bridges say, in whatever order.
contract RemoteInvariants is Test {
    /// What the runner asks for: the functions of the handler that it may call.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    uint256 private constant EPOCH_SEC = 3_600;

    RemoteHandler private handler;
    IRemoteParameters private remote;
    bytes32 private marketId;

    function setUp() external {
        handler = new RemoteHandler();
        remote = IRemoteParameters(handler.target());
        marketId = handler.marketId();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// Messages and waiting more often than the rest.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[15] memory selectors = [
            handler.lie.selector,
            handler.lie.selector,
            handler.flood.selector,
            handler.flicker.selector,
            handler.tellCalm.selector,
            handler.tellCalm.selector,
            handler.tellShock.selector,
            handler.releaseBacklog.selector,
            handler.sayAnything.selector,
            handler.lieAsAStranger.selector,
            handler.wait.selector,
            handler.stop.selector,
            handler.resume.selector,
            handler.moveBand.selector,
            handler.setTimes.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        targets[0].selectors = new bytes4[](selectors.length);
        for (uint256 i = 0; i < selectors.length; i++) targets[0].selectors[i] = selectors[i];
    }

    /// In an epoch of this chain's clock all messages together move a field by at most its step, and only tightening
    /// whose step is lifted by more; loosening keeps to the budget; a message that says that home is not Active puts
    /// the market on its own fallback and nowhere else.
    function invariant_P198_aStepAnEpochWhateverABridgeSays() external view {
        assertTrue(!handler.movedBeyondStep(), "moved beyond the step");
        assertTrue(!handler.exceededBudget(), "budget exceeded");
        assertTrue(!handler.heldElsewhere(), "held elsewhere than on the fallback");
    }

    function invariant_P200_timeRisesAndStrangersAreRefused() external view {
        assertTrue(!handler.timeDidNotRise(), "a message counted twice, late or early");
        assertTrue(!handler.strangerCounted(), "a stranger counted");
        assertTrue(!handler.refusalLeftTrace(), "a refused message changed something");
    }

    /// What is read lies within the bounds, and so does what is stored; the reader never reverts and never calls an
    /// expired or unconfirmed vector Active.
    function invariant_P199_readerAnswersTruly() external view {
        (Parameters memory values, Status status, uint40 ageSec) = remote.parameters{gas: 100_000}(marketId);
        RemoteConfig memory config = remote.marketConfig(marketId);
        RemoteState memory state = remote.marketState(marketId);
        bool isTold = state.madeAt != 0;
        assertEq(ageSec, isTold ? handler.currentTime() - state.madeAt : type(uint40).max, "age");

        Status expected = Status.Active;
        if (state.isHalted) expected = Status.Halted;
        else if (state.isOnFallback || state.isAwaitingEvidence) expected = Status.Fallback;
        else if (ageSec > config.maxAgeSec) expected = Status.Stale;
        assertEq(uint256(status), uint256(expected), "status");
        assertTrue(isTold || state.isAwaitingEvidence, "without a message one is awaited");
        bool isActive = status == Status.Active;
        assertTrue(!isActive || state.homeStatus == Status.Active, "active only where home is");
        assertEq(abi.encode(values), abi.encode(isActive ? state.values : config.fallbackVector), "values");
        for (uint256 field = 0; field < 8; field++) {
            uint256 min = BoundsLib.lane(config.bounds.min, field);
            uint256 max = BoundsLib.lane(config.bounds.max, field);
            assertLe(min, BoundsLib.lane(values, field), "read below its min");
            assertLe(BoundsLib.lane(values, field), max, "read above its max");
            assertLe(min, BoundsLib.lane(state.values, field), "value below its min");
            assertLe(BoundsLib.lane(state.values, field), max, "value above its max");
        }
    }

    /// The handler does what it is there for: lies get through, and no further than that.
    function test_default() external {
        handler.tellCalm();
        assertEq(handler.accepted(), 1, "told");
        handler.tellShock();
        assertTrue(handler.tightenedWithinAnEpoch() != 0, "answered in the same epoch");
        handler.flood(11, 0);
        assertEq(handler.accepted(), 13, "a flood is taken, but for its first, which is no newer");
        handler.lie(0, handler.currentTime(), 1);
        assertEq(handler.accepted(), 14, "a lie too");
        handler.lie(0, handler.currentTime(), 1);
        handler.sayAnything("garbage");
        for (uint256 kind = 0; kind < 3; kind++) handler.lieAsAStranger(kind);
        assertEq(handler.refused(), 6, "doubled, garbage, strangers");
        handler.wait(0, 1);
        handler.flicker(1, 1);
        assertEq(handler.held(), 2, "held");
        handler.stop(true);
        handler.tellCalm();
        assertEq(handler.refused(), 7, "halted");
        handler.resume();
        handler.setTimes(600, 0);
        handler.moveBand(0, 0, 0);
        handler.wait(2 * EPOCH_SEC, 16);
        handler.releaseBacklog(0);
        assertTrue(handler.accepted() > 19, "a backlog");
    }
}
