// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IPriceVerifier, SignedPrice} from "../interfaces/prices/IPriceVerifier.sol";
import {IPythPrices} from "../interfaces/prices/IPythPrices.sol";
import {FeePaid} from "./FeePaid.sol";

/// @title Pyth behind IPriceVerifier
/// @notice A signed report is `abi.encode(bytes32 priceId, bytes[] updateData)`, the data as Hermes tells them. Bid and
/// ask are the price less and plus its confidence. Nobody has a role, and nothing is kept.
contract PythVerifier is IPriceVerifier, FeePaid {
    /// Powers of ten beyond a word's.
    error ExponentOutOfRange(int32 expo);

    int256 private constant WAD_DIGITS = 18;
    int256 private constant MAX_DIGITS = 50; // 2^64 x 10^50 is below 2^231

    IPythPrices public immutable pyth;

    constructor(IPythPrices pyth_) {
        pyth = pyth_;
    }

    /// Reverts as Pyth's contract does, with FeeTooLow, ExponentOutOfRange.
    /// @inheritdoc IPriceVerifier
    function verify(bytes calldata signedReport) external payable returns (SignedPrice memory price) {
        (bytes32 priceId, bytes[] memory updateData) = abi.decode(signedReport, (bytes32, bytes[]));
        uint256 feeWei = pyth.getUpdateFee(updateData);
        _requireFee(feeWei);
        bytes32[] memory priceIds = new bytes32[](1);
        priceIds[0] = priceId;
        // Which times are allowed is the feed's matter.
        IPythPrices.PriceFeed memory told = pyth.parsePriceFeedUpdates{value: feeWei}(
            updateData,
            priceIds,
            0,
            type(uint64).max
        )[0];
        int256 confWad = _toWad(int256(uint256(told.price.conf)), told.price.expo);
        price.feedId = told.id;
        price.observedAt = SafeCast.toUint40(told.price.publishTime);
        price.priceWad = _toWad(told.price.price, told.price.expo);
        (price.bidWad, price.askWad) = (price.priceWad - confWad, price.priceWad + confWad);
        _returnRest(feeWei);
    }

    /// @inheritdoc IPriceVerifier
    function quoteFee(bytes calldata signedReport) external view returns (uint256 feeWei) {
        (, bytes[] memory updateData) = abi.decode(signedReport, (bytes32, bytes[]));
        feeWei = pyth.getUpdateFee(updateData);
    }

    /// Rounded towards 0.
    function _toWad(int256 amount, int32 expo) private pure returns (int256) {
        int256 digits = WAD_DIGITS + expo;
        require(digits <= MAX_DIGITS && digits >= -MAX_DIGITS, ExponentOutOfRange(expo));
        return digits >= 0 ? amount * int256(10 ** uint256(digits)) : amount / int256(10 ** uint256(-digits));
    }
}
