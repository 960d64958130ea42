// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// The cheat codes of Hardhat's Solidity test runner that this project uses.
interface Vm {
    function addr(uint256 privateKey) external pure returns (address);
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function warp(uint256 timestampAt) external;
    function roll(uint256 blockNumber) external;
    function fee(uint256 baseFeePerGas) external;
    function deal(address account, uint256 balanceWei) external;
    function etch(address account, bytes calldata code) external;
    function store(address account, bytes32 slot, bytes32 value) external;
    function load(address account, bytes32 slot) external view returns (bytes32);
    function prank(address sender) external;
    function startPrank(address sender) external;
    function stopPrank() external;
    function assume(bool condition) external pure;
    function expectRevert() external;
    function expectRevert(bytes4 selector) external;
    function expectRevert(bytes calldata revertData) external;
    function expectEmit(bool topic1, bool topic2, bool topic3, bool data, address emitter) external;
    function recordLogs() external;
    function snapshotState() external returns (uint256 id);
    function revertToState(uint256 id) external returns (bool);
    function setBlockhash(uint256 blockNumber, bytes32 blockHash) external;
    function label(address account, string calldata name) external;
    function getCode(string calldata artifact) external view returns (bytes memory);
}

/// Assertions that name both sides when they fail.
abstract contract Test {
    /// Tells the runner that contracts inheriting from this one hold tests.
    // solhint-disable-next-line const-name-snakecase
    bool public constant IS_TEST = true;

    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    error NotEqual(string what, uint256 left, uint256 right);
    error NotEqualBytes(string what, bytes left, bytes right);
    error NotLess(string what, uint256 left, uint256 right);
    error NotTrue(string what);

    /// Deploys a contract from its artifact, `File.sol:Name`. A test that says `new Name` compiles all of that contract
    /// once more into itself, which takes the compiler minutes where the contract is large.
    function deploy(string memory artifact, bytes memory constructorArguments) internal returns (address deployed) {
        bytes memory creation = bytes.concat(vm.getCode(artifact), constructorArguments);
        assembly ("memory-safe") {
            deployed := create(0, add(creation, 32), mload(creation))
            if iszero(deployed) {
                let data := mload(0x40)
                returndatacopy(data, 0, returndatasize())
                revert(data, returndatasize())
            }
        }
    }

    function assertTrue(bool condition, string memory what) internal pure {
        require(condition, NotTrue(what));
    }

    function assertEq(uint256 left, uint256 right, string memory what) internal pure {
        require(left == right, NotEqual(what, left, right));
    }

    function assertEq(address left, address right, string memory what) internal pure {
        assertEq(uint256(uint160(left)), uint256(uint160(right)), what);
    }

    function assertEq(bytes32 left, bytes32 right, string memory what) internal pure {
        assertEq(uint256(left), uint256(right), what);
    }

    function assertEq(bytes memory left, bytes memory right, string memory what) internal pure {
        require(keccak256(left) == keccak256(right), NotEqualBytes(what, left, right));
    }

    /// Asserts left <= right.
    function assertLe(uint256 left, uint256 right, string memory what) internal pure {
        require(left <= right, NotLess(what, left, right));
    }

    /// Maps any value into [min, max], the limits more often than chance would.
    function bound(uint256 value, uint256 min, uint256 max) internal pure returns (uint256) {
        if (value >= min && value <= max) return value;
        uint256 size = max - min;
        if (size == type(uint256).max) return value;
        if (value % 16 == 0) return min;
        if (value % 16 == 1) return max;
        return min + ((value / 16) % (size + 1));
    }
}
