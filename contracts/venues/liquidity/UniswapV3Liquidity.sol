// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IUniswapV3SwapCallback} from "../../interfaces/IUniswapV3SwapCallback.sol";
import {ILiquidityVenue} from "../../interfaces/venues/ILiquidityVenue.sol";
import {TickRoot} from "../../libraries/TickRoot.sol";
import {PoolPrice} from "../../vault/PoolPrice.sol";
import {SwapCost} from "../../vault/SwapCost.sol";
import {Venue} from "../Venue.sol";
import {IUniswapV3PositionPool} from "./IUniswapV3PositionPool.sol";
import {LiquidityMath} from "./LiquidityMath.sol";

/// A position on a Uniswap v3 pool, held by the adapter itself: the pool's own `mint`, `burn` and `collect`.
///
/// The published position manager would stand between the two: it takes an allowance, mints a transferable token, and
/// tells fees only after a transaction. The pool needs none of that, and one contract less is trusted.
contract UniswapV3Liquidity is ILiquidityVenue, Venue, IUniswapV3SwapCallback {
    using SafeERC20 for IERC20;

    /// Liquidity whose amounts tell the ratio of the two tokens.
    uint128 private constant UNIT = 1 << 100;
    /// A swap of less is left for another time: of so small a part, or so little that rounding looks like a cost.
    uint256 private constant LEAST_SWAP_PART = 10_000;
    uint256 private constant LEAST_SWAP_QUOTE = 1000;

    IUniswapV3PositionPool private immutable _pool;
    uint256 private immutable _feePips;
    IERC20 private immutable _quote;
    IERC20 private immutable _risky;
    bool private immutable _riskyIsToken0;

    int24 private _lowerTick;
    int24 private _upperTick;
    bool private _isPaying;

    /// Fees paid since the adapter began, smallest units.
    uint256 private _collectedQuote;
    uint256 private _collectedRisky;
    uint256 private _lvrQuote;
    /// The price of the last count.
    uint160 private _countedX96;

    /// @param pool_ Of the two tokens; the vault checks that it is its own.
    constructor(IUniswapV3PositionPool pool_, IERC20 quote, IERC20 risky) {
        (_pool, _quote, _risky) = (pool_, quote, risky);
        _riskyIsToken0 = address(risky) < address(quote);
        _feePips = pool_.fee();
    }

    /// @inheritdoc ILiquidityVenue
    function provide(
        int24 lowerTick,
        int24 upperTick,
        uint256 worthQuote,
        uint32 capPips
    ) external onlyVault returns (uint128 liquidity, uint256 costQuote) {
        bool isElsewhere = lowerTick != _lowerTick || upperTick != _upperTick;
        require(!isElsewhere || _liquidity() == 0, RangeInUse(_lowerTick, _upperTick));
        (_lowerTick, _upperTick) = (lowerTick, upperTick);
        (worthQuote, costQuote) = _swapFor(worthQuote, capPips);
        if (worthQuote != 0) liquidity = _mint(worthQuote);
        _quote.safeTransfer(vault, _quote.balanceOf(address(this)));
        _risky.safeTransfer(vault, _risky.balanceOf(address(this)));
    }

    /// Pays for what is swapped. Called by the pool, within `provide` only.
    /// @inheritdoc IUniswapV3SwapCallback
    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata) external {
        _pay(amount0Delta > 0 ? uint256(amount0Delta) : 0, amount1Delta > 0 ? uint256(amount1Delta) : 0);
    }

    /// Pays for what is provided. Called by the pool, within `provide` only.
    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata) external {
        _pay(owed0, owed1);
    }

    /// @inheritdoc ILiquidityVenue
    function takeOut(
        uint256 part,
        uint256 whole
    ) external onlyVault returns (uint256 amountQuote, uint256 amountRisky, uint256 feesQuote, uint256 feesRisky) {
        uint128 liquidity = _liquidity();
        // The pool has no answer for an empty position.
        if (liquidity == 0) return (0, 0, 0, 0);
        // At most the liquidity, as a part is at most the whole.
        uint128 out = uint128(Math.mulDiv(liquidity, Math.min(part, whole), whole));
        (uint256 amount0, uint256 amount1) = _pool.burn(_lowerTick, _upperTick, out);
        (uint256 paid0, uint256 paid1) = _pool.collect(
            vault,
            _lowerTick,
            _upperTick,
            type(uint128).max,
            type(uint128).max
        );
        (amountQuote, amountRisky) = _order(amount0, amount1);
        (feesQuote, feesRisky) = _order(paid0 - amount0, paid1 - amount1);
        (_collectedQuote, _collectedRisky) = (_collectedQuote + feesQuote, _collectedRisky + feesRisky);
    }

    /// @inheritdoc ILiquidityVenue
    function count(uint160 priceX96) external onlyVault {
        _lvrQuote += _freshLvr(priceX96);
        _countedX96 = priceX96;
    }

    /// @inheritdoc ILiquidityVenue
    function pool() external view returns (address) {
        return address(_pool);
    }

    /// @inheritdoc ILiquidityVenue
    function range() external view returns (int24 lowerTick, int24 upperTick, uint128 liquidity) {
        return (_lowerTick, _upperTick, _liquidity());
    }

    /// @inheritdoc ILiquidityVenue
    function rangeAround(int256 tick, uint24 halfTicks) external view returns (int24 lowerTick, int24 upperTick) {
        int256 spacing = _pool.tickSpacing();
        int256 half = int256(uint256(halfTicks));
        int256 end = TickRoot.MAX_TICK / spacing;
        // Division rounds towards zero; the pool's ends bound both.
        int256 lower = tick - half;
        int256 steps = lower / spacing - (lower < 0 && lower % spacing != 0 ? int256(1) : int256(0));
        lowerTick = int24((steps < -end ? -end : steps) * spacing);
        int256 upper = tick + half;
        steps = upper / spacing + (upper > 0 && upper % spacing != 0 ? int256(1) : int256(0));
        upperTick = int24((steps > end ? end : steps) * spacing);
    }

    /// @inheritdoc ILiquidityVenue
    function heldAt(
        uint160 priceX96
    ) external view returns (uint256 amountQuote, uint256 amountRisky, uint256 feesQuote, uint256 feesRisky) {
        (amountQuote, amountRisky) = _amountsOf(_liquidity(), priceX96);
        (feesQuote, feesRisky) = _feesOwed();
    }

    /// @inheritdoc ILiquidityVenue
    function figuresAt(uint160 priceX96) external view returns (uint256 feesQuote, uint256 lvrQuote) {
        (uint256 owedQuote, uint256 owedRisky) = _feesOwed();
        feesQuote = _worth(_collectedQuote + owedQuote, _collectedRisky + owedRisky, priceX96);
        lvrQuote = _lvrQuote + _freshLvr(priceX96);
    }

    /// @inheritdoc ILiquidityVenue
    function gammaCashQuote(uint160 priceX96) external view returns (uint256) {
        if (!isInRange(priceX96)) return 0;
        // L x root in token1, L / root in token0.
        (uint256 up, uint256 down) = _riskyIsToken0
            ? (uint256(priceX96), uint256(1 << 96))
            : (uint256(1 << 96), uint256(priceX96));
        return Math.mulDiv(_liquidity(), up, 2 * down, Math.Rounding.Ceil);
    }

    /// @inheritdoc ILiquidityVenue
    function isInRange(uint160 priceX96) public view returns (bool) {
        (uint160 lowerX96, uint160 upperX96) = _roots();
        return priceX96 >= lowerX96 && priceX96 < upperX96;
    }

    /// Swaps for what a position of so much lacks, and sells what is too much of the risky token.
    /// @return providedQuote So much of it as lies here.
    function _swapFor(uint256 worthQuote, uint32 capPips) private returns (uint256 providedQuote, uint256 costQuote) {
        (uint160 spotX96, , , , , , ) = _pool.slot0();
        uint256 riskyBalance = _risky.balanceOf(address(this));
        uint256 allQuote = _worth(_quote.balanceOf(address(this)), riskyBalance, spotX96);
        providedQuote = Math.min(worthQuote, allQuote);
        (, uint256 wantedRisky) = _amountsFor(providedQuote, spotX96);

        bool sellsRisky = riskyBalance > wantedRisky;
        uint256 differenceRisky = sellsRisky ? riskyBalance - wantedRisky : wantedRisky - riskyBalance;
        uint256 differenceQuote = PoolPrice.quoteValueDown(differenceRisky, spotX96, _riskyIsToken0);
        if (differenceQuote >= Math.max(allQuote / LEAST_SWAP_PART, LEAST_SWAP_QUOTE)) {
            costQuote = _swap(sellsRisky, sellsRisky ? differenceRisky : differenceQuote, spotX96, capPips);
        }
    }

    /// What a position of so much is made of, rounded down.
    function _amountsFor(
        uint256 worthQuote,
        uint160 spotX96
    ) private view returns (uint256 amountQuote, uint256 amountRisky) {
        (uint256 unitQuote, uint256 unitRisky) = _amountsOf(UNIT, spotX96);
        uint256 unitWorth = unitQuote + PoolPrice.quoteValueUp(unitRisky, spotX96, _riskyIsToken0);
        return (Math.mulDiv(unitQuote, worthQuote, unitWorth), Math.mulDiv(unitRisky, worthQuote, unitWorth));
    }

    function _swap(
        bool sellsRisky,
        uint256 amountIn,
        uint160 spotX96,
        uint32 capPips
    ) private returns (uint256 costQuote) {
        bool zeroForOne = sellsRisky == _riskyIsToken0;
        uint160 limitX96 = PoolPrice.sqrtPriceLimitX96(spotX96, zeroForOne, capPips);
        _isPaying = true;
        (int256 amount0, int256 amount1) = _pool.swap(
            address(this),
            zeroForOne,
            SafeCast.toInt256(amountIn),
            limitX96,
            ""
        );
        _isPaying = false;
        // The pool pays out one side and is paid the other: the signs are known.
        (uint256 paid, uint256 received) = zeroForOne
            ? (uint256(amount0), uint256(-amount1))
            : (uint256(amount1), uint256(-amount0));
        return SwapCost.requireFair(sellsRisky, paid, received, spotX96, _riskyIsToken0, _feePips + capPips);
    }

    /// As much as what lies here suffices for, up to a worth, at the price that the swap has left.
    function _mint(uint256 worthQuote) private returns (uint128 liquidity) {
        (uint160 spotX96, , , , , , ) = _pool.slot0();
        (uint256 mostQuote, uint256 mostRisky) = _amountsFor(worthQuote, spotX96);
        (uint160 lowerX96, uint160 upperX96) = _roots();
        (uint256 amount0, uint256 amount1) = _order(
            Math.min(mostQuote, _quote.balanceOf(address(this))),
            Math.min(mostRisky, _risky.balanceOf(address(this)))
        );
        liquidity = LiquidityMath.liquidityFor(amount0, amount1, spotX96, lowerX96, upperX96);
        if (liquidity == 0) return 0;
        _isPaying = true;
        _pool.mint(address(this), _lowerTick, _upperTick, liquidity, "");
        _isPaying = false;
    }

    function _pay(uint256 owed0, uint256 owed1) private {
        require(_isPaying && msg.sender == address(_pool), NotThePool(msg.sender));
        (uint256 owedQuote, uint256 owedRisky) = _order(owed0, owed1);
        if (owedQuote != 0) _quote.safeTransfer(msg.sender, owedQuote);
        if (owedRisky != 0) _risky.safeTransfer(msg.sender, owedRisky);
    }

    /// In the position's range.
    function _amountsOf(
        uint128 liquidity,
        uint160 priceX96
    ) private view returns (uint256 amountQuote, uint256 amountRisky) {
        if (liquidity == 0) return (0, 0);
        (uint160 lowerX96, uint160 upperX96) = _roots();
        (uint256 amount0, uint256 amount1) = LiquidityMath.amounts(liquidity, priceX96, lowerX96, upperX96);
        return _order(amount0, amount1);
    }

    /// Fees for one unit of liquidity between the position's ticks: all less those on either side.
    function _feeGrowthInside() private view returns (uint256 inside0X128, uint256 inside1X128) {
        (, int24 tick, , , , , ) = _pool.slot0();
        (inside0X128, inside1X128) = (_pool.feeGrowthGlobal0X128(), _pool.feeGrowthGlobal1X128());
        (, , uint256 lower0X128, uint256 lower1X128) = _pool.ticks(_lowerTick);
        (, , uint256 upper0X128, uint256 upper1X128) = _pool.ticks(_upperTick);
        unchecked {
            if (tick < _lowerTick) return (lower0X128 - upper0X128, lower1X128 - upper1X128);
            if (tick >= _upperTick) return (upper0X128 - lower0X128, upper1X128 - lower1X128);
            return (inside0X128 - lower0X128 - upper0X128, inside1X128 - lower1X128 - upper1X128);
        }
    }

    function _feesOwed() private view returns (uint256 feesQuote, uint256 feesRisky) {
        (uint128 liquidity, uint256 last0X128, uint256 last1X128, uint128 owed0, uint128 owed1) = _pool.positions(
            _key()
        );
        if (liquidity == 0) return _order(owed0, owed1);
        (uint256 inside0X128, uint256 inside1X128) = _feeGrowthInside();
        // Growth overflows on purpose: only its differences mean something.
        unchecked {
            return
                _order(
                    owed0 + Math.mulDiv(inside0X128 - last0X128, liquidity, 1 << 128),
                    owed1 + Math.mulDiv(inside1X128 - last1X128, liquidity, 1 << 128)
                );
        }
    }

    /// What the amounts at the price of the last count would be worth more now than the position is.
    function _freshLvr(uint160 priceX96) private view returns (uint256) {
        if (_countedX96 == 0) return 0;
        uint128 liquidity = _liquidity();
        (uint256 keptQuote, uint256 keptRisky) = _amountsOf(liquidity, _countedX96);
        (uint256 amountQuote, uint256 amountRisky) = _amountsOf(liquidity, priceX96);
        return Math.saturatingSub(_worth(keptQuote, keptRisky, priceX96), _worth(amountQuote, amountRisky, priceX96));
    }

    function _worth(uint256 amountQuote, uint256 amountRisky, uint160 priceX96) private view returns (uint256) {
        return amountQuote + PoolPrice.quoteValueDown(amountRisky, priceX96, _riskyIsToken0);
    }

    function _liquidity() private view returns (uint128 liquidity) {
        (liquidity, , , , ) = _pool.positions(_key());
    }

    function _key() private view returns (bytes32) {
        return keccak256(abi.encodePacked(address(this), _lowerTick, _upperTick));
    }

    function _roots() private view returns (uint160 lowerX96, uint160 upperX96) {
        return (PoolPrice.sqrtPriceX96AtTick(_lowerTick), PoolPrice.sqrtPriceX96AtTick(_upperTick));
    }

    /// From the pool's order to quote and risky, or back.
    function _order(uint256 first, uint256 second) private view returns (uint256, uint256) {
        return _riskyIsToken0 ? (second, first) : (first, second);
    }
}
