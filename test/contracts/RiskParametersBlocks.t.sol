// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Status} from "../../contracts/interfaces/IRiskParameters.sol";
import {BlockSource, ChainBlocks} from "../../contracts/libraries/ChainBlocks.sol";
import {MarketConfig, Report} from "../../contracts/libraries/MarketTypes.sol";
import {ModelLib} from "../../contracts/libraries/ModelLib.sol";
import {ReportLib} from "../../contracts/libraries/ReportLib.sol";
import {ArbHistoryStandIn, ArbSysStandIn} from "./support/ArbSysStandIn.sol";
import {RiskParametersFixture} from "./support/RiskParametersFixture.sol";

/// A chain whose NUMBER is its parent's: blocks as ArbSys counts them.
contract RiskParametersBlocksTest is RiskParametersFixture {
    ArbSysStandIn private constant ARB_SYS = ArbSysStandIn(address(0x64));
    address private constant HISTORY_STORAGE = 0x0000F90827F1C53a10cb7A02335B175320002935;
    uint256 private constant OWN_HEIGHT = 400_000_000;

    function setUp() public override {
        super.setUp();
        vm.etch(address(0x64), address(new ArbSysStandIn()).code);
        vm.etch(HISTORY_STORAGE, address(new ArbHistoryStandIn()).code);
        risk = newRiskParameters(CORE_HASH, BlockSource.ArbSys);
        grantRoles(address(risk));
        MarketConfig memory config = buildConfig();
        config.freshness.reportAgeBlocks = 393_168;
        addMarket(MARKET, config);
        ARB_SYS.setBlock(OWN_HEIGHT, hashOf(OWN_HEIGHT - 1));
    }

    function buildOwnReport(uint256 blockNumber) private view returns (Report memory report) {
        report = buildReport();
        report.blockNumber = uint64(blockNumber);
        report.blockHash = hashOf(blockNumber);
    }

    function test_default() external {
        assertEq(uint256(risk.blockSource()), uint256(BlockSource.ArbSys), "block source");
        push(buildOwnReport(OWN_HEIGHT - 1));
        assertStatus(MARKET, Status.Active, "taken by the chain's own blocks");
    }

    /// ArbSys answers for 256 blocks, the contract of EIP-2935 for 393,168.
    function test_behavior_olderBlocks() external {
        uint256[4] memory ages = [uint256(256), 257, 8_192, 393_168];
        for (uint256 i = 0; i < ages.length; i++) {
            uint256 blockNumber = OWN_HEIGHT - ages[i];
            if (ages[i] == 256) ARB_SYS.setBlock(blockNumber + 1, hashOf(blockNumber));
            else vm.store(HISTORY_STORAGE, bytes32(blockNumber % 393_168), hashOf(blockNumber));
            ARB_SYS.setBlock(OWN_HEIGHT, hashOf(OWN_HEIGHT - 1));
            push(buildOwnReport(blockNumber));
            assertEq(risk.marketState(MARKET).observedAt, nowAt, "taken");
            advance(EPOCH_SEC);
        }
    }

    /// The parent's blocks mean nothing here.
    function test_error_BlockTooOld_parentsBlock() external {
        Report memory report = buildReport();
        bytes memory signatures = signReport(report, 0, 2);
        uint256 ageBlocks = OWN_HEIGHT - report.blockNumber;
        vm.expectRevert(abi.encodeWithSelector(ReportLib.BlockTooOld.selector, ageBlocks, 393_168));
        risk.push(report, signatures);
    }

    function test_error_BlockNotPast() external {
        Report memory report = buildOwnReport(OWN_HEIGHT);
        bytes memory signatures = signReport(report, 0, 2);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.BlockNotPast.selector, OWN_HEIGHT, OWN_HEIGHT));
        risk.push(report, signatures);
    }

    function test_error_BlockHashMismatch() external {
        Report memory report = buildOwnReport(OWN_HEIGHT - 1);
        report.blockHash = "another chain";
        expectMismatch(report, hashOf(OWN_HEIGHT - 1));
        // The history contract has forgotten, or never knew.
        expectMismatch(buildOwnReport(OWN_HEIGHT - 300), 0);
    }

    /// As many blocks as the chain can tell, and no more.
    function test_error_OutOfDomain_reportAgeBlocks() external {
        MarketConfig memory config = buildConfig();
        config.freshness.reportAgeBlocks = 393_169;
        vm.prank(GOVERNOR);
        vm.expectRevert(
            abi.encodeWithSelector(ModelLib.OutOfDomain.selector, bytes32("reportAgeBlocks"), 393_169, 1, 393_168)
        );
        risk.addMarket("second", config);
    }

    function test_error_WrongBlockSource() external {
        vm.expectRevert(abi.encodeWithSelector(ChainBlocks.WrongBlockSource.selector, BlockSource.Plain));
        newRiskParameters(CORE_HASH, BlockSource.Plain);
        bytes memory refusal = abi.encodeWithSelector(ChainBlocks.WrongBlockSource.selector, BlockSource.ArbSys);
        // Nobody there; somebody who reverts; somebody who answers with something else.
        bytes[3] memory others = [bytes(""), hex"5f5ffd", hex"60405ff3"];
        for (uint256 i = 0; i < others.length; i++) {
            vm.etch(address(0x64), others[i]);
            vm.expectRevert(refusal);
            newRiskParameters(CORE_HASH, BlockSource.ArbSys);
            newRiskParameters(CORE_HASH, BlockSource.Plain);
        }
    }

    function expectMismatch(Report memory report, bytes32 actual) private {
        bytes memory signatures = signReport(report, 0, 2);
        vm.expectRevert(
            abi.encodeWithSelector(ReportLib.BlockHashMismatch.selector, report.blockNumber, report.blockHash, actual)
        );
        risk.push(report, signatures);
    }
}
