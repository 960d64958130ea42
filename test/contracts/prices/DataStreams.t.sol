// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPriceFeed, PriceFeedSettings} from "../../../contracts/interfaces/prices/IPriceFeed.sol";
import {FeePaid} from "../../../contracts/prices/FeePaid.sol";
import {DataStreamsFixture, StreamReport} from "../support/prices/DataStreamsFixture.sol";
import {FakeFeeManager} from "../support/prices/FakeFeeManager.sol";

/// What Chainlink's own contracts refuse with.
interface IChainlinkErrors {
    error BadVerification();
    error IncorrectSignatureCount(uint256 numSigners, uint256 expectedNumSigners);
    error DigestInactive(bytes32 configDigest);
}

/// What this project's adapter and feed refuse with beyond IPriceFeed.
interface IOwnErrors {
    error UnknownReportVersion(bytes32 feedId);
    error ReportExpired(uint256 expiresAt, uint256 nowAt);
    error OutOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max);
    error NotTheVerifier(address sender);
}

/// A feed behind Chainlink's own verifier.
contract DataStreamsTest is DataStreamsFixture {
    uint256 private constant START_AT = 1_800_000_000;
    uint256 private constant PRICE = 2_000e18;

    IPriceFeed private feed;

    /// What is left of a fee comes back.
    receive() external payable {}

    function setUp() public {
        vm.warp(START_AT);
        _setUpVerifier();
        feed = _newFeed(1_800, true);
    }

    function test_default() external {
        (, , bool isFresh) = feed.latest();
        assertTrue(!isFresh, "no price yet");
        vm.expectEmit(true, true, true, true, address(feed));
        emit IPriceFeed.PriceUpdated(PRICE, uint40(START_AT));
        feed.update(_sign(PRICE, START_AT));
        (uint256 priceWad, uint40 observedAt, bool isFreshNow) = feed.latest();
        assertEq(priceWad, PRICE, "price");
        assertEq(observedAt, START_AT, "time");
        assertTrue(isFreshNow, "fresh");
        vm.warp(START_AT + MAX_AGE_SEC);
        (, , isFresh) = feed.latest();
        assertTrue(isFresh, "fresh to the last second");
        vm.warp(START_AT + MAX_AGE_SEC + 1);
        (, , isFresh) = feed.latest();
        assertTrue(!isFresh, "then silent");
    }

    function test_P214_AForgedReportIsRefused() external {
        StreamReport memory report = _streamReport(PRICE, START_AT);
        bytes memory signed = _sign(report);
        report.priceWad += 1;
        bytes memory other = _sign(report);
        // The signatures of one under the words of the other: the signatures are the last words.
        for (uint256 i = 0; i < 8 * 32; i++) other[other.length - 1 - i] = signed[signed.length - 1 - i];
        vm.expectRevert(IChainlinkErrors.BadVerification.selector);
        feed.update(other);

        vm.expectRevert(IChainlinkErrors.BadVerification.selector);
        feed.update(_signBy(report, _signerKey(0), _signerKey(7)));
        vm.expectRevert(IChainlinkErrors.BadVerification.selector);
        feed.update(_signBy(report, _signerKey(2), _signerKey(2)));
        uint256[] memory one = new uint256[](1);
        one[0] = _signerKey(0);
        vm.expectRevert(abi.encodeWithSelector(IChainlinkErrors.IncorrectSignatureCount.selector, 1, 2));
        feed.update(_signByAll(report, one));
        feed.update(_sign(report));
    }

    function test_P214_SignersThatWereReplacedSignNothing() external {
        chainlink.deactivateConfig(CONFIG);
        vm.expectRevert(abi.encodeWithSelector(IChainlinkErrors.DigestInactive.selector, CONFIG));
        feed.update(_sign(PRICE, START_AT));
    }

    function test_P214_AReportOfAnotherFeedIsRefused() external {
        StreamReport memory report = _streamReport(PRICE, START_AT);
        report.feedId = bytes32(uint256(FEED) + 1);
        vm.expectRevert(abi.encodeWithSelector(IPriceFeed.OtherFeed.selector, report.feedId, FEED));
        feed.update(_sign(report));
        vm.expectRevert(abi.encodeWithSelector(IPriceFeed.OtherFeed.selector, report.feedId, FEED));
        feed.updateIfNewer(_sign(report));
        report.feedId = bytes32(uint256(0x0002) << 240);
        vm.expectRevert(abi.encodeWithSelector(IOwnErrors.UnknownReportVersion.selector, report.feedId));
        feed.update(_sign(report));
    }

    function test_P214_AReplayedOrLateReportIsRefused() external {
        bytes memory first = _sign(PRICE, START_AT);
        feed.update(first);
        vm.expectRevert(abi.encodeWithSelector(IPriceFeed.PriceNotNewer.selector, START_AT, START_AT));
        feed.update(first);
        vm.expectRevert(abi.encodeWithSelector(IPriceFeed.PriceNotNewer.selector, START_AT - 5, START_AT));
        feed.update(_sign(PRICE + 1, START_AT - 5));
        // What a transaction carries that others have overtaken changes nothing.
        (uint256 priceWad, uint40 observedAt) = feed.updateIfNewer(_sign(PRICE + 1, START_AT - 5));
        assertEq(priceWad, PRICE, "kept price");
        assertEq(observedAt, START_AT, "kept time");
        vm.warp(START_AT + 1);
        (priceWad, ) = feed.updateIfNewer(_sign(PRICE + 2, START_AT + 1));
        assertEq(priceWad, PRICE + 2, "a newer one counts");
    }

    function test_P214_AReportThatIsOldOrAheadIsRefused() external {
        uint256 oldAt = START_AT - MAX_AGE_SEC - 1;
        bytes memory late = abi.encodeWithSelector(IPriceFeed.PriceTooOld.selector, MAX_AGE_SEC + 1, MAX_AGE_SEC);
        vm.expectRevert(late);
        feed.update(_sign(PRICE, oldAt));
        vm.expectRevert(late);
        feed.updateIfNewer(_sign(PRICE, oldAt));
        vm.expectRevert(abi.encodeWithSelector(IPriceFeed.PriceInFuture.selector, START_AT + 1, START_AT));
        feed.update(_sign(PRICE, START_AT + 1));
        StreamReport memory report = _streamReport(PRICE, START_AT);
        report.expiresAt = uint32(START_AT - 1);
        vm.expectRevert(abi.encodeWithSelector(IOwnErrors.ReportExpired.selector, START_AT - 1, START_AT));
        feed.update(_sign(report));
        feed.update(_sign(PRICE, oldAt + 1));
    }

    function test_P214_APriceOutOfRangeIsRefused() external {
        StreamReport memory report = _streamReport(PRICE, START_AT);
        report.priceWad = 0;
        vm.expectRevert(abi.encodeWithSelector(IPriceFeed.PriceOutOfRange.selector, 0));
        feed.update(_sign(report));
        report.priceWad = -1;
        vm.expectRevert(abi.encodeWithSelector(IPriceFeed.PriceOutOfRange.selector, -1));
        feed.update(_sign(report));
    }

    /// The feed pays the provider out of the value; the rest goes back, from the verifier and from the feed.
    function test_behavior_aFeeIsPaidAndTheRestComesBack() external {
        FakeFeeManager fees = new FakeFeeManager();
        proxy.setFeeManager(address(fees));
        StreamReport memory report = _streamReport(PRICE, START_AT);
        report.nativeFeeWei = 0.01 ether;
        bytes memory signed = _sign(report);
        assertEq(verifier.quoteFee(signed), 0.01 ether, "quoted");
        vm.deal(address(this), 1 ether);
        vm.expectRevert(abi.encodeWithSelector(FeePaid.FeeTooLow.selector, 0.009 ether, 0.01 ether));
        feed.update{value: 0.009 ether}(signed);
        feed.update{value: 0.5 ether}(signed);
        assertEq(address(this).balance, 0.99 ether, "the fee alone is gone");
        assertEq(address(fees).balance, 0.01 ether, "to the provider");
        assertEq(address(feed).balance + address(verifier).balance, 0, "nothing stays");
    }

    function test_behavior_withoutAFeeAllOfTheValueComesBack() external {
        vm.deal(address(this), 1 ether);
        feed.update{value: 1 ether}(_sign(PRICE, START_AT));
        assertEq(address(this).balance, 1 ether, "all");
        vm.expectRevert(abi.encodeWithSelector(IOwnErrors.NotTheVerifier.selector, address(this)));
        (bool success, ) = address(feed).call{value: 1}("");
        assertTrue(success, "expectRevert turns it round");
    }

    function test_error_OutOfDomain() external {
        PriceFeedSettings memory settings = feed.settings();
        assertEq(settings.feedId, FEED, "as built");
        settings.maxAgeSec = 86_401;
        vm.expectRevert(
            abi.encodeWithSelector(IOwnErrors.OutOfDomain.selector, bytes32("maxAgeSec"), 86_401, 1, 86_400)
        );
        this.build(settings);
        (settings.maxAgeSec, settings.windowSec) = (1, 0);
        vm.expectRevert(abi.encodeWithSelector(IOwnErrors.OutOfDomain.selector, bytes32("windowSec"), 0, 1, 86_400));
        this.build(settings);
    }

    /// A call of its own, so that its refusal can be expected.
    function build(PriceFeedSettings calldata settings) external {
        deploy("PriceFeed.sol:PriceFeed", abi.encode(settings));
    }
}
