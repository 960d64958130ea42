// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDataStreamsFees, IDataStreamsProxy} from "../interfaces/prices/IDataStreams.sol";
import {IPriceVerifier, SignedPrice} from "../interfaces/prices/IPriceVerifier.sol";
import {FeePaid} from "./FeePaid.sol";

/// @title Chainlink Data Streams behind IPriceVerifier
/// @notice Reports of version 3 (crypto): their fee is paid in native coin. Nobody has a role, and nothing is kept.
contract DataStreamsVerifier is IPriceVerifier, FeePaid {
    /// The first two bytes of a feed's id tell the report's version.
    error UnknownReportVersion(bytes32 feedId);
    error ReportExpired(uint256 expiresAt, uint256 nowAt);

    uint256 private constant VERSION = 3;
    uint256 private constant VERSION_SHIFT = 240;

    IDataStreamsProxy public immutable proxy;

    constructor(IDataStreamsProxy proxy_) {
        proxy = proxy_;
    }

    /// Reverts as VerifierProxy does, with FeeTooLow, UnknownReportVersion, ReportExpired.
    /// @inheritdoc IPriceVerifier
    function verify(bytes calldata signedReport) external payable returns (SignedPrice memory price) {
        (uint256 feeWei, address token) = _quote(signedReport);
        _requireFee(feeWei);
        bytes memory report = proxy.verify{value: feeWei}(signedReport, abi.encode(token));
        price = _decode(report);
        _returnRest(feeWei);
    }

    /// @inheritdoc IPriceVerifier
    function quoteFee(bytes calldata signedReport) external view returns (uint256 feeWei) {
        (feeWei, ) = _quote(signedReport);
    }

    function _quote(bytes calldata signedReport) private view returns (uint256 feeWei, address token) {
        IDataStreamsFees fees = proxy.s_feeManager();
        if (address(fees) == address(0)) return (0, address(0));
        token = fees.i_nativeAddress();
        (, bytes memory report) = abi.decode(signedReport, (bytes32[3], bytes));
        (IDataStreamsFees.Asset memory fee, , ) = fees.getFeeAndReward(address(this), report, token);
        feeWei = fee.amount;
    }

    /// Words of a report of version 3: feed, valid from, observed at, native fee, LINK fee, expiry, price, bid, ask.
    function _decode(bytes memory report) private view returns (SignedPrice memory price) {
        bytes32 feedId = bytes32(report);
        require(uint256(feedId) >> VERSION_SHIFT == VERSION, UnknownReportVersion(feedId));
        uint32 observedAt;
        uint32 expiresAt;
        (, , observedAt, , , expiresAt, price.priceWad, price.bidWad, price.askWad) = abi.decode(
            report,
            (bytes32, uint32, uint32, uint192, uint192, uint32, int192, int192, int192)
        );
        require(expiresAt >= block.timestamp, ReportExpired(expiresAt, block.timestamp));
        (price.feedId, price.observedAt) = (feedId, observedAt);
    }
}
