// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC4626, IERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Reason} from "../interfaces/IVault.sol";
import {IVaultShares} from "../interfaces/IVaultShares.sol";
import {PoolPrice} from "./PoolPrice.sol";
import {VaultBase} from "./VaultBase.sol";

/// The shares of a vault whose holders come and go at once: who comes in, who leaves, at what price.
///
/// Every rounding is against the caller. Every state-changing entry locks the vault, and every view that depends on
/// balances refuses to answer (or answers 0, where ERC-4626 forbids a revert) while it is locked, so that nobody reads
/// half-moved balances.
abstract contract VaultShares is IVaultShares, VaultBase, ERC4626 {
    using Math for uint256;
    using SafeERC20 for IERC20;

    uint256 private constant ONE_PIPS = 1e6;
    /// Shares have this many decimals more than quote: a donation that costs a depositor one unit costs the donor 1e6.
    uint8 private constant EXTRA_DECIMALS = 6;
    /// Shares that nobody owns, worth one unit of quote at the start.
    uint256 internal constant VIRTUAL_SHARES = 10 ** EXTRA_DECIMALS;

    /// @inheritdoc IVaultShares
    uint32 public immutable spreadPips;

    /// @param asset_ The quote token.
    /// @param spreadPips_ Below 1e6.
    constructor(address asset_, uint32 spreadPips_) ERC4626(IERC20(asset_)) {
        spreadPips = spreadPips_;
    }

    /// @inheritdoc IVaultShares
    function redeemInKind(
        uint256 shares,
        address receiver,
        address owner
    ) external nonReentrant returns (uint256 quoteAmount, uint256 riskyAmount) {
        uint256 supply = totalSupply() + VIRTUAL_SHARES;
        _burnFor(shares, owner);
        (quoteAmount, riskyAmount) = _takeOut(shares, supply);
        _payInKind(shares, receiver, owner, quoteAmount, riskyAmount);
    }

    /// Net asset value in quote at the mean price, rounded down. Reverts with PriceUnknown if there is no mean price.
    /// @inheritdoc IERC4626
    function totalAssets() public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        uint160 meanX96 = _meanPrice();
        (uint256 leastQuote, ) = _navBetween(meanX96, meanX96);
        return leastQuote;
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

    function _deposit(
        address caller,
        address receiver,
        uint256 assets,
        uint256 shares
    ) internal virtual override nonReentrant {
        require(shares != 0, ZeroShares());
        super._deposit(caller, receiver, assets, shares);
    }

    function _withdraw(
        address caller,
        address receiver,
        address owner,
        uint256 assets,
        uint256 shares
    ) internal virtual override nonReentrant {
        super._withdraw(caller, receiver, owner, assets, shares);
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

    /// Takes `shares` of `supply` out of all that is held, rounded down; what is paid lies in the vault afterwards.
    function _takeOut(
        uint256 shares,
        uint256 supply
    ) internal virtual returns (uint256 quoteAmount, uint256 riskyAmount);

    /// The least and the most that the vault is worth in quote at two prices, given as roots: rounded down, and up.
    function _navBetween(
        uint160 lowerX96,
        uint160 higherX96
    ) internal view virtual returns (uint256 leastQuote, uint256 mostQuote);

    function _burnFor(uint256 shares, address owner) internal {
        if (msg.sender != owner) _spendAllowance(owner, msg.sender, shares);
        _burn(owner, shares);
    }

    function _payInKind(
        uint256 shares,
        address receiver,
        address owner,
        uint256 quoteAmount,
        uint256 riskyAmount
    ) internal virtual {
        _quote.safeTransfer(receiver, quoteAmount);
        _risky.safeTransfer(receiver, riskyAmount);
        emit RedeemedInKind(msg.sender, receiver, owner, shares, quoteAmount, riskyAmount);
    }

    /// What those who come in pay for: all at the dearer of spot and mean price.
    function _navEntering() private view returns (uint256 mostQuote) {
        (uint160 lowerX96, uint160 higherX96) = _agreedPrices();
        (, mostQuote) = _navBetween(lowerX96, higherX96);
    }

    /// What those who leave in quote are paid from: all at the cheaper of the two.
    function _navLeaving() private view returns (uint256 leastQuote) {
        (uint160 lowerX96, uint160 higherX96) = _agreedPrices();
        (leastQuote, ) = _navBetween(lowerX96, higherX96);
    }

    function _agreedPrices() private view returns (uint160 lowerX96, uint160 higherX96) {
        (Reason reason, uint160 spotX96, uint160 meanX96) = _readMarket();
        require(reason != Reason.PriceUnknown, PriceUnknown());
        require(
            reason != Reason.PriceDeviates,
            PriceDeviates(PoolPrice.deviationPips(spotX96, meanX96), _maxDeviationPips)
        );
        require(reason == Reason.None, RebalanceRefused(reason));
        return spotX96 < meanX96 ? (spotX96, meanX96) : (meanX96, spotX96);
    }

    function _isOpen() private view returns (bool) {
        if (_reentrancyGuardEntered()) return false;
        (Reason reason, , ) = _readMarket();
        return reason == Reason.None;
    }
}
