// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IBook} from "../../../../contracts/interfaces/bridge/IBook.sol";
import {IInventoryBridge} from "../../../../contracts/interfaces/bridge/IInventoryBridge.sol";
import {Status} from "../../../../contracts/interfaces/IRiskParameters.sol";
import {VaultBaseSettings} from "../../../../contracts/interfaces/IVault.sol";
import {Parameters} from "../../../../contracts/libraries/ModelTypes.sol";
import {PoolPrice} from "../../../../contracts/vault/PoolPrice.sol";
import {MockToken} from "../MockToken.sol";
import {Test} from "../Test.sol";
import {VaultFixture, World} from "../VaultFixture.sol";
import {HeldMessenger} from "./HeldMessenger.sol";
import {HeldWarpRoute} from "./HeldWarpRoute.sol";

/// Makes one adapter at an address that is known before: the two ends of a way name each other.
contract AdapterMaker is Test {
    function make(bytes memory arguments) external returns (address) {
        return deploy("WarpInventory.sol:WarpInventory", arguments);
    }

    /// What this contract creates first (its nonce is 1).
    function next() external view returns (address) {
        return address(uint160(uint256(keccak256(abi.encodePacked(hex"d694", address(this), hex"01")))));
    }
}

/// One chain of a portfolio: tokens, a real pool, parameters, a book, a messenger, ways for its tokens. Both chains
/// live in one machine, so each has tokens of its own; only their numbers are those of two chains.
contract PortfolioChain is VaultFixture {
    uint64 public immutable chainId;
    IBook public immutable book;
    HeldMessenger public immutable messenger;
    HeldWarpRoute public immutable quoteRoute;
    HeldWarpRoute public immutable riskyRoute;
    AdapterMaker private _maker = new AdapterMaker();
    mapping(uint64 otherChainId => IInventoryBridge) public inventoryTo;

    constructor(address authority, uint64 chainId_, uint64 homeChainId, bool riskyIsToken0, uint256 depthQuote) {
        _setUpWorld(World(riskyIsToken0, 6, 18, 3000, depthQuote));
        _setParameters(_parameters(), Status.Active);
        chainId = chainId_;
        messenger = new HeldMessenger(chainId_);
        bytes memory arguments = abi.encode(authority, homeChainId, _baseSettings());
        book = IBook(deploy("Book.sol:Book", arguments));
        quoteRoute = new HeldWarpRoute(quote);
        riskyRoute = new HeldWarpRoute(risky);
    }

    /// Where the next way to another chain will be deployed.
    function nextInventory() external view returns (address) {
        return _maker.next();
    }

    /// Deploys the way to another chain; its other end is, or will be, at `peer`.
    function connect(uint64 otherChainId, address peer) external {
        bytes memory arguments = abi.encode(book, otherChainId, uint32(otherChainId), peer, quoteRoute, riskyRoute);
        inventoryTo[otherChainId] = IInventoryBridge(_maker.make(arguments));
        _maker = new AdapterMaker();
    }

    function fund(uint256 quoteAmount, uint256 riskyAmount) external {
        quote.mint(address(book), quoteAmount);
        risky.mint(address(book), riskyAmount);
    }

    /// Moves the dollar price by a factor in pips; the mean follows as time passes.
    function movePrice(uint256 factorPips) external {
        _movePrice(factorPips);
    }

    function setParameters(Parameters memory values, Status status) external {
        _setParameters(values, status);
    }

    function tokens() external view returns (MockToken quoteToken, MockToken riskyToken) {
        return (quote, risky);
    }

    function poolActor() external view returns (address, address) {
        return (address(actor), address(pool));
    }

    /// What the book holds.
    function held() external view returns (uint256 quoteAmount, uint256 riskyAmount) {
        return (quote.balanceOf(address(book)), risky.balanceOf(address(book)));
    }

    /// What has left this chain and is not in the other's book yet.
    function onTheWay(PortfolioChain other) external view returns (uint256 quoteAmount, uint256 riskyAmount) {
        (MockToken otherQuote, MockToken otherRisky) = other.tokens();
        address inbox = address(other.inventoryTo(chainId));
        return (quoteRoute.waiting() + otherQuote.balanceOf(inbox), riskyRoute.waiting() + otherRisky.balanceOf(inbox));
    }

    /// Quote for 1e18 of the risky token at the mean price.
    function meanPriceWad() external view returns (uint256) {
        (bool isKnown, , uint160 meanX96) = PoolPrice.read(pool, WINDOW_SEC);
        require(isKnown, "the pool remembers its window");
        return PoolPrice.quoteValueDown(1e18, meanX96, world.riskyIsToken0);
    }

    function _baseSettings() private view returns (VaultBaseSettings memory) {
        return
            VaultBaseSettings({
                riskParameters: riskParameters,
                marketId: MARKET,
                factory: factory,
                quoteToken: address(quote),
                riskyToken: address(risky),
                poolFeePips: FEE_PIPS,
                epochSec: EPOCH_SEC,
                slippageCapPips: CAP_PIPS,
                twapWindowSec: WINDOW_SEC,
                maxDeviationPips: DEVIATION_PIPS
            });
    }
}
