// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPriceFeed, PriceFeedSettings} from "../../../../contracts/interfaces/prices/IPriceFeed.sol";
import {IPriceVerifier} from "../../../../contracts/interfaces/prices/IPriceVerifier.sol";
import {Test} from "../Test.sol";
import {VaultArtifacts} from "../VaultArtifacts.sol";

/// What a test calls of Chainlink's contracts.
interface IChainlinkProxy {
    function initializeVerifier(address verifier) external;
    function setFeeManager(address feeManager) external;
}

interface IChainlinkVerifier {
    struct AddressAndWeight {
        address addr;
        uint64 weight;
    }

    function setConfig(
        bytes32 digest,
        address[] memory signers,
        uint8 f,
        AddressAndWeight[] memory recipients
    ) external;
    function deactivateConfig(bytes32 digest) external;
}

/// A report of version 3, as it is signed.
struct StreamReport {
    bytes32 feedId;
    uint32 validFromAt;
    uint32 observedAt;
    uint192 nativeFeeWei;
    uint192 linkFee;
    uint32 expiresAt;
    int192 priceWad;
    int192 bidWad;
    int192 askWad;
}

/// Chainlink's own verifier with four signers, two of whom have to sign, behind this project's adapter.
abstract contract DataStreamsFixture is Test {
    bytes32 internal constant FEED = bytes32(uint256(0x0003) << 240) | bytes32(uint256(0xe7));
    bytes32 internal constant CONFIG = bytes32(uint256(0x0006) << 240) | bytes32(uint256(0xc1));
    uint32 internal constant MAX_AGE_SEC = 120;

    IChainlinkProxy internal proxy;
    IChainlinkVerifier internal chainlink;
    IPriceVerifier internal verifier;

    function _setUpVerifier() internal {
        string memory folder = "build/verifier/";
        proxy = IChainlinkProxy(
            VaultArtifacts.deployPublished(string.concat(folder, "VerifierProxy.json"), abi.encode(address(0)))
        );
        chainlink = IChainlinkVerifier(
            VaultArtifacts.deployPublished(string.concat(folder, "Verifier.json"), abi.encode(proxy))
        );
        proxy.initializeVerifier(address(chainlink));
        address[] memory signers = new address[](4);
        for (uint256 i = 0; i < 4; i++) signers[i] = vm.addr(_signerKey(i));
        chainlink.setConfig(CONFIG, signers, 1, new IChainlinkVerifier.AddressAndWeight[](0));
        verifier = IPriceVerifier(deploy("DataStreamsVerifier.sol:DataStreamsVerifier", abi.encode(proxy)));
    }

    function _newFeed(uint32 windowSec, bool isRequired) internal returns (IPriceFeed) {
        bytes memory arguments = abi.encode(PriceFeedSettings(verifier, FEED, MAX_AGE_SEC, windowSec, isRequired));
        return IPriceFeed(deploy("PriceFeed.sol:PriceFeed", arguments));
    }

    function _signerKey(uint256 index) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("stream signer", index)));
    }

    function _streamReport(uint256 priceWad, uint256 observedAt) internal pure returns (StreamReport memory) {
        // Safe: tests pass values of the fields' types.
        int192 price = int192(int256(priceWad));
        uint32 at = uint32(observedAt);
        return StreamReport(FEED, at, at, 0, 0, at + 30 days, price, price - 1e18, price + 1e18);
    }

    /// Signed by the first two.
    function _sign(uint256 priceWad, uint256 observedAt) internal pure returns (bytes memory) {
        return _sign(_streamReport(priceWad, observedAt));
    }

    function _sign(StreamReport memory report) internal pure returns (bytes memory) {
        return _signBy(report, _signerKey(0), _signerKey(1));
    }

    function _signBy(StreamReport memory report, uint256 one, uint256 other) internal pure returns (bytes memory) {
        uint256[] memory keys_ = new uint256[](2);
        (keys_[0], keys_[1]) = (one, other);
        return _signByAll(report, keys_);
    }

    function _signByAll(StreamReport memory report, uint256[] memory keys_) internal pure returns (bytes memory) {
        bytes memory data = abi.encode(report);
        bytes32[3] memory context = [CONFIG, bytes32(uint256(1)), bytes32(0)];
        bytes32 digest = keccak256(abi.encodePacked(keccak256(data), context));
        bytes32[] memory rs = new bytes32[](keys_.length);
        bytes32[] memory ss = new bytes32[](keys_.length);
        bytes32 rawVs;
        for (uint256 i = 0; i < keys_.length; i++) {
            uint8 v;
            (v, rs[i], ss[i]) = vm.sign(keys_[i], digest);
            rawVs |= bytes32(uint256(v - 27) << (248 - 8 * i));
        }
        return abi.encode(context, data, rs, ss, rawVs);
    }
}
