// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ISettlement} from "./ISettlement.sol";

/// An order as the settlement knows it. `kind` and the balances are hashes of words.
struct SettlementOrder {
    address sellToken;
    address buyToken;
    address receiver;
    uint256 sellAmount;
    uint256 buyAmount; // the least that is taken
    uint32 validTo; // unix seconds, inclusive
    bytes32 appData;
    uint256 feeAmount;
    bytes32 kind;
    bool partiallyFillable;
    bytes32 sellTokenBalance;
    bytes32 buyTokenBalance;
}

/// CoW Protocol's settlement, seen by an owner of orders: their EIP-712 digest, and whether it is at work just now.
///
/// Source: CoW Protocol's contracts 1.8.0, GPv2Order (type hash), GPv2Signing (domain), GPv2Settlement (storage: the
/// signatures' mapping in slot 0, the reentrancy guard in slot 1). The tests of IntentVault fill orders on
/// the published contract.
library SettlementLib {
    /// The address does not hold a settlement of this protocol's second version, on this chain, at rest.
    error NotASettlement(address settlement);

    bytes32 internal constant KIND_SELL = keccak256("sell");
    bytes32 internal constant BALANCE_ERC20 = keccak256("erc20");
    bytes32 private constant TYPE_HASH = keccak256(
        "Order(address sellToken,address buyToken,address receiver,uint256 sellAmount,uint256 buyAmount,"
        "uint32 validTo,bytes32 appData,uint256 feeAmount,string kind,bool partiallyFillable,"
        "string sellTokenBalance,string buyTokenBalance)"
    );
    bytes32 private constant DOMAIN_HASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    /// Where the settlement keeps its reentrancy guard, and what is there while nothing is settled.
    uint256 private constant GUARD_SLOT = 1;
    uint256 private constant AT_REST = 1;

    /// What an owner has to know of a settlement for good.
    /// Reverts with NotASettlement if what it tells of itself is not what such a contract tells.
    function inspect(ISettlement settlement) internal view returns (address relayer, bytes32 domainSeparator) {
        domainSeparator = keccak256(
            abi.encode(DOMAIN_HASH, keccak256("Gnosis Protocol"), keccak256("v2"), block.chainid, settlement)
        );
        bool isRight =
            _ask(settlement, abi.encodeCall(settlement.domainSeparator, ()), 32) == domainSeparator &&
                _ask(settlement, abi.encodeCall(settlement.getStorageAt, (GUARD_SLOT, 1)), 96) == bytes32(AT_REST);
        require(isRight, NotASettlement(address(settlement)));
        relayer = settlement.vaultRelayer();
    }

    /// Whether it settles something at this moment: the caller is then one of its interactions, or a token's hook.
    function isSettling(ISettlement settlement) internal view returns (bool) {
        return abi.decode(settlement.getStorageAt(GUARD_SLOT, 1), (uint256)) != AT_REST;
    }

    /// What the order's owner signs.
    function digest(SettlementOrder memory order, bytes32 domainSeparator) internal pure returns (bytes32) {
        // A struct without dynamic members is encoded as its fields in line, as EIP-712 wants them.
        bytes32 structHash = keccak256(abi.encode(TYPE_HASH, order));
        return keccak256(abi.encodePacked(hex"1901", domainSeparator, structHash));
    }

    /// The last word of an answer of so many bytes; 0 if it does not answer like that.
    function _ask(ISettlement settlement, bytes memory call_, uint256 size) private view returns (bytes32 word) {
        (bool answered, bytes memory answer) = address(settlement).staticcall(call_);
        if (!answered || answer.length != size) return 0;
        assembly ("memory-safe") {
            word := mload(add(answer, size))
        }
    }
}
