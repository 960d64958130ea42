// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IUniswapV3Pool} from "../../../contracts/interfaces/IUniswapV3Pool.sol";
import {PoolPrice} from "../../../contracts/vault/PoolPrice.sol";
import {VaultFixture, World} from "../support/VaultFixture.sol";
import {IVaultTestPool} from "../support/VaultPoolActor.sol";

/// The library behind an external call, so that a revert can be expected.
contract PoolPriceCaller {
    function sqrtPriceX96AtTick(int256 tick) external pure returns (uint160) {
        return PoolPrice.sqrtPriceX96AtTick(tick);
    }

    function read(IUniswapV3Pool pool, uint32 windowSec) external view returns (bool, uint160, uint160) {
        return PoolPrice.read(pool, windowSec);
    }
}

contract PoolPriceTest is VaultFixture {
    int256 private constant MAX_TICK = 887_272;
    /// The limits that the pool publishes for its roots.
    uint256 private constant POOL_MIN_ROOT = 4_295_128_739;
    uint256 private constant POOL_MAX_ROOT = 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342;

    PoolPriceCaller private caller;

    function setUp() external {
        _setUpWorld(World(true, 6, 18, 3000, 10_000_000));
        caller = new PoolPriceCaller();
    }

    // A tick's root

    function test_default_tickZeroIsOne() external pure {
        assertEq(PoolPrice.sqrtPriceX96AtTick(0), 1 << 96, "root of tick 0");
    }

    function test_default_theEndsAreThePoolsOwn() external pure {
        _assertClose(PoolPrice.sqrtPriceX96AtTick(-MAX_TICK), POOL_MIN_ROOT, 62, 1, "lowest root");
        _assertClose(PoolPrice.sqrtPriceX96AtTick(MAX_TICK), POOL_MAX_ROOT, 62, 1, "highest root");
    }

    /// A pool opened a hair above the root stands at the tick, one opened a hair below it at the tick before.
    function testFuzz_default_aTicksRootAgreesWithThePoolsOwn(uint256 seed) external {
        int256 tick = int256(bound(seed, 0, 2 * uint256(MAX_TICK) - 2)) - MAX_TICK + 1;
        uint256 root = PoolPrice.sqrtPriceX96AtTick(tick);
        uint256 hair = (root >> 62) + 2;
        if (root + hair < POOL_MAX_ROOT) assertEq(_tickOfNewPool(root + hair), uint256(tick), "just above");
        if (root - hair >= POOL_MIN_ROOT) assertEq(_tickOfNewPool(root - hair), uint256(tick - 1), "just below");
    }

    function testFuzz_behavior_rootsMultiplyAsPowersDo(uint256 seedA, uint256 seedB) external pure {
        int256 a = int256(bound(seedA, 0, 200_000)) - 100_000;
        int256 b = int256(bound(seedB, 0, 200_000)) - 100_000;
        uint256 product = (uint256(PoolPrice.sqrtPriceX96AtTick(a)) * PoolPrice.sqrtPriceX96AtTick(b)) >> 96;
        // Each root is rounded down to an integer of at least 89 bits, hence 2^-87 for the three of them.
        _assertClose(PoolPrice.sqrtPriceX96AtTick(a + b), product, 87, 2, "root of a sum");
    }

    function test_behavior_twoTicksAreOneStepOfPrice() external pure {
        // The root of two ticks is 1.0001.
        _assertClose(PoolPrice.sqrtPriceX96AtTick(2), (uint256(1 << 96) * 10_001) / 10_000, 96, 2, "1.0001");
        _assertClose(PoolPrice.sqrtPriceX96AtTick(-2), (uint256(1 << 96) * 10_000) / 10_001, 96, 2, "1 / 1.0001");
    }

    function test_error_beyondThePoolsRange() external {
        vm.expectRevert(abi.encodeWithSignature("TickOutOfRange(int256)", MAX_TICK + 1));
        caller.sqrtPriceX96AtTick(MAX_TICK + 1);
        vm.expectRevert(abi.encodeWithSignature("TickOutOfRange(int256)", -MAX_TICK - 1));
        caller.sqrtPriceX96AtTick(-MAX_TICK - 1);
    }

    // Spot and mean

    function test_default_aQuietPoolsMeanIsItsTick() external view {
        (bool known, uint160 spotX96, uint160 meanX96) = PoolPrice.read(pool, WINDOW_SEC);
        assertTrue(known, "known");
        assertEq(spotX96, _rootOfPrice(3000), "spot");
        assertTrue(meanX96 <= spotX96, "the mean tick is rounded down");
        assertLe(PoolPrice.deviationPips(spotX96, meanX96), 101, "by less than a tick");
    }

    function test_behavior_aPriceOfThisBlockHasNoWeight() external {
        (, , uint160 before) = PoolPrice.read(pool, WINDOW_SEC);
        _movePrice(2_000_000);
        (, uint160 spotX96, uint160 meanX96) = PoolPrice.read(pool, WINDOW_SEC);
        assertEq(meanX96, before, "mean");
        assertTrue(PoolPrice.deviationPips(spotX96, meanX96) > 990_000, "the spot price doubled");
    }

    function test_behavior_aPriceWeighsByItsTime() external {
        (, int24 before, , , , , ) = pool.slot0();
        _movePrice(2_000_000);
        (, int24 moved, , , , , ) = pool.slot0();
        _skip(WINDOW_SEC / 4);
        (, , uint160 meanX96) = PoolPrice.read(pool, WINDOW_SEC);
        int256 sum = int256(before) * 3 + moved;
        int256 tick = sum / 4 - (sum < 0 && sum % 4 != 0 ? int256(1) : int256(0));
        assertEq(meanX96, PoolPrice.sqrtPriceX96AtTick(tick), "a quarter of the window at the new tick");
    }

    function test_behavior_aMeanBelowZeroIsRoundedDown() external {
        // The fixture's ticks are negative: one token0 (18 decimals) is worth 3e9 token1 of 1e18.
        (, int24 before, , , , , ) = pool.slot0();
        assertTrue(before < 0, "negative");
        actor.moveTo(pool, PoolPrice.sqrtPriceX96AtTick(before + 1) + 1e15);
        _skip(1);
        (, , uint160 meanX96) = PoolPrice.read(pool, 60);
        assertEq(meanX96, PoolPrice.sqrtPriceX96AtTick(before), "before + 1/60");
    }

    function test_behavior_aMeanAboveZeroIsRoundedDown() external {
        _setUpWorld(World(false, 6, 18, 3000, 10_000_000));
        (, int24 before, , , , , ) = pool.slot0();
        assertTrue(before > 0, "positive");
        actor.moveTo(pool, PoolPrice.sqrtPriceX96AtTick(before - 1) + 1e22);
        _skip(1);
        (, , uint160 meanX96) = PoolPrice.read(pool, 60);
        assertEq(meanX96, PoolPrice.sqrtPriceX96AtTick(before - 1), "before - 1/60");
    }

    function test_behavior_unknownWhenThePoolDoesNotRemember() external {
        IVaultTestPool young = IVaultTestPool(factory.createPool(address(quote), address(risky), 500));
        (bool known, , ) = caller.read(young, WINDOW_SEC);
        assertTrue(!known, "a pool without a price");
        young.initialize(_rootOfPrice(3000));
        (known, , ) = caller.read(young, WINDOW_SEC);
        assertTrue(!known, "a pool opened just now");
        _skip(WINDOW_SEC);
        (known, , ) = caller.read(young, WINDOW_SEC);
        assertTrue(known, "a pool as old as the window");
    }

    // Deviation

    function test_default_deviation() external pure {
        uint160 root = 1 << 96;
        assertEq(PoolPrice.deviationPips(root, root), 0, "none");
        assertEq(PoolPrice.deviationPips(root, uint160((uint256(root) * 9) / 8)), 265_625, "1.125^2 - 1");
        assertEq(PoolPrice.deviationPips(root, root + 1), 1, "rounded up");
        assertEq(PoolPrice.deviationPips(root, 2 * root - 1), 3_000_000, "just below four times");
        assertEq(PoolPrice.deviationPips(root, 2 * root), 3_000_000, "four times");
        assertEq(PoolPrice.deviationPips(root, type(uint160).max), 3_000_000, "no more is measured");
        assertEq(PoolPrice.deviationPips(0, root), 3_000_000, "no price");
    }

    function testFuzz_behavior_deviationKnowsNoOrder(uint160 a, uint160 b) external pure {
        assertEq(PoolPrice.deviationPips(a, b), PoolPrice.deviationPips(b, a), "both orders");
    }

    // Values

    function testFuzz_default_valueIsTheExactOneRounded(uint64 amount, uint96 root) external pure {
        // Amount x root^2 fits 256 bits here, so the exact value is at hand.
        uint256 exact = uint256(amount) * root * root;
        uint256 down = PoolPrice.quoteValueDown(amount, root, true);
        uint256 up = PoolPrice.quoteValueUp(amount, root, true);
        assertLe(down, exact >> 192, "never above");
        assertLe(exact >> 192, down + 1, "by one at most");
        assertLe(exact, up << 192, "never below");
        assertLe(up, (exact >> 192) + 2, "by two at most");
    }

    function testFuzz_behavior_theOtherOrderIsTheInverse(uint256 amountSeed, uint256 rootSeed) external pure {
        uint256 amount = bound(amountSeed, 1e12, type(uint96).max);
        uint160 root = uint160(bound(rootSeed, 1 << 80, 1 << 112));
        uint256 there = PoolPrice.quoteValueDown(amount, root, true);
        uint256 back = PoolPrice.quoteValueDown(there, root, false);
        assertLe(back, amount, "a round trip gains nothing");
        assertLe(amount, PoolPrice.quoteValueUp(PoolPrice.quoteValueUp(amount, root, true), root, false), "up");
    }

    // Where a swap stops

    function testFuzz_default_theLimitIsTowardsTheSpot(uint160 spot, uint256 capSeed) external pure {
        uint256 cap = bound(capSeed, 1, 500_000);
        uint256 down = PoolPrice.sqrtPriceLimitX96(spot, true, cap);
        uint256 up = PoolPrice.sqrtPriceLimitX96(spot, false, cap);
        assertLe(uint256(spot) * (1e6 - cap), down * 1e6, "not further down than the cap");
        assertLe(up * (1e6 - cap), uint256(spot) * 1e6, "not further up than the cap");
    }

    function test_behavior_theLimitStaysInItsType() external pure {
        assertEq(PoolPrice.sqrtPriceLimitX96(type(uint160).max, false, 500_000), type(uint160).max, "saturates");
    }

    function _tickOfNewPool(uint256 root) private returns (uint256) {
        uint256 state = vm.snapshotState();
        IVaultTestPool fresh = IVaultTestPool(factory.createPool(address(quote), address(risky), 10_000));
        fresh.initialize(uint160(root));
        (, int24 tick, , , , , ) = fresh.slot0();
        vm.revertToState(state);
        return uint256(int256(tick));
    }

    /// |left - right| <= right / 2^bits + units.
    function _assertClose(uint256 left, uint256 right, uint256 bits, uint256 units, string memory what) private pure {
        uint256 off = left > right ? left - right : right - left;
        assertLe(off, (right >> bits) + units, what);
    }
}
