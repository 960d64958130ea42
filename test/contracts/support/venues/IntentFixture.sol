// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IIntentVault, IntentSettings, OrderState} from "../../../../contracts/interfaces/IIntentVault.sol";
import {Action, Due} from "../../../../contracts/interfaces/IPositionVault.sol";
import {IRebalancingVault, VaultSettings} from "../../../../contracts/interfaces/IRebalancingVault.sol";
import {Status} from "../../../../contracts/interfaces/IRiskParameters.sol";
import {Reason} from "../../../../contracts/interfaces/IVault.sol";
import {SettlementOrder} from "../../../../contracts/venues/orders/SettlementLib.sol";
import {MockToken} from "../MockToken.sol";
import {VaultFixture, World} from "../VaultFixture.sol";
import {GPv2, GPv2Interaction, GPv2Trade, IGPv2Settlement} from "./GPv2.sol";
import {SettlementProbe} from "./SettlementProbe.sol";

/// A vault with orders on the published settlement; the test is its only solver, and fills from the settlement's
/// buffer. Default world: $1,000,000, 60 % of it risky; half of the drift an hour, at most $50,000; an order has half
/// an hour, and starts 0.2 % better than the market.
abstract contract IntentFixture is VaultFixture {
    /// Of a sale, all or nothing, between plain balances, signed by a contract.
    uint256 internal constant FLAGS = 2 << 5;
    uint32 internal constant PATIENCE_PIPS = 500_000;
    uint32 internal constant PATIENCE_SEC = 1800;
    uint32 internal constant PREMIUM_PIPS = 2000;

    IGPv2Settlement internal settlement;
    IIntentVault internal intents;
    SettlementProbe internal probe;

    function _setUpIntents() internal {
        _setUpIntentWorld(World(true, 6, 18, 3000, 10_000_000), 600_000);
    }

    function _setUpIntentWorld(World memory world_, uint256 weightPips) internal {
        _setUpWorld(world_);
        settlement = GPv2.deploySettlement(address(this));
        probe = SettlementProbe(deploy("SettlementProbe.sol:SettlementProbe", ""));
        _useVault(_newIntentVault(_settings(), _intentSettings()));
        _setParameters(_parameters(), Status.Active);
        _deposit(alice, _usd(1_000_000));
        _fillToWeight(weightPips);
        _skip(1 hours);
    }

    function _useVault(address deployed) internal {
        (vault, intents) = (IRebalancingVault(deployed), IIntentVault(deployed));
    }

    function _newIntentVault(VaultSettings memory settings, IntentSettings memory intents_) internal returns (address) {
        bytes memory arguments = abi.encode("Gimbal vault", "gVLT", settings, intents_);
        return deploy("IntentVault.sol:IntentVault", arguments);
    }

    function _intentSettings() internal view returns (IntentSettings memory) {
        return IntentSettings(settlement, PATIENCE_PIPS, PREMIUM_PIPS);
    }

    function _open() internal returns (SettlementOrder memory order, bytes32 digest) {
        assertEq(uint256(intents.act().action), uint256(Action.Order), "an order is opened");
        return _current();
    }

    function _current() internal view returns (SettlementOrder memory order, bytes32 digest) {
        OrderState state;
        (state, order, digest) = intents.currentOrder();
        assertEq(uint256(state), uint256(OrderState.Valid), "it may be filled");
    }

    function _assertState(OrderState expected, string memory what) internal view {
        (OrderState state, , ) = intents.currentOrder();
        assertEq(uint256(state), uint256(expected), what);
    }

    /// Valid when it was built, and told now to be worth nothing.
    function _assertRefused(SettlementOrder memory order, bytes32 digest, OrderState expected) internal {
        _assertState(expected, "state");
        vm.expectRevert(abi.encodeWithSelector(IIntentVault.OrderRefused.selector, expected));
        intents.isValidSignature(digest, abi.encode(order.buyAmount));
    }

    function _assertDue(Action action, Reason reason, string memory what) internal view {
        Due memory due = intents.previewAction();
        assertEq(uint256(due.action), uint256(action), what);
        assertEq(uint256(due.reason), uint256(reason), what);
    }

    function _assertAct(Action action, string memory what) internal returns (Due memory done) {
        _assertDue(action, Reason.None, what);
        done = intents.act();
        assertEq(uint256(done.action), uint256(action), what);
    }

    function _allowance(address token) internal view returns (uint256) {
        return IERC20(token).allowance(address(vault), settlement.vaultRelayer());
    }

    /// Gives the settlement what it pays, and settles.
    function _fill(SettlementOrder memory order) internal {
        MockToken(order.buyToken).mint(address(settlement), order.buyAmount);
        _settle(order, _noInteractions());
    }

    /// The same, and lets the probe try its calls between taking and paying.
    function _fillWithProbe(SettlementOrder memory order, bytes[] memory calls) internal {
        probe.plan(address(vault), calls);
        MockToken(order.buyToken).mint(address(settlement), order.buyAmount);
        GPv2Interaction[][3] memory interactions = _noInteractions();
        interactions[1] = new GPv2Interaction[](1);
        interactions[1][0] = GPv2Interaction(address(probe), 0, abi.encodeCall(probe.run, ()));
        _settle(order, interactions);
        assertEq(probe.made(), calls.length, "all were tried");
    }

    function _noInteractions() internal pure returns (GPv2Interaction[][3] memory interactions) {
        for (uint256 i = 0; i < 3; ++i) interactions[i] = new GPv2Interaction[](0);
    }

    function _settle(SettlementOrder memory order, GPv2Interaction[][3] memory interactions) internal {
        GPv2Trade[] memory trades = new GPv2Trade[](1);
        trades[0] = _trade(order);
        _settleMany(order, trades, interactions);
    }

    /// All trades at the price of the first.
    function _settleMany(
        SettlementOrder memory order,
        GPv2Trade[] memory trades,
        GPv2Interaction[][3] memory interactions
    ) internal {
        address[] memory tokens = new address[](2);
        (tokens[0], tokens[1]) = (order.sellToken, order.buyToken);
        uint256[] memory prices = new uint256[](2);
        (prices[0], prices[1]) = (order.buyAmount, order.sellAmount);
        settlement.settle(tokens, prices, trades, interactions);
    }

    function _trade(SettlementOrder memory order) internal view returns (GPv2Trade memory) {
        return
            GPv2Trade({
                sellTokenIndex: 0,
                buyTokenIndex: 1,
                receiver: order.receiver,
                sellAmount: order.sellAmount,
                buyAmount: order.buyAmount,
                validTo: order.validTo,
                appData: order.appData,
                feeAmount: order.feeAmount,
                flags: FLAGS,
                executedAmount: 0,
                signature: abi.encodePacked(address(vault), order.buyAmount)
            });
    }

    function _calls(bytes memory call_) internal pure returns (bytes[] memory calls) {
        calls = new bytes[](1);
        calls[0] = call_;
    }
}
