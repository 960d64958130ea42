// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// A log as the test runner records it.
struct RecordedLog {
    bytes32[] topics;
    bytes data;
    address emitter;
}

/// The cheat codes that only the vault's tests use.
interface VaultVm {
    function readFile(string calldata path) external view returns (string memory);
    function parseJsonBytes(string calldata json, string calldata key) external pure returns (bytes memory);
    function getRecordedLogs() external returns (RecordedLog[] memory logs);
}

/// Foreign artifacts and recorded logs.
library VaultArtifacts {
    VaultVm private constant CHEATS = VaultVm(address(uint160(uint256(keccak256("hevm cheat code")))));
    string private constant UNISWAP_FACTORY =
        "node_modules/@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json";

    error NotDeployed();

    /// Deploys the published bytecode of Uniswap v3's factory.
    function deployUniswapFactory() internal returns (address) {
        return deployPublished(UNISWAP_FACTORY, "");
    }

    /// Deploys the bytecode that its authors published.
    function deployPublished(
        string memory path,
        bytes memory constructorArguments
    ) internal returns (address deployed) {
        bytes memory code = bytes.concat(
            CHEATS.parseJsonBytes(CHEATS.readFile(path), ".bytecode"),
            constructorArguments
        );
        assembly ("memory-safe") {
            deployed := create(0, add(code, 32), mload(code))
        }
        require(deployed != address(0), NotDeployed());
    }

    /// The last log since `vm.recordLogs`.
    function lastLog() internal returns (RecordedLog memory) {
        RecordedLog[] memory logs = CHEATS.getRecordedLogs();
        return logs[logs.length - 1];
    }
}
