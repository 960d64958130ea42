// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILiquidityVenue} from "../../../../contracts/interfaces/venues/ILiquidityVenue.sol";
import {VaultFixture, World} from "../../support/VaultFixture.sol";

/// The adapter on the real pool; this contract is its vault.
contract UniswapV3LiquidityTest is VaultFixture {
    ILiquidityVenue private venue;

    function setUp() external {
        _setUp(true);
    }

    function _setUp(bool riskyIsToken0) private {
        _setUpWorld(World(riskyIsToken0, 6, 18, 3000, 200_000_000));
        venue = ILiquidityVenue(deploy("UniswapV3Liquidity.sol:UniswapV3Liquidity", abi.encode(pool, quote, risky)));
        venue.bind();
    }

    function _provide(uint256 dollars) private returns (uint256 costQuote) {
        (, int24 tick, , , , , ) = pool.slot0();
        (int24 lower, int24 upper) = venue.rangeAround(tick, 953);
        quote.mint(address(venue), _usd(dollars));
        (, costQuote) = venue.provide(lower, upper, _usd(dollars), CAP_PIPS);
    }

    function testFuzz_behavior_itTellsWhatThePoolPays(uint256 moveSeed, uint256 partSeed, bool riskyIsToken0) external {
        _setUp(riskyIsToken0);
        _provide(500_000);
        for (uint256 i = 0; i < 3; ++i) _movePrice(bound(moveSeed >> (i * 32), 850_000, 1_170_000));
        (uint256 q, uint256 r, uint256 feesQ, uint256 feesR) = venue.heldAt(_spot());
        uint256 part = bound(partSeed, 1, 1e18);
        (uint256 outQ, uint256 outR, uint256 paidQ, uint256 paidR) = venue.takeOut(part, 1e18);
        assertEq(paidQ, feesQ, "fees in quote");
        assertEq(paidR, feesR, "fees in risky");
        assertTrue(outQ <= (q * part) / 1e18 + 2 && outR <= (r * part) / 1e18 + 2e6, "no more than its part");
        assertTrue(outQ + 3 >= (q * part) / 1e18 && outR + 2e6 >= (r * part) / 1e18, "and no less");
    }

    /// A price that is pushed in one block: the position told at the price of before is what it was.
    function testFuzz_P157_aPushedPriceDoesNotMoveWhatIsTold(uint256 pushSeed) external {
        _provide(500_000);
        uint160 before = _spot();
        (uint256 q, uint256 r, , ) = venue.heldAt(before);
        _movePrice(bound(pushSeed, 500_000, 2_000_000));
        (uint256 pushedQ, uint256 pushedR, , ) = venue.heldAt(before);
        assertEq(pushedQ, q, "quote");
        assertEq(pushedR, r, "risky");
    }

    function test_behavior_aProvisionCostsTheSwapOfHalf() external {
        uint256 costQuote = _provide(500_000);
        (uint256 q, uint256 r, , ) = venue.heldAt(_spot());
        assertLe(_usd(485_000), q + _valueAtSpot(r), "nearly all is provided: the swap's impact leaves over a little");
        // About half is swapped: 0.3 % of it and the impact.
        assertTrue(costQuote > _usd(700) && costQuote < _usd(8000), "cost");
        assertEq(quote.balanceOf(address(venue)) + risky.balanceOf(address(venue)), 0, "nothing stays in the adapter");
    }

    function test_error_onlyTheVaultAndThePoolMayCall() external {
        vm.startPrank(bob);
        vm.expectRevert(abi.encodeWithSignature("NotTheVault(address)", bob));
        venue.provide(-60, 60, 1, 1);
        vm.expectRevert(abi.encodeWithSignature("NotTheVault(address)", bob));
        venue.takeOut(1, 1);
        vm.expectRevert(abi.encodeWithSignature("NotTheVault(address)", bob));
        venue.count(1);
        vm.stopPrank();
        vm.prank(address(pool));
        (bool isPaid, ) = address(venue).call(
            abi.encodeWithSignature("uniswapV3MintCallback(uint256,uint256,bytes)", 1, 0, "")
        );
        assertTrue(!isPaid, "no payment is due");
    }

    function test_error_aRangeInUse() external {
        _provide(500_000);
        (int24 lower, int24 upper, ) = venue.range();
        vm.expectRevert(abi.encodeWithSignature("RangeInUse(int24,int24)", lower, upper));
        venue.provide(lower - 60, upper, 1, CAP_PIPS);
    }

    function test_error_aSwapBeyondTheCap() external {
        // The pool has next to nothing at its price: the swap would stop at the cap, and fills too little for a fair one.
        quote.mint(address(venue), _usd(2_000_000_000));
        (, int24 tick, , , , , ) = pool.slot0();
        (int24 lower, int24 upper) = venue.rangeAround(tick, 953);
        (, uint256 costQuote) = venue.provide(lower, upper, _usd(2_000_000_000), CAP_PIPS);
        assertLe(costQuote, _usd(2_000_000_000) / 100, "it stops at the cap, and provides what that gives");
        assertLe(_usd(1_500_000_000), quote.balanceOf(address(this)), "the rest comes back");
    }
}
