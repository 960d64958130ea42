// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Mode} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Test} from "../support/Test.sol";
import {VaultHandler} from "../support/VaultHandler.sol";

/// Any sequence of deposits, redemptions, donations, trades, votes and time.
abstract contract VaultInvariants is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    VaultHandler internal handler;

    /// What the runner may call: the handler's moves and nothing else.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        bytes4[] memory selectors = new bytes4[](9);
        selectors[0] = VaultHandler.deposit.selector;
        selectors[1] = VaultHandler.redeem.selector;
        selectors[2] = VaultHandler.redeemInKind.selector;
        selectors[3] = VaultHandler.donate.selector;
        selectors[4] = VaultHandler.movePrice.selector;
        selectors[5] = VaultHandler.wait.selector;
        selectors[6] = VaultHandler.setParameters.selector;
        selectors[7] = VaultHandler.rebalance.selector;
        selectors[8] = VaultHandler.rebalance.selector;
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// The runner's moves do lead to trades, in both directions.
    function test_default_theMovesReachARebalance() external {
        for (uint256 i = 0; i < 4; ++i) {
            handler.deposit(300_000e6, true);
            handler.wait(4 hours);
            handler.rebalance();
            for (uint256 j = 0; j < 9; ++j) handler.movePrice(i % 2 == 0 ? 1_040_000 : 960_000);
            handler.wait(4 hours);
            handler.rebalance();
        }
        // A crash, far below the floor of CPPI.
        for (uint256 i = 0; i < 30; ++i) handler.movePrice(960_000);
        handler.wait(4 hours);
        handler.rebalance();
        assertLe(6, handler.rebalances(), "rebalances");
        assertTrue((handler.cuts() != 0) == (mode() == Mode.Cppi), "cuts");
        assertEq(bytes(handler.broken()), "", "broken promise");
    }

    function invariant_P48_everyPromiseIsKept() external view {
        assertEq(bytes(handler.broken()), "", "broken promise");
    }

    function mode() internal pure virtual returns (Mode);

    function _newHandler(bool riskyIsToken0) internal returns (VaultHandler) {
        return VaultHandler(deploy("VaultHandler.sol:VaultHandler", abi.encode(riskyIsToken0, mode())));
    }
}

contract VaultInvariantsRiskyFirstTest is VaultInvariants {
    function setUp() external {
        handler = _newHandler(true);
    }

    function mode() internal pure override returns (Mode) {
        return Mode.ConstantMix;
    }
}

contract VaultInvariantsQuoteFirstTest is VaultInvariants {
    function setUp() external {
        handler = _newHandler(false);
    }

    function mode() internal pure override returns (Mode) {
        return Mode.ConstantMix;
    }
}

contract VaultInvariantsCppiTest is VaultInvariants {
    function setUp() external {
        handler = _newHandler(true);
    }

    function mode() internal pure override returns (Mode) {
        return Mode.Cppi;
    }
}
