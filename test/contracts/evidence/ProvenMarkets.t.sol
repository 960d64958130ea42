// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IProvenEvidence, ProvenSettings} from "../../../contracts/interfaces/IProvenEvidence.sol";
import {IRiskParametersAdmin} from "../../../contracts/interfaces/IRiskParametersAdmin.sol";
import {IRiskParametersReports} from "../../../contracts/interfaces/IRiskParametersReports.sol";
import {Source} from "../../../contracts/libraries/MarketTypes.sol";
import {ModelLib} from "../../../contracts/libraries/ModelLib.sol";
import {EvidenceFixture} from "../support/evidence/EvidenceFixture.sol";
import {Hints} from "../support/evidence/Hints.sol";
import {IVaultTestPool} from "../support/VaultPoolActor.sol";

/// Markets that take no reports, or measure something else by now; sources and pools that cannot be measured.
contract ProvenMarketsTest is EvidenceFixture {
    function test_behavior_measureWhileHalted() external {
        start();
        vm.prank(GUARDIAN);
        risk.halt(PROVEN);
        bytes memory before = stateOf(reporter);
        vm.expectRevert(abi.encodeWithSelector(IRiskParametersReports.HaltedMarket.selector, PROVEN));
        reporter.pushUnhinted();
        assertEq(stateOf(reporter), before, "nothing is kept");
        uint256 segment = reporter.state().segment;
        live(1_200);
        reporter.measure(findHints());
        assertEq(reporter.state().segment, segment + 15, "the state moves on");
        vm.prank(GOVERNOR);
        risk.resume(PROVEN);
        live(600);
        reporter.push(findHints());
    }

    function test_error_sourceChanged() external {
        start();
        Source memory source = buildSource();
        source.startVarianceWad += 1;
        vm.prank(GOVERNOR);
        risk.setSource(PROVEN, source);
        bytes memory refusal = abi.encodeWithSelector(
            IProvenEvidence.SourceChanged.selector,
            keccak256(abi.encode(buildSource())),
            keccak256(abi.encode(source))
        );
        vm.expectRevert(refusal);
        reporter.pushUnhinted();
        vm.expectRevert(refusal);
        reporter.observe();
        // The state can go on: it is nobody's evidence meanwhile.
        reporter.measure(0);
        vm.prank(GOVERNOR);
        risk.setSource(PROVEN, buildSource());
        reporter.observe();
    }

    function test_error_unknownMarket() external {
        ProvenSettings memory settings = buildSettings(buildSource());
        settings.marketId = "none";
        reporter = newReporter(settings);
        reporter.measure(0);
        vm.expectRevert(abi.encodeWithSelector(IRiskParametersAdmin.UnknownMarket.selector, bytes32("none")));
        reporter.observe();
    }

    function test_error_sourceIncomplete() external {
        ProvenSettings memory settings = buildSettings(buildSource());
        settings.source.pool = address(0);
        _expectIncomplete(settings);
        settings = buildSettings(buildSource());
        settings.source.portfolio = address(0);
        _expectIncomplete(settings);
        settings = buildSettings(buildSource());
        settings.source.startVarianceWad = 0;
        _expectIncomplete(settings);
        settings = buildSettings(buildSource());
        settings.source.startDepthRefUsd6 = 0;
        _expectIncomplete(settings);
    }

    function _expectIncomplete(ProvenSettings memory settings) private {
        vm.expectRevert(abi.encodeWithSelector(IProvenEvidence.SourceIncomplete.selector));
        this.tryDeploy(settings);
    }

    function test_error_ages() external {
        ProvenSettings memory settings = buildSettings(buildSource());
        settings.minFeeAgeBlocks = 0;
        vm.expectRevert(
            abi.encodeWithSelector(ModelLib.OutOfDomain.selector, bytes32("minFeeAgeBlocks"), 0, 1, MAX_FEE_AGE)
        );
        this.tryDeploy(settings);
        settings.minFeeAgeBlocks = MAX_FEE_AGE + 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                ModelLib.OutOfDomain.selector,
                bytes32("minFeeAgeBlocks"),
                MAX_FEE_AGE + 1,
                1,
                MAX_FEE_AGE
            )
        );
        this.tryDeploy(settings);
        settings.maxFeeAgeBlocks = 8_192;
        vm.expectRevert(
            abi.encodeWithSelector(ModelLib.OutOfDomain.selector, bytes32("maxFeeAgeBlocks"), 8_192, 1, 8_191)
        );
        this.tryDeploy(settings);
    }

    function tryDeploy(ProvenSettings memory settings) external {
        newReporter(settings);
    }

    function test_error_aPoolYoungerThanTheWindows() external {
        Source memory source = buildSource();
        IVaultTestPool young = openPool(3_000, START_TICK);
        (source.pool, source.nativePool) = (address(young), address(young));
        replace(buildSettings(source));
        pool = young;
        live(1_680);
        vm.expectRevert(bytes("OLD"));
        reporter.measure(0);
        assertRefused(abi.encodeCall(reporter.measure, (Hints.NONE >> 144)), IProvenEvidence.HintMisses.selector);
        live(264);
        reporter.measure(findHints());
    }

    /// The pool's price cannot be told in dollars.
    function test_error_domainOfThePrice() external {
        start();
        // Ether at $100,001 and more is no price that the model takes.
        actor.moveTo(pool, rootAt(START_TICK - 36_000));
        advance(1_800);
        assertRefused(abi.encodeCall(reporter.observe, ()), ModelLib.OutOfDomain.selector);
        // The state goes on without a report: no price is in it.
        reporter.measure(0);
    }
}
