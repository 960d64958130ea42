// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// What is used here of Pyth's contract (IPyth of pyth-sdk-solidity 4.3.1, its structs flattened).
interface IPythPrices {
    /// `price * 10^expo` dollars, give or take `conf * 10^expo`, at `publishTime` in unix seconds.
    struct Price {
        int64 price;
        uint64 conf;
        int32 expo;
        uint256 publishTime;
    }

    struct PriceFeed {
        bytes32 id;
        Price price;
        Price emaPrice;
    }

    /// Reverts for updates that are forged, have no price of an id within the times, or are not paid for.
    function parsePriceFeedUpdates(
        bytes[] calldata updateData,
        bytes32[] calldata priceIds,
        uint64 minPublishTime,
        uint64 maxPublishTime
    ) external payable returns (PriceFeed[] memory priceFeeds);

    function getUpdateFee(bytes[] calldata updateData) external view returns (uint256 feeWei);
}
