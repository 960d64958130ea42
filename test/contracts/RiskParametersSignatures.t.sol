// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MarketConfig, Report} from "../../contracts/libraries/MarketTypes.sol";
import {ReportLib} from "../../contracts/libraries/ReportLib.sol";
import {Status} from "../../contracts/interfaces/IRiskParameters.sol";
import {IRiskParametersContract} from "./support/IRiskParametersContract.sol";
import {ChainVm, RiskParametersFixture} from "./support/RiskParametersFixture.sol";
import {OwnedSigner, RevertingSigner} from "./support/SignerContracts.sol";

contract RiskParametersSignaturesTest is RiskParametersFixture {
    uint256 private constant CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    function test_default() external {
        uint8[2][3] memory pairs = [[0, 1], [0, 2], [1, 2]];
        for (uint256 i = 0; i < 3; i++) {
            Report memory report = buildReport();
            bytes32 digest = risk.reportDigest(report);
            risk.push(report, pair(signDigest(digest, keys[pairs[i][0]]), signDigest(digest, keys[pairs[i][1]])));
            advance(EPOCH_SEC);
        }
    }

    function test_behavior_moreThanTheThreshold() external {
        Report memory report = buildReport();
        risk.push(report, signReport(report, 0, 3));
        assertStatus(MARKET, Status.Active, "active");
    }

    /// What a wallet shows and signs: computed here from the type strings alone.
    function test_behavior_digestIsEip712() external view {
        Report memory report = buildReport();
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Gimbal RiskParameters"),
                keccak256("1"),
                block.chainid,
                address(risk)
            )
        );
        string memory observationType = string.concat(
            "Observation(uint64 baseFeePerGas,uint32 gasUsedRatioPips,uint64 nativePriceUsd6,uint64 depthUsd6,",
            "uint64 depthRefUsd6,uint64 varianceWad,uint64 navUsd6)"
        );
        string memory reportType = string.concat(
            "Report(bytes32 marketId,uint64 epoch,uint64 blockNumber,bytes32 blockHash,Observation observation)",
            observationType
        );
        bytes32 observationHash = keccak256(
            bytes.concat(keccak256(bytes(observationType)), abi.encode(report.observation))
        );
        bytes32 reportHash = keccak256(
            abi.encode(
                keccak256(bytes(reportType)),
                report.marketId,
                report.epoch,
                report.blockNumber,
                report.blockHash,
                observationHash
            )
        );
        assertEq(risk.reportDigest(report), keccak256(abi.encodePacked("\x19\x01", domain, reportHash)), "digest");
    }

    function test_behavior_contractReporter() external {
        (Report memory report, address wallet) = addContractMarket(address(new OwnedSigner(vm.addr(keys[4]))));
        bytes memory inner = signDigest(risk.reportDigest(report), keys[4]);
        risk.push(report, single(abi.encodePacked(wallet, inner)));
        assertStatus(report.marketId, Status.Active, "active");
    }

    function test_behavior_accountWithCodeStillSignsEcdsa() external {
        // As an account that delegates to a contract does (EIP-7702).
        vm.etch(vm.addr(keys[0]), hex"00");
        push(buildReport());
        assertStatus(MARKET, Status.Active, "active");
    }

    function test_error_QuorumNotReached() external {
        Report memory report = buildReport();
        bytes[] memory signatures = signReport(report, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.QuorumNotReached.selector, 1, 2));
        risk.push(report, signatures);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.QuorumNotReached.selector, 0, 2));
        risk.push(report, new bytes[](0));
    }

    function test_error_SignersNotAscending() external {
        Report memory report = buildReport();
        bytes[] memory signatures = signReport(report, 0, 2);
        (address first, address second) = (vm.addr(keys[0]), vm.addr(keys[1]));
        bytes[] memory twice = pair(signatures[0], signatures[0]);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.SignersNotAscending.selector, 1, first, first));
        risk.push(report, twice);
        bytes[] memory descending = pair(signatures[1], signatures[0]);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.SignersNotAscending.selector, 1, second, first));
        risk.push(report, descending);
    }

    function test_error_NotReporter() external {
        Report memory report = buildReport();
        // The fourth key is above the three reporters, and a stranger below them exists as well.
        bytes32 digest = risk.reportDigest(report);
        bytes[] memory signatures = pair(signDigest(digest, keys[0]), signDigest(digest, keys[3]));
        vm.expectRevert(abi.encodeWithSelector(ReportLib.NotReporter.selector, 1, vm.addr(keys[3])));
        risk.push(report, signatures);
        address stranger = address(1);
        signatures = pair(abi.encodePacked(stranger, "anything"), signatures[0]);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.NotReporter.selector, 0, stranger));
        risk.push(report, signatures);
    }

    function test_error_NotReporter_removed() external {
        Report memory report = buildReport();
        bytes[] memory signatures = signReport(report, 0, 2);
        address[] memory others = new address[](2);
        (others[0], others[1]) = (vm.addr(keys[1]), vm.addr(keys[2]));
        vm.prank(GOVERNOR);
        risk.setReporters(MARKET, others, 2);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.NotReporter.selector, 0, vm.addr(keys[0])));
        risk.push(report, signatures);
    }

    function test_error_InvalidSignature() external {
        Report memory report = buildReport();
        bytes memory good = signReport(report, 0, 1)[0];
        (bytes32 r, bytes32 s, uint8 v) = split(good);

        // The same signature in its other form, without v, and with 19 bytes.
        expectInvalid(report, abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), v == 27 ? 28 : 27), address(0));
        expectInvalid(report, abi.encodePacked(r, s, uint8(0)), address(0));
        expectInvalid(report, new bytes(19), address(0));
        // The compact form names a reporter by its first 20 bytes at most.
        expectInvalid(report, abi.encodePacked(vm.addr(keys[0]), good), vm.addr(keys[0]));
    }

    function test_error_InvalidSignature_contractReporter() external {
        (Report memory report, address wallet) = addContractMarket(address(new OwnedSigner(vm.addr(keys[4]))));
        bytes memory inner = signDigest(risk.reportDigest(report), keys[3]);
        expectInvalid(report, abi.encodePacked(wallet, inner), wallet);
        expectInvalid(report, abi.encodePacked(wallet), wallet);

        address reverting = address(new RevertingSigner());
        vm.etch(wallet, reverting.code);
        expectInvalid(report, abi.encodePacked(wallet, inner), wallet);
    }

    /// A signature is worth nothing for anything but the report that was signed.
    function testFuzz_behavior_everyFieldIsSigned(uint256 field, uint256 change) external {
        Report memory report = buildReport();
        bytes[] memory signatures = signReport(report, 0, 2);
        bytes memory words = abi.encode(report);
        field = bound(field, 0, words.length / 32 - 1);
        // Any other value of up to 32 bits, added modulo 2^64 so that every field stays within its type.
        change = bound(change, 1, U32);
        uint256 mask =
            field == 0 || field == 3
                ? type(uint256).max
                : field == 5
                    ? U32
                    : U64;
        assembly ("memory-safe") {
            let word := add(words, mul(0x20, add(field, 1)))
            mstore(word, and(add(mload(word), change), mask))
        }
        Report memory changed = abi.decode(words, (Report));
        assertTrue(risk.reportDigest(changed) != risk.reportDigest(report), "another digest");
        (bool success, ) = address(risk).call(abi.encodeCall(risk.push, (changed, signatures)));
        assertTrue(!success, "refused");
    }

    function test_behavior_boundToContractAndChain() external {
        Report memory report = buildReport();
        bytes[] memory signatures = signReport(report, 0, 2);
        IRiskParametersContract other = newRiskParameters(model, CORE_HASH);
        grantRoles(address(other));
        MarketConfig memory config = buildConfig();
        vm.prank(GOVERNOR);
        other.addMarket(MARKET, config);
        assertTrue(other.reportDigest(report) != risk.reportDigest(report), "another digest");
        (bool success, ) = address(other).call(abi.encodeCall(risk.push, (report, signatures)));
        assertTrue(!success, "refused by another contract");

        bytes32 digest = risk.reportDigest(report);
        ChainVm(address(vm)).chainId(block.chainid + 1);
        assertTrue(risk.reportDigest(report) != digest, "another digest");
        (success, ) = address(risk).call(abi.encodeCall(risk.push, (report, signatures)));
        assertTrue(!success, "refused on another chain");
    }

    /// A market whose only reporter is a contract.
    function addContractMarket(address wallet) private returns (Report memory report, address) {
        MarketConfig memory config = buildConfig();
        config.reporters = new address[](1);
        config.reporters[0] = wallet;
        config.threshold = 1;
        addMarket("contract", config);
        return (buildReport("contract", buildObservation()), wallet);
    }

    function expectInvalid(Report memory report, bytes memory signature, address signer) private {
        bytes[] memory signatures = pair(signature, signature);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.InvalidSignature.selector, 0, signer));
        risk.push(report, signatures);
    }

    function single(bytes memory signature) private pure returns (bytes[] memory signatures) {
        signatures = new bytes[](1);
        signatures[0] = signature;
    }

    function pair(bytes memory first, bytes memory second) private pure returns (bytes[] memory signatures) {
        signatures = new bytes[](2);
        (signatures[0], signatures[1]) = (first, second);
    }

    function split(bytes memory signature) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly ("memory-safe") {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
            v := byte(0, mload(add(signature, 0x60)))
        }
    }
}
