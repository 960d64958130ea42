// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IVaultRequests} from "../interfaces/IVaultRequests.sol";
import {VaultBase} from "./VaultBase.sol";

/// The shares of a vault whose holders come and go only while it is flat.
///
/// A round is filled in one step, however many requests it has: the price is what the vault holds against the shares
/// there are, both before anything of the round moves. So neither the order within a round nor the moment of the claim
/// changes what anybody gets.
abstract contract VaultRequests is IVaultRequests, VaultBase, ERC20 {
    using Math for uint256;
    using SafeERC20 for IERC20;

    /// All requests that are filled together. The last two are 0 until then.
    struct Round {
        uint256 depositAssets;
        uint256 redeemShares;
        uint256 depositShares;
        uint256 redeemAssets;
    }

    /// Shares have this many decimals more than quote: a donation that costs a depositor one unit costs the donor 1e6.
    uint8 private constant EXTRA_DECIMALS = 6;
    /// Shares that nobody owns, worth one unit of quote at the start.
    uint256 internal constant VIRTUAL_SHARES = 10 ** EXTRA_DECIMALS;

    /// @inheritdoc IVaultRequests
    uint256 public openRequestId = 1;
    /// Quote in the vault that is not the holders': it waits in requests, or is set aside for claims.
    uint256 private _reservedQuote;
    mapping(uint256 requestId => Round) private _rounds;
    mapping(uint256 requestId => mapping(address controller => uint256 assets)) private _deposits;
    mapping(uint256 requestId => mapping(address controller => uint256 shares)) private _redeems;

    /// @inheritdoc IVaultRequests
    function requestDeposit(
        uint256 assets,
        address controller,
        address owner
    ) external nonReentrant returns (uint256 requestId) {
        require(msg.sender == owner, NotTheOwner(msg.sender, owner));
        uint256 before = _quote.balanceOf(address(this));
        _quote.safeTransferFrom(owner, address(this), assets);
        uint256 received = _quote.balanceOf(address(this)) - before;
        require(received == assets, TransferTaxed(assets, received));
        requestId = openRequestId;
        _rounds[requestId].depositAssets += assets;
        _deposits[requestId][controller] += assets;
        _reservedQuote += assets;
        emit DepositRequested(controller, owner, requestId, assets);
    }

    /// @inheritdoc IVaultRequests
    function requestRedeem(
        uint256 shares,
        address controller,
        address owner
    ) external nonReentrant returns (uint256 requestId) {
        if (msg.sender != owner) _spendAllowance(owner, msg.sender, shares);
        _transfer(owner, address(this), shares);
        requestId = openRequestId;
        _rounds[requestId].redeemShares += shares;
        _redeems[requestId][controller] += shares;
        emit RedeemRequested(controller, owner, requestId, shares);
    }

    /// @inheritdoc IVaultRequests
    function cancelRequests(address receiver) external nonReentrant returns (uint256 assets, uint256 shares) {
        uint256 requestId = openRequestId;
        assets = _take(_deposits, requestId);
        shares = _take(_redeems, requestId);
        require(assets != 0 || shares != 0, NoRequest(msg.sender, requestId));
        _rounds[requestId].depositAssets -= assets;
        _rounds[requestId].redeemShares -= shares;
        _reservedQuote -= assets;
        _transfer(address(this), receiver, shares);
        _quote.safeTransfer(receiver, assets);
        emit RequestCancelled(msg.sender, requestId, assets, shares);
    }

    /// @inheritdoc IVaultRequests
    function fillRequests() external nonReentrant {
        require(_isFlat(), NotFlat());
        _fillRequests();
    }

    /// @inheritdoc IVaultRequests
    function claimDeposit(uint256 requestId, address receiver) external nonReentrant returns (uint256 shares) {
        _requireFilled(requestId);
        uint256 assets = _take(_deposits, requestId);
        require(assets != 0, NoRequest(msg.sender, requestId));
        Round storage round = _rounds[requestId];
        shares = assets.mulDiv(round.depositShares, round.depositAssets);
        _transfer(address(this), receiver, shares);
        emit Claimed(msg.sender, requestId, shares, 0);
    }

    /// @inheritdoc IVaultRequests
    function claimRedeem(uint256 requestId, address receiver) external nonReentrant returns (uint256 assets) {
        _requireFilled(requestId);
        uint256 shares = _take(_redeems, requestId);
        require(shares != 0, NoRequest(msg.sender, requestId));
        Round storage round = _rounds[requestId];
        assets = shares.mulDiv(round.redeemAssets, round.redeemShares);
        _reservedQuote -= assets;
        _quote.safeTransfer(receiver, assets);
        emit Claimed(msg.sender, requestId, 0, assets);
    }

    /// @inheritdoc IVaultRequests
    function pendingDepositRequest(uint256 requestId, address controller) external view returns (uint256) {
        return requestId == openRequestId ? _deposits[requestId][controller] : 0;
    }

    /// @inheritdoc IVaultRequests
    function claimableDepositRequest(uint256 requestId, address controller) external view returns (uint256) {
        return requestId < openRequestId ? _deposits[requestId][controller] : 0;
    }

    /// @inheritdoc IVaultRequests
    function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256) {
        return requestId == openRequestId ? _redeems[requestId][controller] : 0;
    }

    /// @inheritdoc IVaultRequests
    function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256) {
        return requestId < openRequestId ? _redeems[requestId][controller] : 0;
    }

    /// @inheritdoc IVaultRequests
    function isFlat() external view returns (bool) {
        return _isFlat();
    }

    /// @inheritdoc IVaultRequests
    function asset() external view returns (address) {
        return address(_quote);
    }

    /// As quote's and six more.
    function decimals() public view override returns (uint8) {
        return uint8(Math.log10(_quoteUnit)) + EXTRA_DECIMALS;
    }

    /// Whether the vault holds nothing but quote.
    function _isFlat() internal view virtual returns (bool);

    /// Fills the open round at the price of a vault that holds `_freeQuote` and nothing else, if it has any request.
    function _fillRequests() internal {
        uint256 requestId = openRequestId;
        Round storage round = _rounds[requestId];
        if (round.depositAssets == 0 && round.redeemShares == 0) return;
        uint256 navQuote = _freeQuote();
        uint256 supply = totalSupply() + VIRTUAL_SHARES;
        round.depositShares = round.depositAssets.mulDiv(supply, navQuote + 1);
        // Less than the whole supply, so at most the net asset value.
        round.redeemAssets = round.redeemShares.mulDiv(navQuote + 1, supply);
        _burn(address(this), round.redeemShares);
        _mint(address(this), round.depositShares);
        _reservedQuote = _reservedQuote - round.depositAssets + round.redeemAssets;
        ++openRequestId;
        emit RequestsFilled(
            requestId,
            round.depositAssets,
            round.depositShares,
            round.redeemShares,
            round.redeemAssets
        );
    }

    /// Quote in the vault that is the holders'.
    function _freeQuote() internal view virtual returns (uint256) {
        return _quote.balanceOf(address(this)) - _reservedQuote;
    }

    /// The same if the open round were filled now.
    function _freeQuoteOnceFilled() internal view returns (uint256) {
        Round storage round = _rounds[openRequestId];
        uint256 freeQuote = _freeQuote();
        uint256 paidQuote = round.redeemShares.mulDiv(freeQuote + 1, totalSupply() + VIRTUAL_SHARES);
        return freeQuote + round.depositAssets - paidQuote;
    }

    function _take(
        mapping(uint256 => mapping(address => uint256)) storage requests,
        uint256 requestId
    ) private returns (uint256 amount) {
        amount = requests[requestId][msg.sender];
        delete requests[requestId][msg.sender];
    }

    function _requireFilled(uint256 requestId) private view {
        require(requestId < openRequestId, WrongRound(requestId, openRequestId));
    }
}
