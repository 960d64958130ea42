// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IUniswapV3Pool} from "../../interfaces/IUniswapV3Pool.sol";
import {IPerpVenue} from "../../interfaces/venues/IPerpVenue.sol";
import {Venue} from "../Venue.sol";
import {
    IAccountBalance,
    IBaseToken,
    IClearingHouse,
    IClearingHouseConfig,
    IExchange,
    IMarginVault,
    IMarketRegistry
} from "./IPerpetualV2.sol";

/// A position on Perpetual Protocol v2. This contract is an account of its own there: its margin stands for no other
/// position. The venue reckons in 18 decimals; the cash that is told is rounded down to the settlement token's.
///
/// The venue's base token has the lower address of its pool: the pool's price is quote for base, and a sale lowers it.
contract PerpV2Venue is IPerpVenue, Venue {
    using SafeERC20 for IERC20;

    /// The venue settles in another token.
    error OtherSettlementToken(address settlementToken, address quoteToken);
    /// The risky token's units are not the venue's, which has 18 decimals.
    error UnfitDecimals(uint8 decimals);
    /// The venue takes no orders at all, or pays no margin.
    error VenuePaused();
    /// The market is paused or closed.
    error MarketNotOpen();

    /// The lowest and the highest root that a pool takes as the limit of a swap. Source: Uniswap v3's TickMath.
    uint256 private constant MIN_LIMIT_X96 = 4295128740;
    uint256 private constant MAX_LIMIT_X96 = 1461446703485210103287273052203988822378723970341;

    IClearingHouse public immutable clearingHouse;
    address public immutable baseToken;
    IERC20 public immutable riskyToken;
    IERC20 public immutable quoteToken;
    IMarginVault private immutable _margin;
    IAccountBalance private immutable _accounts;
    IExchange private immutable _exchange;
    IMarketRegistry private immutable _registry;
    IClearingHouseConfig private immutable _config;
    IUniswapV3Pool private immutable _pool;
    /// The venue's smallest units in one of the settlement token's.
    uint256 private immutable _scale;

    /// Reverts with OtherSettlementToken if the venue does not settle in `quoteToken_`, with UnfitDecimals if the risky
    /// token has not 18 decimals, and if the venue has no market of that base token.
    constructor(IClearingHouse clearingHouse_, address baseToken_, IERC20 riskyToken_, IERC20 quoteToken_) {
        clearingHouse = clearingHouse_;
        baseToken = baseToken_;
        riskyToken = riskyToken_;
        quoteToken = quoteToken_;
        _margin = IMarginVault(clearingHouse_.getVault());
        _accounts = IAccountBalance(clearingHouse_.getAccountBalance());
        _exchange = IExchange(clearingHouse_.getExchange());
        _config = IClearingHouseConfig(clearingHouse_.getClearingHouseConfig());
        _registry = IMarketRegistry(_exchange.getMarketRegistry());
        _pool = IUniswapV3Pool(_registry.getPool(baseToken_));

        address settlementToken = _margin.getSettlementToken();
        require(settlementToken == address(quoteToken_), OtherSettlementToken(settlementToken, address(quoteToken_)));
        uint8 riskyDecimals = IERC20Metadata(address(riskyToken_)).decimals();
        require(riskyDecimals == 18, UnfitDecimals(riskyDecimals));
        // The venue takes no settlement token with more than 18.
        _scale = 10 ** (18 - IERC20Metadata(address(quoteToken_)).decimals());
    }

    /// A liquidator may have made it smaller. What a closed market pays is told after anybody called `quitMarket` of
    /// the clearing house for this account.
    /// @inheritdoc IPerpVenue
    function position() external view returns (int256 sizeRisky, int256 cashQuote) {
        sizeRisky = _accounts.getTakerPositionSize(address(this), baseToken);
        (int256 owedRealizedPnl, , ) = _accounts.getPnlAndPendingFee(address(this));
        int256 cash =
            _accounts.getTakerOpenNotional(address(this), baseToken) +
                owedRealizedPnl -
                _exchange.getPendingFundingPayment(address(this), baseToken);
        cashQuote = _margin.getBalance(address(this)) + _toQuoteDown(cash);
    }

    /// Reverts with MarketNotOpen while the venue does not trade.
    /// @inheritdoc IPerpVenue
    function markPriceWad() external view returns (uint256) {
        _requireOpen();
        return _accounts.getMarkPrice(baseToken) / _scale;
    }

    /// Reverts with MarketNotOpen while the venue does not trade.
    /// @inheritdoc IPerpVenue
    function tradePriceWad() external view returns (uint256) {
        _requireOpen();
        return _priceWad(_spotX96());
    }

    /// @inheritdoc IPerpVenue
    function maintenancePips() external view returns (uint32) {
        return _config.getMmRatio();
    }

    /// @inheritdoc IPerpVenue
    function feePips() external view returns (uint32) {
        return _registry.getFeeRatio(baseToken);
    }

    /// 0 while the venue pays no margin.
    /// @inheritdoc IPerpVenue
    function freeMarginQuote() external view returns (uint256) {
        if (_margin.paused()) return 0;
        return _margin.getFreeCollateralByToken(address(this), address(quoteToken));
    }

    /// @inheritdoc IPerpVenue
    function addMargin(uint256 amountQuote) external onlyVault {
        require(!_margin.paused(), VenuePaused());
        quoteToken.forceApprove(address(_margin), amountQuote);
        _margin.deposit(address(quoteToken), amountQuote);
    }

    /// Reverts with VenuePaused while the venue pays no margin, and with the venue's own refusal (V_NEFC) for more than
    /// `freeMarginQuote`.
    /// @inheritdoc IPerpVenue
    function removeMargin(uint256 amountQuote) external onlyVault {
        require(!_margin.paused(), VenuePaused());
        _margin.withdraw(address(quoteToken), amountQuote);
        quoteToken.safeTransfer(vault, amountQuote);
    }

    /// Reverts with VenuePaused, MarketNotOpen, with WorseThanLimit if the price is at the limit already, and with the
    /// venue's own refusal if the margin is too small (CH_NEFCI to grow, CH_NEFCM to shrink), or the price would go
    /// further within 15 seconds than the venue lets it (EX_OPLAS, EX_OPB).
    /// Rounded by itself, the change of cash can be one smallest unit less than what `position` tells before and after.
    /// @inheritdoc IPerpVenue
    function trade(
        int256 sizeRisky,
        uint256 limitPriceWad
    ) external onlyVault returns (int256 filledRisky, int256 cashChangeQuote) {
        _requireOpen();
        if (sizeRisky == 0) return (0, 0);
        bool isSale = sizeRisky < 0;
        uint256 limitX96 = _limitX96(limitPriceWad, isSale);
        uint256 spotX96 = _spotX96();
        require(isSale ? spotX96 > limitX96 : spotX96 < limitX96, WorseThanLimit(_priceWad(spotX96), limitPriceWad));

        (uint256 base, uint256 quote) = clearingHouse.openPosition(
            IClearingHouse.OpenPositionParams({
                baseToken: baseToken,
                isBaseToQuote: isSale,
                isExactInput: isSale,
                amount: SignedMath.abs(sizeRisky),
                oppositeAmountBound: 0,
                deadline: block.timestamp,
                sqrtPriceLimitX96: uint160(limitX96),
                referralCode: 0
            })
        );
        filledRisky = isSale ? -SafeCast.toInt256(base) : SafeCast.toInt256(base);
        cashChangeQuote = _toQuoteDown(isSale ? SafeCast.toInt256(quote) : -SafeCast.toInt256(quote));
    }

    function _requireOpen() private view {
        require(!clearingHouse.paused(), VenuePaused());
        require(IBaseToken(baseToken).isOpen(), MarketNotOpen());
    }

    function _spotX96() private view returns (uint160 spotX96) {
        (spotX96, , , , , , ) = _pool.slot0();
    }

    /// Rounded down. A root has at most 160 bits, so its square shifted by 96 has at most 224.
    function _priceWad(uint256 rootX96) private view returns (uint256) {
        return Math.mulDiv(Math.mulDiv(rootX96, rootX96, 1 << 96), 1e18, _scale << 96);
    }

    /// The root of a price limit, rounded so that no unit trades beyond it, within what pools take.
    function _limitX96(uint256 priceWad, bool isSale) private view returns (uint256) {
        Math.Rounding rounding = isSale ? Math.Rounding.Ceil : Math.Rounding.Floor;
        // Above this a limit is none: 2^128 in the venue's units are 3e20 dollars. The product below fits a word then.
        uint256 most = (1 << 128) / _scale;
        uint256 priceX128 = Math.mulDiv(Math.min(priceWad, most), _scale << 128, 1e18, rounding);
        uint256 rootX96 = Math.sqrt(priceX128, rounding) << 32;
        return Math.min(Math.max(rootX96, MIN_LIMIT_X96), MAX_LIMIT_X96);
    }

    /// Rounded down: towards minus infinity.
    function _toQuoteDown(int256 amount) private view returns (int256) {
        int256 scale = SafeCast.toInt256(_scale);
        int256 quotient = amount / scale;
        return amount % scale < 0 ? quotient - 1 : quotient;
    }
}
