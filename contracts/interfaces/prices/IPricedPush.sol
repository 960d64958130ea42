// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParametersReports} from "../IRiskParametersReports.sol";
import {Report} from "../../libraries/MarketTypes.sol";
import {IPriceFeed} from "./IPriceFeed.sol";

/// A signed report for a feed.
struct PriceUpdate {
    IPriceFeed feed;
    bytes signedReport;
}

/// @title Carries signed prices and what needs them in one transaction
/// @notice Anyone calls; whatever is called sees this contract as the caller. Feeds may have different verifiers. A
/// report that others have overtaken changes nothing and fails nothing; one that its feed refuses (IPriceFeed) reverts
/// all. The value pays the fees, and what is left goes back.
interface IPricedPush {
    /// Updates the feeds, then pushes evidence. Reverts as IRiskParametersReports.push does.
    function push(
        IRiskParametersReports riskParameters,
        Report calldata report,
        bytes calldata signatures,
        PriceUpdate[] calldata updates
    ) external payable;

    /// Updates the feeds, then makes any other call: a batch of reports, a contract that measures for itself, a vault.
    /// Reverts as the call does.
    /// @return answer Of the call.
    function updateAndCall(
        PriceUpdate[] calldata updates,
        address target,
        bytes calldata data
    ) external payable returns (bytes memory answer);
}
