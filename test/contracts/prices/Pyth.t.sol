// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MockPyth} from "@pythnetwork/pyth-sdk-solidity/MockPyth.sol";
import {PythErrors} from "@pythnetwork/pyth-sdk-solidity/PythErrors.sol";
import {IPriceFeed, PriceFeedSettings} from "../../../contracts/interfaces/prices/IPriceFeed.sol";
import {IPriceVerifier, SignedPrice} from "../../../contracts/interfaces/prices/IPriceVerifier.sol";
import {FeePaid} from "../../../contracts/prices/FeePaid.sol";
import {Test} from "../support/Test.sol";

interface IPythVerifierErrors {
    error ExponentOutOfRange(int32 expo);
}

/// A feed behind Pyth's published stand-in, which takes any data: signatures are Pyth's contract's matter.
contract PythTest is Test {
    uint256 private constant START_AT = 1_800_000_000;
    bytes32 private constant ETH = bytes32(uint256(0xe7));
    bytes32 private constant BTC = bytes32(uint256(0xb7));

    MockPyth private pyth;
    IPriceVerifier private verifier;
    IPriceFeed private feed;

    /// What is left of a fee comes back.
    receive() external payable {}

    function setUp() public {
        vm.warp(START_AT);
        pyth = new MockPyth(60, 7);
        verifier = IPriceVerifier(deploy("PythVerifier.sol:PythVerifier", abi.encode(pyth)));
        bytes memory arguments = abi.encode(PriceFeedSettings(verifier, ETH, 120, 1_800, true));
        feed = IPriceFeed(deploy("PriceFeed.sol:PriceFeed", arguments));
        vm.deal(address(this), 1 ether);
    }

    function pack(bytes32 id, int64 price, int32 expo, uint256 at) internal view returns (bytes memory) {
        bytes[] memory data = new bytes[](1);
        data[0] = pyth.createPriceFeedUpdateData(id, price, 100_000_000, expo, price, 0, uint64(at), uint64(at) - 1);
        return abi.encode(id, data);
    }

    function test_default() external {
        bytes memory report = pack(ETH, 200_000_000_000, -8, START_AT);
        assertEq(verifier.quoteFee(report), 7, "fee");
        feed.update{value: 1 ether}(report);
        assertEq(address(this).balance, 1 ether - 7, "the fee alone is gone");
        (uint256 priceWad, uint40 observedAt, ) = feed.latest();
        assertEq(priceWad, 2_000e18, "price");
        assertEq(observedAt, START_AT, "time");
    }

    function test_behavior_bidAndAskAreTheConfidenceAway() external {
        SignedPrice memory price = verifier.verify{value: 7}(pack(ETH, 200_000_000_000, -8, START_AT));
        assertEq(uint256(price.bidWad), 1_999e18, "bid");
        assertEq(uint256(price.askWad), 2_001e18, "ask");
    }

    function test_behavior_anyExponent() external {
        feed.update{value: 7}(pack(ETH, 2, 3, START_AT - 2));
        (uint256 priceWad, , ) = feed.latest();
        assertEq(priceWad, 2_000e18, "up");
        feed.update{value: 7}(pack(ETH, 2_000_000_000_000_000, -20, START_AT - 1));
        (priceWad, , ) = feed.latest();
        assertEq(priceWad, 2e13, "down");
        bytes memory vast = pack(ETH, 1, 33, START_AT);
        vm.expectRevert(abi.encodeWithSelector(IPythVerifierErrors.ExponentOutOfRange.selector, int32(33)));
        feed.update{value: 7}(vast);
    }

    function test_P214_AReportOfAnotherFeedIsRefused() external {
        bytes memory report = pack(BTC, 200_000_000_000, -8, START_AT);
        vm.expectRevert(abi.encodeWithSelector(IPriceFeed.OtherFeed.selector, BTC, ETH));
        feed.update{value: 7}(report);
        // Data of one price under the name of another.
        (, bytes[] memory data) = abi.decode(report, (bytes32, bytes[]));
        vm.expectRevert(PythErrors.PriceFeedNotFoundWithinRange.selector);
        feed.update{value: 7}(abi.encode(ETH, data));
    }

    function test_P214_AReplayedOldOrFutureReportIsRefused() external {
        bytes memory report = pack(ETH, 200_000_000_000, -8, START_AT);
        feed.update{value: 7}(report);
        vm.expectRevert(abi.encodeWithSelector(IPriceFeed.PriceNotNewer.selector, START_AT, START_AT));
        feed.update{value: 7}(report);
        bytes memory ahead = pack(ETH, 200_000_000_000, -8, START_AT + 1);
        vm.expectRevert(abi.encodeWithSelector(IPriceFeed.PriceInFuture.selector, START_AT + 1, START_AT));
        feed.update{value: 7}(ahead);
        bytes memory old = pack(ETH, 200_000_000_000, -8, START_AT - 121);
        vm.expectRevert(abi.encodeWithSelector(IPriceFeed.PriceTooOld.selector, 121, 120));
        feed.update{value: 7}(old);
    }

    function test_error_FeeTooLow() external {
        bytes memory report = pack(ETH, 200_000_000_000, -8, START_AT);
        vm.expectRevert(abi.encodeWithSelector(FeePaid.FeeTooLow.selector, 6, 7));
        feed.update{value: 6}(report);
    }
}
