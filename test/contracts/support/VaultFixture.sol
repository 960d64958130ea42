// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRebalancingVault, Mode, VaultSettings} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {MockRiskParameters} from "../../../contracts/testing/MockRiskParameters.sol";
import {PoolPrice} from "../../../contracts/vault/PoolPrice.sol";
import {MockToken} from "./MockToken.sol";
import {Test} from "./Test.sol";
import {VaultArtifacts} from "./VaultArtifacts.sol";
import {IVaultTestFactory, IVaultTestPool, VaultPoolActor} from "./VaultPoolActor.sol";

/// What a test world is made of.
struct World {
    bool riskyIsToken0;
    uint8 quoteDecimals;
    uint8 riskyDecimals;
    uint256 priceQuote; // whole dollars for one whole risky token
    uint256 depthQuote; // whole dollars of virtual quote reserve, full range
}

/// A real Uniswap v3 pool with full-range liquidity, settable parameters, and a vault on top.
/// Default world: dollars with 6 decimals, a token of $3,000 with 18, ten million dollars deep, fee 0.3 %.
abstract contract VaultFixture is Test {
    bytes32 internal constant MARKET = "ETH-USD";
    uint24 internal constant FEE_PIPS = 3000; // 0.3 %
    uint32 internal constant EPOCH_SEC = 3600;
    uint32 internal constant CAP_PIPS = 10_000; // 1 %
    uint32 internal constant WINDOW_SEC = 1800;
    uint32 internal constant DEVIATION_PIPS = 20_000; // 2 %
    uint256 internal constant START_AT = 1_800_000_000;
    int24 internal constant FULL_RANGE_TICK = 887_220;

    IVaultTestFactory internal factory;
    IVaultTestPool internal pool;
    VaultPoolActor internal actor;
    MockToken internal quote;
    MockToken internal risky;
    MockRiskParameters internal riskParameters;
    IRebalancingVault internal vault;
    World internal world;
    /// The clock is kept here: the compiler takes block.timestamp for constant within a function.
    uint256 internal nowAt;

    address internal alice = address(0xA11CE);
    address internal bob = address(0xB0B);

    /// World, vault (constant mix, half and half) and parameters that let it trade at once.
    function _setUpDefault() internal {
        _setUpWorld(World(true, 6, 18, 3000, 10_000_000));
        vault = _newVault(_settings());
        _setParameters(_parameters(), Status.Active);
    }

    /// The same settings for CPPI.
    function _cppiSettings(uint32 floorPips) internal view returns (VaultSettings memory settings) {
        settings = _settings();
        (settings.mode, settings.weightPips, settings.floorPips) = (Mode.Cppi, 800_000, floorPips);
    }

    function _setUpWorld(World memory world_) internal {
        world = world_;
        _warp(START_AT);
        if (address(factory) == address(0)) factory = IVaultTestFactory(VaultArtifacts.deployUniswapFactory());
        riskParameters = new MockRiskParameters();
        actor = VaultPoolActor(deploy("VaultPoolActor.sol:VaultPoolActor", ""));
        _newTokens();
        pool = IVaultTestPool(factory.createPool(address(quote), address(risky), FEE_PIPS));
        pool.initialize(_rootOfPrice(world.priceQuote));
        pool.increaseObservationCardinalityNext(300);
        actor.mint(pool, -FULL_RANGE_TICK, FULL_RANGE_TICK, _liquidityOfDepth(world.depthQuote));
        _skip(1 days);
    }

    function _newTokens() private {
        quote = _newToken("USD", world.quoteDecimals);
        risky = _newToken("RISKY", world.riskyDecimals);
        while ((address(risky) < address(quote)) != world.riskyIsToken0) {
            risky = _newToken("RISKY", world.riskyDecimals);
        }
        quote.mint(address(actor), type(uint128).max);
        risky.mint(address(actor), type(uint128).max);
    }

    function _newToken(string memory symbol, uint8 decimals) internal returns (MockToken) {
        return MockToken(deploy("MockToken.sol:MockToken", abi.encode(symbol, decimals)));
    }

    function _newVault(VaultSettings memory settings) internal returns (IRebalancingVault) {
        bytes memory arguments = abi.encode("Gimbal vault", "gVLT", settings);
        return IRebalancingVault(deploy("RebalancingVault.sol:RebalancingVault", arguments));
    }

    function _settings() internal view returns (VaultSettings memory) {
        return
            VaultSettings({
                riskParameters: riskParameters,
                marketId: MARKET,
                factory: factory,
                quoteToken: address(quote),
                riskyToken: address(risky),
                poolFeePips: FEE_PIPS,
                mode: Mode.ConstantMix,
                weightPips: 500_000,
                floorPips: 0,
                epochSec: EPOCH_SEC,
                slippageCapPips: CAP_PIPS,
                twapWindowSec: WINDOW_SEC,
                maxDeviationPips: DEVIATION_PIPS
            });
    }

    /// Half of the drift an epoch, a band of 2 %, at most $50,000, an interval of an hour, multiplier 4; back to the
    /// target, however small the trade.
    function _parameters() internal pure returns (Parameters memory) {
        return
            Parameters({
                aggressivenessPips: 500_000,
                bandPips: 20_000,
                maxTradeUsd: 50_000,
                intervalSec: 3600,
                cppiMultiplierE3: 4000,
                guardPips: 0,
                lotPips: 0,
                returnPips: 0
            });
    }

    function _setParameters(Parameters memory values, Status status) internal {
        riskParameters.set(MARKET, values, status, status == Status.Active ? 0 : 1 days);
    }

    function _warp(uint256 timeAt) internal {
        nowAt = timeAt;
        vm.warp(timeAt);
    }

    function _skip(uint256 sec) internal {
        _warp(nowAt + sec);
    }

    /// No limit from the parameters: the whole excess at once.
    function _boldParameters() internal pure returns (Parameters memory values) {
        values = _parameters();
        (values.maxTradeUsd, values.aggressivenessPips) = (type(uint40).max, 1_000_000);
    }

    /// Whole dollars in quote's smallest unit.
    function _usd(uint256 dollars) internal view returns (uint256) {
        return dollars * 10 ** world.quoteDecimals;
    }

    function _deposit(address owner, uint256 assets) internal returns (uint256 shares) {
        quote.mint(owner, assets);
        vm.startPrank(owner);
        quote.approve(address(vault), assets);
        shares = vault.deposit(assets, owner);
        vm.stopPrank();
    }

    function _spot() internal view returns (uint160 sqrtPriceX96) {
        (sqrtPriceX96, , , , , , ) = pool.slot0();
    }

    /// Value of a risky amount at the spot price, rounded down.
    function _valueAtSpot(uint256 riskyAmount) internal view returns (uint256) {
        return PoolPrice.quoteValueDown(riskyAmount, _spot(), world.riskyIsToken0);
    }

    /// What the vault holds at the spot price, rounded down.
    function _navAtSpot() internal view returns (uint256) {
        return quote.balanceOf(address(vault)) + _valueAtSpot(risky.balanceOf(address(vault)));
    }

    /// Moves the dollar price of the risky token by a factor in pips, and lets a whole window pass.
    function _movePriceAndSettle(uint256 factorPips) internal {
        _movePrice(factorPips);
        _skip(WINDOW_SEC);
    }

    /// Moves the dollar price of the risky token by a factor in pips.
    function _movePrice(uint256 factorPips) internal {
        uint256 rootE6 = Math.sqrt(factorPips * 1e6);
        uint256 spot = _spot();
        actor.moveTo(pool, uint160(world.riskyIsToken0 ? (spot * rootE6) / 1e6 : (spot * 1e6) / rootE6));
    }

    /// Buys at the start what the target asks for, so that a test begins inside the band: gives the vault risky tokens
    /// and takes their worth in quote.
    function _fillToWeight(uint256 weightPips) internal {
        uint256 quoteBalance = quote.balanceOf(address(vault));
        uint256 value = (quoteBalance * weightPips) / 1e6;
        vm.prank(address(vault));
        quote.transfer(address(actor), value);
        risky.mint(address(vault), (value * 10 ** world.riskyDecimals) / _usd(world.priceQuote));
    }

    function _expectRefused(Reason reason) internal {
        assertEq(uint256(vault.previewRebalance().reason), uint256(reason), "preview's reason");
        vm.expectRevert(abi.encodeWithSignature("RebalanceRefused(uint8)", reason));
        vault.rebalance();
    }

    /// Root of the pool's price for a dollar price, by another way than the vault's.
    function _rootOfPrice(uint256 dollars) internal view returns (uint160) {
        uint256 quoteUnits = _usd(dollars);
        uint256 riskyUnits = 10 ** world.riskyDecimals;
        (uint256 above, uint256 below) = world.riskyIsToken0 ? (quoteUnits, riskyUnits) : (riskyUnits, quoteUnits);
        // Coarse and fine tokens together take the ratio beyond 2^64.
        if (above / below >= 1 << 64) return uint160(Math.sqrt(Math.mulDiv(above, 1 << 128, below)) << 32);
        return uint160(Math.sqrt(Math.mulDiv(above, 1 << 192, below)));
    }

    function _liquidityOfDepth(uint256 dollars) internal view returns (uint128) {
        uint256 root = _rootOfPrice(world.priceQuote);
        return
            uint128(
                world.riskyIsToken0
                    ? Math.mulDiv(_usd(dollars), 1 << 96, root)
                    : Math.mulDiv(_usd(dollars), root, 1 << 96)
            );
    }
}
