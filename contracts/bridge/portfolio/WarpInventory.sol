// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IBook} from "../../interfaces/bridge/IBook.sol";
import {IInventoryBridge} from "../../interfaces/bridge/IInventoryBridge.sol";
import {IWarpRoute} from "../../interfaces/bridge/IWarpRoute.sol";

/// Inventory by Hyperlane's warp routes (HypERC20Collateral at both ends, one pair for each token): what one end locks
/// the other pays out of what it has locked. Each end's router needs tokens of its own to pay with, or is filled by the
/// moves the other way; while it lacks them, the delivery waits and may be repeated.
contract WarpInventory is IInventoryBridge {
    using SafeERC20 for IERC20;

    /// @inheritdoc IInventoryBridge
    address public immutable book;
    /// @inheritdoc IInventoryBridge
    uint64 public immutable chainId;
    uint32 private immutable _domain;
    IERC20 private immutable _quote;
    IERC20 private immutable _risky;
    IWarpRoute private immutable _quoteRoute;
    IWarpRoute private immutable _riskyRoute;
    /// The adapter at the other end.
    address public immutable peer;

    /// @param domain_ Hyperlane's number of the other chain.
    /// @param peer_ The adapter at the other end; it may be deployed later, at this address.
    constructor(
        IBook book_,
        uint64 chainId_,
        uint32 domain_,
        address peer_,
        IWarpRoute quoteRoute,
        IWarpRoute riskyRoute
    ) {
        (book, chainId, _domain, peer) = (address(book_), chainId_, domain_, peer_);
        (_quote, _risky) = (IERC20(book_.settings().quoteToken), IERC20(book_.settings().riskyToken));
        require(quoteRoute.wrappedToken() == address(_quote), NotCarried(quoteRoute.wrappedToken()));
        require(riskyRoute.wrappedToken() == address(_risky), NotCarried(riskyRoute.wrappedToken()));
        (_quoteRoute, _riskyRoute) = (quoteRoute, riskyRoute);
    }

    /// @inheritdoc IInventoryBridge
    function send(address token, uint256 amount) external payable returns (bytes32 transferId) {
        require(msg.sender == book, NotTheBook(msg.sender));
        IWarpRoute route = _routeOf(token);
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        IERC20(token).forceApprove(address(route), amount);
        transferId = route.transferRemote{value: msg.value}(_domain, bytes32(uint256(uint160(peer))), amount);
        emit InventorySent(token, amount, transferId);
    }

    /// @inheritdoc IInventoryBridge
    function collect() external returns (uint256 quoteAmount, uint256 riskyAmount) {
        quoteAmount = _quote.balanceOf(address(this));
        riskyAmount = _risky.balanceOf(address(this));
        if (quoteAmount != 0) _quote.safeTransfer(book, quoteAmount);
        if (riskyAmount != 0) _risky.safeTransfer(book, riskyAmount);
        IBook(book).acceptInventory(chainId, quoteAmount, riskyAmount);
        emit InventoryCollected(quoteAmount, riskyAmount);
    }

    /// @inheritdoc IInventoryBridge
    function quoteFee(address token, uint256 amount) external view returns (uint256 feeWei) {
        IWarpRoute.Quote[] memory quotes = _routeOf(token).quoteTransferRemote(
            _domain,
            bytes32(uint256(uint160(peer))),
            amount
        );
        for (uint256 i; i < quotes.length; ++i) {
            if (quotes[i].token == address(0)) feeWei += quotes[i].amount;
        }
    }

    function _routeOf(address token) private view returns (IWarpRoute) {
        if (token == address(_quote)) return _quoteRoute;
        require(token == address(_risky), NotCarried(token));
        return _riskyRoute;
    }
}
