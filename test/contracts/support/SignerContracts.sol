// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// A wallet that takes its owner's ECDSA signature (ERC-1271).
contract OwnedSigner is IERC1271 {
    address private immutable _owner;

    constructor(address owner) {
        _owner = owner;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        (address recovered, ECDSA.RecoverError problem, ) = ECDSA.tryRecoverCalldata(digest, signature);
        return
            problem == ECDSA.RecoverError.NoError && recovered == _owner
                ? IERC1271.isValidSignature.selector
                : bytes4(0xffffffff);
    }
}

/// A wallet that burns all the gas it is given.
contract GasBurningSigner {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        // The gas runs out first.
        for (uint256 i = 0; i < type(uint256).max; ++i) {}
        return IERC1271.isValidSignature.selector;
    }
}

/// A wallet that reverts.
contract RevertingSigner {
    error Refused();

    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        revert Refused();
    }
}

/// A wallet that takes the signatures of any `threshold` of its owners, in ascending order of their addresses.
contract QuorumSigner is IERC1271 {
    uint256 private constant LENGTH = 65;

    uint256 private immutable _threshold;
    mapping(address account => bool isOwner) private _owners;

    constructor(address[] memory owners, uint256 threshold) {
        for (uint256 i = 0; i < owners.length; i++) _owners[owners[i]] = true;
        _threshold = threshold;
    }

    function isValidSignature(bytes32 digest, bytes calldata row) external view returns (bytes4) {
        address previous = address(0);
        uint256 count = row.length / LENGTH;
        for (uint256 i = 0; i < count; i++) {
            (address owner, ECDSA.RecoverError problem, ) = ECDSA.tryRecoverCalldata(
                digest,
                row[i * LENGTH:(i + 1) * LENGTH]
            );
            bool isNext = problem == ECDSA.RecoverError.NoError && owner > previous && _owners[owner];
            if (!isNext) return bytes4(0xffffffff);
            previous = owner;
        }
        return count >= _threshold ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
