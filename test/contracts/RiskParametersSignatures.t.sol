// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockSource} from "../../contracts/libraries/ChainBlocks.sol";
import {MarketConfig, Report} from "../../contracts/libraries/MarketTypes.sol";
import {Observation} from "../../contracts/libraries/ModelTypes.sol";
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
            risk.push(
                report,
                bytes.concat(signDigest(digest, keys[pairs[i][0]]), signDigest(digest, keys[pairs[i][1]]))
            );
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
        Observation memory observation = buildObservation();
        (observation.dataFeeWei, observation.curvaturePips, observation.horizonSec) = (7, 8, 9);
        Report memory report = buildReport(MARKET, observation);
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Gimbal RiskParameters"),
                keccak256("2"),
                block.chainid,
                address(risk)
            )
        );
        string memory observationType = string.concat(
            "Observation(uint64 baseFeePerGas,uint32 gasUsedRatioPips,uint64 nativePriceUsd6,uint64 depthUsd6,",
            "uint64 depthRefUsd6,uint64 varianceWad,uint64 navUsd6,uint64 dataFeeWei,uint32 curvaturePips,",
            "uint32 horizonSec)"
        );
        string memory reportType = string.concat(
            "Report(bytes32 marketId,address config,uint40 observedAt,uint64 blockNumber,bytes32 blockHash,",
            "Observation observation)",
            observationType
        );
        bytes32 observationHash = keccak256(bytes.concat(keccak256(bytes(observationType)), abi.encode(observation)));
        bytes32 reportHash = keccak256(
            abi.encode(
                keccak256(bytes(reportType)),
                report.marketId,
                report.config,
                report.observedAt,
                report.blockNumber,
                report.blockHash,
                observationHash
            )
        );
        assertEq(risk.reportDigest(report), keccak256(abi.encodePacked("\x19\x01", domain, reportHash)), "digest");
    }

    function test_behavior_contractReporter() external {
        (Report memory report, address wallet) = addContractMarket(address(new OwnedSigner(vm.addr(keys[4]))));
        bytes memory inner = signForWallet(risk.reportDigest(report), keys[4]);
        risk.push(report, wrapSignature(wallet, inner));
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
        bytes memory signatures = signReport(report, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.QuorumNotReached.selector, 1, 2));
        risk.push(report, signatures);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.QuorumNotReached.selector, 0, 2));
        risk.push(report, "");
    }

    /// Contracts and keys in one row, in the order of their addresses.
    function test_behavior_contractsAmongKeys() external {
        MarketConfig memory config = buildConfig();
        address wallet = address(new OwnedSigner(vm.addr(keys[4])));
        config.reporters = new address[](3);
        (config.reporters[0], config.reporters[1], config.reporters[2]) = (vm.addr(keys[0]), wallet, vm.addr(keys[1]));
        uint256[3] memory order = [uint256(0), 1, 2];
        for (uint256 i = 0; i < 3; i++) {
            for (uint256 j = 2; j > i; j--) {
                if (config.reporters[j] < config.reporters[j - 1]) {
                    (config.reporters[j], config.reporters[j - 1]) = (config.reporters[j - 1], config.reporters[j]);
                    (order[j], order[j - 1]) = (order[j - 1], order[j]);
                }
            }
        }
        config.threshold = 3;
        addMarket("mixed", config);
        Report memory report = buildReport("mixed", buildObservation());
        bytes32 digest = risk.reportDigest(report);
        bytes memory row;
        for (uint256 i = 0; i < 3; i++) {
            row = bytes.concat(
                row,
                order[i] == 1
                    ? wrapSignature(wallet, signForWallet(digest, keys[4]))
                    : signDigest(digest, keys[order[i] / 2])
            );
        }
        risk.push(report, row);
        assertStatus("mixed", Status.Active, "active");
    }

    function test_error_SignersNotAscending() external {
        Report memory report = buildReport();
        bytes memory first = signReport(report, 0, 1);
        bytes memory second = signReport(report, 1, 1);
        (address one, address two) = (vm.addr(keys[0]), vm.addr(keys[1]));
        vm.expectRevert(abi.encodeWithSelector(ReportLib.SignersNotAscending.selector, 1, one, one));
        risk.push(report, bytes.concat(first, first));
        vm.expectRevert(abi.encodeWithSelector(ReportLib.SignersNotAscending.selector, 1, two, one));
        risk.push(report, bytes.concat(second, first));
    }

    function test_error_NotReporter() external {
        Report memory report = buildReport();
        // The fourth key is above the three reporters, and a stranger below them exists as well.
        bytes memory first = signReport(report, 0, 1);
        bytes memory fourth = signReport(report, 3, 1);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.NotReporter.selector, 1, vm.addr(keys[3])));
        risk.push(report, bytes.concat(first, fourth));
        address stranger = address(1);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.NotReporter.selector, 0, stranger));
        risk.push(report, bytes.concat(wrapSignature(stranger, "anything"), first));
    }

    function test_error_NotReporter_removed() external {
        address[] memory others = new address[](2);
        (others[0], others[1]) = (vm.addr(keys[1]), vm.addr(keys[2]));
        vm.prank(GOVERNOR);
        risk.setReporters(MARKET, others, 2);
        Report memory report = buildReport();
        bytes memory signatures = signReport(report, 0, 2);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.NotReporter.selector, 0, vm.addr(keys[0])));
        risk.push(report, signatures);
        signatures = signReport(report, 1, 2);
        risk.push(report, signatures);
    }

    function test_error_InvalidSignature() external {
        Report memory report = buildReport();
        bytes memory good = signReport(report, 0, 1);
        (uint8 v, bytes32 r, bytes32 s) = split(good);

        // The same signature in its other form, with another v, and cut short.
        expectInvalid(
            report,
            abi.encodePacked(uint8(v == 27 ? 28 : 27), r, bytes32(CURVE_ORDER - uint256(s))),
            address(0)
        );
        expectInvalid(report, abi.encodePacked(uint8(1), r, s), address(0));
        expectInvalid(report, abi.encodePacked(uint8(29), r, s), address(0));
        expectInvalid(report, abi.encodePacked(v, r, uint248(uint256(s) >> 8)), address(0));
        expectInvalid(report, abi.encodePacked(v), address(0));
        // One that recovers to nobody.
        expectInvalid(report, abi.encodePacked(uint8(27), bytes32(0), bytes32(uint256(1))), address(0));
        // A contract's whose head, or whose own part, is cut short.
        expectInvalid(report, abi.encodePacked(uint8(0), vm.addr(keys[0]), uint16(0)), address(0));
        expectInvalid(report, abi.encodePacked(uint8(0), vm.addr(keys[0]), uint24(2), uint8(1)), vm.addr(keys[0]));
        // A key's account is no contract.
        expectInvalid(report, wrapSignature(vm.addr(keys[0]), good), vm.addr(keys[0]));
        // What follows a good one counts as the next.
        bytes memory tail = bytes.concat(signReport(report, 0, 2), hex"1b");
        vm.expectRevert(abi.encodeWithSelector(ReportLib.InvalidSignature.selector, 2, address(0)));
        risk.push(report, tail);
    }

    function test_error_InvalidSignature_contractReporter() external {
        (Report memory report, address wallet) = addContractMarket(address(new OwnedSigner(vm.addr(keys[4]))));
        bytes memory inner = signForWallet(risk.reportDigest(report), keys[3]);
        expectInvalid(report, wrapSignature(wallet, inner), wallet);
        expectInvalid(report, wrapSignature(wallet, ""), wallet);

        address reverting = address(new RevertingSigner());
        vm.etch(wallet, reverting.code);
        expectInvalid(report, wrapSignature(wallet, inner), wallet);
    }

    /// A signature is worth nothing for anything but the report that was signed.
    function testFuzz_behavior_everyFieldIsSigned(uint256 field, uint256 change) external {
        Report memory report = buildReport();
        bytes memory signatures = signReport(report, 0, 2);
        bytes memory words = abi.encode(report);
        field = bound(field, 0, words.length / 32 - 1);
        // Any other value of up to 32 bits, added within the field's type.
        change = bound(change, 1, U32);
        uint256 mask = type(uint256).max;
        if (field == 1) mask = type(uint160).max;
        else if (field == 2) mask = U40;
        else if (field == 3) mask = type(uint64).max;
        else if (field == 5) mask = (1 << 225) - 1;
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
        bytes memory signatures = signReport(report, 0, 2);
        IRiskParametersContract other = newRiskParameters(CORE_HASH, BlockSource.Plain);
        grantRoles(address(other));
        MarketConfig memory config = buildConfig();
        vm.prank(GOVERNOR);
        other.addMarket(MARKET, config);
        assertTrue(other.reportDigest(report) != risk.reportDigest(report), "another digest");
        // Even if the configuration lay at the same address there.
        report.config = other.marketState(MARKET).config;
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
        vm.expectRevert(abi.encodeWithSelector(ReportLib.InvalidSignature.selector, 0, signer));
        risk.push(report, signature);
    }

    function split(bytes memory signature) private pure returns (uint8 v, bytes32 r, bytes32 s) {
        assembly ("memory-safe") {
            v := byte(0, mload(add(signature, 0x20)))
            r := mload(add(signature, 0x21))
            s := mload(add(signature, 0x41))
        }
    }
}
