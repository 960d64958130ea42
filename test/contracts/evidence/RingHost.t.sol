// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RingFixture} from "../support/evidence/RingFixture.sol";
import {RingStart, RingStep} from "../support/evidence/RingHost.sol";
import {IVaultTestPool} from "../support/VaultPoolActor.sol";

/// The pool whose history is told remembers what a pool remembers that was traded.
contract RingHostTest is RingFixture {
    uint256 private constant STEPS = 60;

    IVaultTestPool private told;

    function setUp() public override {
        super.setUp();
        told = IVaultTestPool(address(host));
    }

    function testFuzz_default_aToldPoolRemembersWhatATradedOneDoes(uint256 seed) external {
        _openAnotherPool(1 + (seed % 20));
        for (uint256 i = 0; i < STEPS; i++) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            // Often in the same second, sometimes after an hour.
            uint256[6] memory pauses = [uint256(0), 1, 12, 12, 100, 3_600];
            _skip(pauses[(random >> 128) % 6]);
            _actAtRandom(random);
            _tell();
        }
        _assertSameMemory();
        _skip(seed % 200);
        _assertSameAnswers(seed);
    }

    /// A pool of its own with little room in its ring: the ring comes round, and grows meanwhile.
    function _openAnotherPool(uint256 cardinality) private {
        pool = IVaultTestPool(factory.createPool(address(quote), address(risky), 10_000));
        pool.initialize(_rootOfPrice(world.priceQuote));
        host.begin(RingStart(uint32(nowAt), _tick(), 0, 1, 0, 0));
        actor.mint(pool, -887_200, 887_200, 1e15);
        _tell();
        pool.increaseObservationCardinalityNext(uint16(cardinality));
        _tell();
    }

    function _tick() private view returns (int24 tick) {
        (, tick, , , , , ) = pool.slot0();
    }

    function _tell() private {
        (, int24 tick, , , uint16 cardinalityNext, , ) = pool.slot0();
        RingStep[] memory steps = new RingStep[](1);
        steps[0] = RingStep(uint32(nowAt), tick, pool.liquidity(), cardinalityNext);
        host.run(steps);
    }

    function _assertSameMemory() private view {
        (, int24 tick, uint16 index, uint16 cardinality, uint16 cardinalityNext, , ) = pool.slot0();
        (, int24 ownTick, uint16 ownIndex, uint16 ownCardinality, uint16 ownNext, , ) = told.slot0();
        assertEq(abi.encode(ownTick, ownIndex), abi.encode(tick, index), "tick and index");
        assertEq(abi.encode(ownCardinality, ownNext), abi.encode(cardinality, cardinalityNext), "cardinality");
        assertEq(told.liquidity(), pool.liquidity(), "liquidity");
        for (uint256 i = 0; i < cardinalityNext; i++) assertEq(_entry(told, i), _entry(pool, i), "entry");
    }

    function _entry(IVaultTestPool of_, uint256 index) private view returns (bytes memory) {
        (uint32 writtenAt, int56 tickSum, uint160 secondsPerLiquidityX128, bool isWritten) = of_.observations(index);
        return abi.encode(writtenAt, tickSum, secondsPerLiquidityX128, isWritten);
    }

    function _assertSameAnswers(uint256 seed) private view {
        uint256[] memory times = new uint256[](1);
        for (uint256 i = 0; i < 10; i++) {
            times[0] = nowAt - (uint256(keccak256(abi.encode(seed, "ask", i))) % 20_000);
            (bool isAnswered, bytes memory answer) = _ask(pool, times[0]);
            (bool isOwnAnswered, bytes memory own) = _ask(told, times[0]);
            assertTrue(isAnswered == isOwnAnswered, "both answer or none");
            assertEq(own, answer, "observe");
        }
    }

    function _ask(IVaultTestPool of_, uint256 timeAt) private view returns (bool, bytes memory) {
        uint32[] memory agesSec = new uint32[](1);
        agesSec[0] = uint32(nowAt - timeAt);
        return address(of_).staticcall(abi.encodeCall(of_.observe, (agesSec)));
    }
}
