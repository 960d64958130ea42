// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParametersReports} from "../../../contracts/interfaces/IRiskParametersReports.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {IPriceFeed} from "../../../contracts/interfaces/prices/IPriceFeed.sol";
import {IPricedPush, PriceUpdate} from "../../../contracts/interfaces/prices/IPricedPush.sol";
import {Report} from "../../../contracts/libraries/MarketTypes.sol";
import {StreamReport} from "../support/prices/DataStreamsFixture.sol";
import {FakeFeeManager} from "../support/prices/FakeFeeManager.sol";
import {PricedMarketFixture} from "../support/prices/PricedMarketFixture.sol";

/// Signed prices and evidence in one transaction.
contract PricedPushTest is PricedMarketFixture {
    IPricedPush private carrier;

    /// What is left of the fees comes back.
    receive() external payable {}

    function setUp() public override {
        super.setUp();
        carrier = IPricedPush(deploy("PricedPush.sol:PricedPush", ""));
    }

    function updatesOf(bytes memory signed) private view returns (PriceUpdate[] memory updates) {
        updates = new PriceUpdate[](1);
        updates[0] = PriceUpdate(feed, signed);
    }

    function reports() private view returns (IRiskParametersReports) {
        return IRiskParametersReports(address(risk));
    }

    function test_default() external {
        Report memory report = buildReport();
        carrier.push(reports(), report, signReport(report, 0, 2), updatesOf(_sign(_meanWad(), nowAt)));
        assertStatus(MARKET, Status.Active, "pushed");
        (uint256 priceWad, , ) = feed.latest();
        assertEq(priceWad, _meanWad(), "and updated");
    }

    function test_behavior_anOvertakenPriceDoesNotStopThePush() external {
        Report memory report = buildReport();
        bytes memory signatures = signReport(report, 0, 2);
        bytes memory carried = _sign(_meanWad() - 1, nowAt - 2);
        _update(_meanWad());
        carrier.push(reports(), report, signatures, updatesOf(carried));
        assertStatus(MARKET, Status.Active, "pushed");
    }

    function test_behavior_feedsOfSeveralVerifiersAndTheirFees() external {
        IPriceFeed first = feed;
        _setUpVerifier();
        FakeFeeManager fees = new FakeFeeManager();
        proxy.setFeeManager(address(fees));
        IPriceFeed second = _newFeed(WINDOW_SEC, true);
        StreamReport memory dear = _streamReport(_meanWad(), nowAt);
        dear.nativeFeeWei = 0.01 ether;
        PriceUpdate[] memory updates = new PriceUpdate[](2);
        updates[0] = PriceUpdate(second, _sign(dear));
        updates[1] = PriceUpdate(first, _sign(_meanWad(), nowAt));
        Report memory report = buildReport();
        vm.deal(address(this), 1 ether);
        carrier.push{value: 1 ether}(reports(), report, signReport(report, 0, 2), updates);
        assertStatus(MARKET, Status.Active, "pushed");
        assertEq(address(this).balance, 0.99 ether, "the fee alone is gone");
        assertEq(address(carrier).balance, 0, "nothing stays");
    }

    function test_behavior_aBatchAfterAnUpdate() external {
        Report[] memory batch = new Report[](1);
        bytes[] memory signatures = new bytes[](1);
        batch[0] = buildReport();
        signatures[0] = signReport(batch[0], 0, 2);
        bytes memory data = abi.encodeCall(IRiskParametersReports.pushMany, (batch, signatures));
        bytes memory answer = carrier.updateAndCall(updatesOf(_sign(_meanWad(), nowAt)), address(risk), data);
        bytes[] memory refusals = abi.decode(answer, (bytes[]));
        assertEq(refusals[0].length, 0, "taken");
    }

    function test_error_whatAFeedOrRiskParametersRefuse() external {
        Report memory report = buildReport();
        bytes memory signatures = signReport(report, 0, 2);
        PriceUpdate[] memory updates = updatesOf(_sign(_meanWad(), nowAt + 1));
        vm.expectRevert(abi.encodeWithSelector(IPriceFeed.PriceInFuture.selector, nowAt + 1, nowAt));
        carrier.push(reports(), report, signatures, updates);
        uint256 signedWad = _meanWad() * 2;
        updates = updatesOf(_sign(signedWad, nowAt));
        bytes memory refusal = abi.encodeWithSelector(
            IPriceFeed.PriceDeviates.selector,
            _meanWad(),
            signedWad,
            DEVIATION_PIPS
        );
        vm.expectRevert(refusal);
        carrier.push(reports(), report, signatures, updates);
        vm.expectRevert(refusal);
        carrier.updateAndCall(
            updates,
            address(risk),
            abi.encodeCall(IRiskParametersReports.push, (report, signatures))
        );
        (, uint40 observedAt, ) = feed.latest();
        assertEq(observedAt, 0, "all or nothing");
    }
}
