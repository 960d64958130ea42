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
