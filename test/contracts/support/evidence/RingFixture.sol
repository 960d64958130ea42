// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {VaultFixture, World} from "../VaultFixture.sol";
import {IVaultTestPool} from "../VaultPoolActor.sol";
import {PoolMemoryCaller} from "./PoolMemoryCaller.sol";
import {RingHost} from "./RingHost.sol";

/// A real pool that is traded (`pool`), and one whose history is told (`host`).
abstract contract RingFixture is VaultFixture {
    uint24 internal constant HOST_FEE_PIPS = 500;
    /// A multiple of the spacings of all pools here.
    int24 private constant WIDTH_TICKS = 600;

    struct Position {
        int24 lower;
        uint128 liquidity;
    }

    RingHost internal host;
    PoolMemoryCaller internal caller;
    Position[] private positions;

    function setUp() public virtual {
        _setUpWorld(World(true, 6, 18, 3000, 10_000_000));
        host = _installHost();
        caller = PoolMemoryCaller(deploy("PoolMemoryCaller.sol:PoolMemoryCaller", ""));
    }

    /// The host's code in the place of a pool's, whose own moves aside: it answers only to who has its address.
    function _installHost() internal returns (RingHost) {
        address place = factory.createPool(address(quote), address(risky), HOST_FEE_PIPS);
        address aside = address(uint160(uint256(keccak256(abi.encode("engine of", place)))));
        vm.etch(aside, place.code);
        vm.etch(place, deploy("RingHost.sol:RingHost", abi.encode(aside)).code);
        return RingHost(place);
    }

    /// Seven times before `endAt`, as they are read, by another way than the contract's.
    function _timesBefore(uint256 endAt) internal pure returns (uint256[] memory times) {
        uint16[7] memory agesSec = [1800, 1200, 600, 360, 240, 120, 0];
        times = new uint256[](7);
        for (uint256 i = 0; i < 7; i++) times[i] = endAt - agesSec[i];
    }

    /// What the pool itself says of the times.
    function _observe(
        IVaultTestPool pool_,
        uint256[] memory times
    ) internal view returns (int56[] memory tick, uint160[] memory secondsPerLiquidityX128) {
        uint32[] memory agesSec = new uint32[](times.length);
        // Times of tests, before now: an age has fewer than 32 bits.
        for (uint256 i = 0; i < times.length; i++) agesSec[i] = uint32(nowAt - times[i]);
        return pool_.observe(agesSec);
    }

    /// A step of a random life: a trade, liquidity in or near the range, or room for one more entry.
    function _actAtRandom(uint256 random) internal {
        (uint160 rootX96, int24 tick, , , uint16 cardinalityNext, , ) = pool.slot0();
        uint256 kind = random % 8;
        // Around the price, or next to it.
        int24 lower = (tick / WIDTH_TICKS - int24(int256((random >> 16) % 3)) + 1) * WIDTH_TICKS;
        uint128 liquidity = uint128(1 + ((random >> 64) % 1e20));
        if (kind < 4) actor.moveTo(pool, uint160((uint256(rootX96) * (990_000 + ((random >> 32) % 20_001))) / 1e6));
        else if (kind < 6) actor.mint(pool, lower, lower + WIDTH_TICKS, liquidity);
        else if (kind == 6) _burnLast();
        else pool.increaseObservationCardinalityNext(cardinalityNext + 1);
        if (kind == 4 || kind == 5) positions.push(Position(lower, liquidity));
    }

    function _burnLast() private {
        if (positions.length == 0) return;
        Position memory last = positions[positions.length - 1];
        positions.pop();
        actor.burn(pool, last.lower, last.lower + WIDTH_TICKS, last.liquidity);
    }
}
