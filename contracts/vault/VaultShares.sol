// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20, IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ERC4626, IERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRebalancingVault, Reason, VaultSettings} from "../interfaces/IRebalancingVault.sol";
import {IUniswapV3Pool} from "../interfaces/IUniswapV3Pool.sol";
import {PoolPrice} from "./PoolPrice.sol";
import {SettingsLib} from "./SettingsLib.sol";

/// The shares of the vault: who comes in, who leaves, at what price, and what floor a CPPI vault owes them. Trading is
/// RebalancingVault's.
///
/// Every rounding is against the caller. Every state-changing entry locks the vault, and every view that depends on
/// balances refuses to answer (or answers 0, where ERC-4626 forbids a revert) while it is locked, so that nobody reads
/// half-moved balances.
abstract contract VaultShares is IRebalancingVault, ERC4626, ReentrancyGuardTransient {
    using Math for uint256;
    using SafeERC20 for IERC20;

    /// What the vault holds, in the tokens' smallest units, and what it is worth in quote, rounded down.
    struct Holdings {
        uint256 quoteBalance;
        uint256 riskyBalance;
        uint256 riskyQuote;
        uint256 navQuote;
    }

    uint256 private constant ONE_PIPS = 1e6;
    /// Shares have this many decimals more than quote: a donation that costs a depositor one unit costs the donor 1e6.
    uint8 private constant EXTRA_DECIMALS = 6;
    /// Shares that nobody owns, worth one unit of quote at the start.
    uint256 private constant VIRTUAL_SHARES = 10 ** EXTRA_DECIMALS;

    IUniswapV3Pool internal immutable _pool;
    IERC20 internal immutable _quote;
    IERC20 internal immutable _risky;
    bool internal immutable _riskyIsToken0;
    /// One whole quote token, taken as the dollar, in its smallest unit.
    uint256 internal immutable _quoteUnit;
    uint32 internal immutable _twapWindowSec;
    uint32 internal immutable _maxDeviationPips;
    uint32 internal immutable _floorPips;
    /// @inheritdoc IRebalancingVault
    uint32 public immutable spreadPips;
    /// @inheritdoc IRebalancingVault
    uint256 public floorQuote;

    constructor(VaultSettings memory settings_) ERC4626(IERC20(settings_.quoteToken)) {
        _pool = IUniswapV3Pool(SettingsLib.validate(settings_));
        _quote = IERC20(settings_.quoteToken);
        _risky = IERC20(settings_.riskyToken);
        _riskyIsToken0 = settings_.riskyToken < settings_.quoteToken;
        _quoteUnit = 10 ** IERC20Metadata(settings_.quoteToken).decimals();
        _twapWindowSec = settings_.twapWindowSec;
        _maxDeviationPips = settings_.maxDeviationPips;
        _floorPips = settings_.floorPips;
        spreadPips = SettingsLib.spreadPips(settings_);
    }

    /// @inheritdoc IRebalancingVault
    function redeemInKind(
        uint256 shares,
        address receiver,
        address owner
    ) external nonReentrant returns (uint256 quoteAmount, uint256 riskyAmount) {
        (quoteAmount, riskyAmount) = _inKind(shares);
        if (msg.sender != owner) _spendAllowance(owner, msg.sender, shares);
        _burn(owner, shares);
        _quote.safeTransfer(receiver, quoteAmount);
        _risky.safeTransfer(receiver, riskyAmount);
        emit RedeemedInKind(msg.sender, receiver, owner, shares, quoteAmount, riskyAmount);
    }

    /// @inheritdoc IRebalancingVault
    function previewRedeemInKind(
        uint256 shares
    ) external view nonReentrantView returns (uint256 quoteAmount, uint256 riskyAmount) {
        return _inKind(shares);
    }

    /// @inheritdoc IRebalancingVault
    function pool() external view returns (address) {
        return address(_pool);
    }

    /// Net asset value in quote at the mean price, rounded down. Reverts with PriceUnknown if there is no mean price.
    /// @inheritdoc IERC4626
    function totalAssets() public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return _valueAt(_meanPrice()).navQuote;
    }

    /// @inheritdoc IERC4626
    function previewDeposit(
        uint256 assets
    ) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256 shares) {
        uint256 kept = assets.mulDiv(ONE_PIPS - spreadPips, ONE_PIPS);
        return kept.mulDiv(totalSupply() + VIRTUAL_SHARES, _navEntering() + 1);
    }

    /// @inheritdoc IERC4626
    function previewMint(
        uint256 shares
    ) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256 assets) {
        uint256 kept = shares.mulDiv(_navEntering() + 1, totalSupply() + VIRTUAL_SHARES, Math.Rounding.Ceil);
        return kept.mulDiv(ONE_PIPS, ONE_PIPS - spreadPips, Math.Rounding.Ceil);
    }

    /// @inheritdoc IERC4626
    function previewWithdraw(
        uint256 assets
    ) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256 shares) {
        uint256 worth = assets.mulDiv(ONE_PIPS, ONE_PIPS - spreadPips, Math.Rounding.Ceil);
        return worth.mulDiv(totalSupply() + VIRTUAL_SHARES, _navLeaving() + 1, Math.Rounding.Ceil);
    }

    /// @inheritdoc IERC4626
    function previewRedeem(
        uint256 shares
    ) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256 assets) {
        uint256 worth = shares.mulDiv(_navLeaving() + 1, totalSupply() + VIRTUAL_SHARES);
        return worth.mulDiv(ONE_PIPS - spreadPips, ONE_PIPS);
    }

    /// 0 while spot and mean price disagree or the mean is unknown, else without limit.
    /// @inheritdoc IERC4626
    function maxDeposit(address) public view override(ERC4626, IERC4626) returns (uint256) {
        return _isOpen() ? type(uint256).max : 0;
    }

    /// 0 while spot and mean price disagree or the mean is unknown, else without limit.
    /// @inheritdoc IERC4626
    function maxMint(address) public view override(ERC4626, IERC4626) returns (uint256) {
        return _isOpen() ? type(uint256).max : 0;
    }

    /// What the owner's shares are worth, as far as the vault holds quote; 0 while there is no agreed price.
    /// @inheritdoc IERC4626
    function maxWithdraw(address owner) public view override(ERC4626, IERC4626) returns (uint256) {
        return _isOpen() ? previewRedeem(maxRedeem(owner)) : 0;
    }

    /// The owner's shares, as far as the vault holds quote to pay for them; 0 while there is no agreed price.
    /// @inheritdoc IERC4626
    function maxRedeem(address owner) public view override(ERC4626, IERC4626) returns (uint256) {
        if (!_isOpen()) return 0;
        uint256 worth = _quote.balanceOf(address(this)).mulDiv(ONE_PIPS, ONE_PIPS - spreadPips);
        return Math.min(balanceOf(owner), worth.mulDiv(totalSupply() + VIRTUAL_SHARES, _navLeaving() + 1));
    }

    function _deposit(address caller, address receiver, uint256 assets, uint256 shares) internal override nonReentrant {
        require(shares != 0, ZeroShares());
        super._deposit(caller, receiver, assets, shares);
        if (_floorPips != 0) floorQuote += assets.mulDiv(_floorPips, ONE_PIPS, Math.Rounding.Ceil);
    }

    function _withdraw(
        address caller,
        address receiver,
        address owner,
        uint256 assets,
        uint256 shares
    ) internal override nonReentrant {
        super._withdraw(caller, receiver, owner, assets, shares);
    }

    /// Whoever leaves burns shares, in whichever way he leaves, and takes their part of the floor along. The virtual
    /// shares have no part in it: after the last holder there is no floor. Rounded up: the safer side.
    function _update(address from, address to, uint256 shares) internal override {
        super._update(from, to, shares);
        if (_floorPips == 0 || to != address(0) || floorQuote == 0) return;
        uint256 left = totalSupply();
        floorQuote = floorQuote.mulDiv(left, left + shares, Math.Rounding.Ceil);
    }

    function _transferIn(address from, uint256 assets) internal override {
        uint256 before = _quote.balanceOf(address(this));
        super._transferIn(from, assets);
        uint256 received = _quote.balanceOf(address(this)) - before;
        require(received == assets, TransferTaxed(assets, received));
    }

    function _decimalsOffset() internal pure override returns (uint8) {
        return EXTRA_DECIMALS;
    }

    /// Spot and mean price, as roots, and whether they may be acted on: None, PriceUnknown or PriceDeviates.
    function _readPrice() internal view returns (Reason reason, uint160 spotX96, uint160 meanX96) {
        bool known;
        (known, spotX96, meanX96) = PoolPrice.read(_pool, _twapWindowSec);
        if (!known) return (Reason.PriceUnknown, spotX96, meanX96);
        bool agreed = PoolPrice.deviationPips(spotX96, meanX96) <= _maxDeviationPips;
        return (agreed ? Reason.None : Reason.PriceDeviates, spotX96, meanX96);
    }

    /// The mean price, as a root. Reverts with PriceUnknown if there is none.
    function _meanPrice() internal view returns (uint160 meanX96) {
        bool known;
        (known, , meanX96) = PoolPrice.read(_pool, _twapWindowSec);
        require(known, PriceUnknown());
    }

    /// What is held, valued at a price.
    function _valueAt(uint160 priceX96) internal view returns (Holdings memory held) {
        (held.quoteBalance, held.riskyBalance) = _balances();
        held.riskyQuote = PoolPrice.quoteValueDown(held.riskyBalance, priceX96, _riskyIsToken0);
        held.navQuote = held.quoteBalance + held.riskyQuote;
    }

    /// What those who come in pay for: the risky token at the dearer of spot and mean price, rounded up.
    function _navEntering() private view returns (uint256) {
        (uint160 lowerX96, uint160 higherX96) = _agreedPrices();
        (uint256 quoteBalance, uint256 riskyBalance) = _balances();
        uint160 dearerX96 = _riskyIsToken0 ? higherX96 : lowerX96;
        return quoteBalance + PoolPrice.quoteValueUp(riskyBalance, dearerX96, _riskyIsToken0);
    }

    /// What those who leave in quote are paid from: the risky token at the cheaper of the two, rounded down.
    function _navLeaving() private view returns (uint256) {
        (uint160 lowerX96, uint160 higherX96) = _agreedPrices();
        return _valueAt(_riskyIsToken0 ? lowerX96 : higherX96).navQuote;
    }

    function _agreedPrices() private view returns (uint160 lowerX96, uint160 higherX96) {
        (Reason reason, uint160 spotX96, uint160 meanX96) = _readPrice();
        require(reason != Reason.PriceUnknown, PriceUnknown());
        require(reason == Reason.None, PriceDeviates(PoolPrice.deviationPips(spotX96, meanX96), _maxDeviationPips));
        return spotX96 < meanX96 ? (spotX96, meanX96) : (meanX96, spotX96);
    }

    function _isOpen() private view returns (bool) {
        if (_reentrancyGuardEntered()) return false;
        (Reason reason, , ) = _readPrice();
        return reason == Reason.None;
    }

    function _inKind(uint256 shares) private view returns (uint256 quoteAmount, uint256 riskyAmount) {
        uint256 supply = totalSupply() + VIRTUAL_SHARES;
        (uint256 quoteBalance, uint256 riskyBalance) = _balances();
        return (quoteBalance.mulDiv(shares, supply), riskyBalance.mulDiv(shares, supply));
    }

    function _balances() internal view returns (uint256 quoteBalance, uint256 riskyBalance) {
        return (_quote.balanceOf(address(this)), _risky.balanceOf(address(this)));
    }
}
