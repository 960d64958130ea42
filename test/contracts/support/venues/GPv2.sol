// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ISettlement} from "../../../../contracts/venues/orders/ISettlement.sol";
import {VaultArtifacts} from "../VaultArtifacts.sol";

/// A trade of a settlement, as its authors define it.
struct GPv2Trade {
    uint256 sellTokenIndex;
    uint256 buyTokenIndex;
    address receiver;
    uint256 sellAmount;
    uint256 buyAmount;
    uint32 validTo;
    bytes32 appData;
    uint256 feeAmount;
    uint256 flags;
    uint256 executedAmount;
    bytes signature;
}

struct GPv2Interaction {
    address target;
    uint256 value;
    bytes callData;
}

/// The part of the real settlement that tests use beyond the vault's.
interface IGPv2Settlement is ISettlement {
    function settle(
        address[] calldata tokens,
        uint256[] calldata clearingPrices,
        GPv2Trade[] calldata trades,
        GPv2Interaction[][3] calldata interactions
    ) external;
}

interface IGPv2Authentication {
    function initializeManager(address manager) external;
    function addSolver(address solver) external;
}

/// The published settlement with its allow-list.
library GPv2 {
    string private constant FOLDER = "node_modules/@cowprotocol/contracts/lib/contracts/";

    /// A settlement whose only solver is the given account.
    function deploySettlement(address solver) internal returns (IGPv2Settlement) {
        address list = VaultArtifacts.deployPublished(string.concat(FOLDER, "GPv2AllowListAuthentication.json"), "");
        IGPv2Authentication(list).initializeManager(address(this));
        IGPv2Authentication(list).addSolver(solver);
        // Balances are plain ones only: the Balancer vault is never called.
        bytes memory arguments = abi.encode(list, address(0xdead));
        return IGPv2Settlement(VaultArtifacts.deployPublished(string.concat(FOLDER, "GPv2Settlement.json"), arguments));
    }
}
