// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    HedgedOptionsVaultSettings,
    IHedgedOptionsVault,
    OptionTerms
} from "../../../../contracts/interfaces/IHedgedOptionsVault.sol";
import {Status} from "../../../../contracts/interfaces/IRiskParameters.sol";
import {VaultBaseSettings} from "../../../../contracts/interfaces/IVault.sol";
import {PoolPrice} from "../../../../contracts/vault/PoolPrice.sol";
import {VaultFixture, World} from "../VaultFixture.sol";
import {FakeOptionVenue} from "./FakeOptionVenue.sol";
import {FakePerpVenue} from "./FakePerpVenue.sol";

interface IShares {
    function balanceOf(address) external view returns (uint256);
    function totalSupply() external view returns (uint256);
}

/// A vault of options on venues that the test commands, in a world of $3,000: a board of one strike at the money that
/// expires in four weeks, an option at $180.
abstract contract OptionsFixture is VaultFixture {
    uint40 internal constant TERM_SEC = 28 days;
    uint32 internal constant GRACE_SEC = 3 days;
    uint256 internal constant MARK = 180e6;

    IHedgedOptionsVault internal book;
    FakeOptionVenue internal options;
    FakePerpVenue internal perp;

    function _setUpOptions(OptionTerms[] memory legs) internal {
        _setUpWorld(World(true, 6, 18, 3000, 10_000_000));
        _newVenues();
        bytes memory arguments = abi.encode("Gimbal options", "gOPT", _optionSettings(legs));
        book = IHedgedOptionsVault(deploy("HedgedOptionsVault.sol:HedgedOptionsVault", arguments));
        _setParameters(_boldParameters(), Status.Active);
        _follow();
        _offerBoard(MARK);
        options.setGreeks(500_000, -500_000, 5e6);
    }

    function _newVenues() internal {
        options = FakeOptionVenue(deploy("FakeOptionVenue.sol:FakeOptionVenue", abi.encode(quote)));
        perp = FakePerpVenue(deploy("FakePerpVenue.sol:FakePerpVenue", abi.encode(quote)));
    }

    /// Bought puts for the whole net asset value.
    function _boughtPuts() internal pure returns (OptionTerms[] memory legs) {
        legs = new OptionTerms[](1);
        legs[0] = OptionTerms(false, 1e6, 1e6, 100_000, 0);
    }

    /// A call and a put for the whole each.
    function _straddle() internal pure returns (OptionTerms[] memory legs) {
        legs = new OptionTerms[](2);
        legs[0] = OptionTerms(true, 1e6, 1e6, 100_000, 0);
        legs[1] = OptionTerms(false, 1e6, 1e6, 100_000, 0);
    }

    /// Written puts for half of it, fully backed.
    function _writtenPuts() internal pure returns (OptionTerms[] memory legs) {
        legs = new OptionTerms[](1);
        legs[0] = OptionTerms(false, -500_000, 1e6, 20_000, 1e6);
    }

    function _optionSettings(
        OptionTerms[] memory legs
    ) internal view returns (HedgedOptionsVaultSettings memory settings) {
        settings.base = VaultBaseSettings({
            riskParameters: riskParameters,
            marketId: MARKET,
            factory: factory,
            quoteToken: address(quote),
            riskyToken: address(risky),
            poolFeePips: FEE_PIPS,
            epochSec: EPOCH_SEC,
            slippageCapPips: CAP_PIPS,
            twapWindowSec: WINDOW_SEC,
            maxDeviationPips: DEVIATION_PIPS
        });
        (settings.options, settings.perp, settings.legs) = (options, perp, legs);
        (settings.minTermSec, settings.maxTermSec) = (7 days, 60 days);
        (settings.strikeTolerancePips, settings.optionCapPips) = (100_000, 20_000);
        (settings.marginPips, settings.graceSec) = (800_000, GRACE_SEC);
    }

    /// Moves the pool and lets the venues follow once the mean price has.
    function _moveAll(uint256 factorPips) internal {
        _movePriceAndSettle(factorPips);
        _follow();
    }

    function _follow() internal {
        perp.setPrice(_spotWad());
        options.setPrice(_spotWad());
    }

    function _offerBoard(uint256 mark) internal {
        options.setOffer(_spotWad(), uint40(nowAt) + TERM_SEC, mark);
    }

    function _spotWad() internal view returns (uint256) {
        return PoolPrice.quoteValueDown(1e18, _spot(), world.riskyIsToken0);
    }

    function _request(address owner, uint256 assets) internal returns (uint256 requestId) {
        quote.mint(owner, assets);
        vm.startPrank(owner);
        quote.approve(address(book), assets);
        requestId = book.requestDeposit(assets, owner, owner);
        vm.stopPrank();
    }

    function _requestRedeem(address owner, uint256 shares) internal returns (uint256 requestId) {
        vm.prank(owner);
        return book.requestRedeem(shares, owner, owner);
    }

    function _claim(address owner, uint256 requestId) internal returns (uint256 shares) {
        vm.prank(owner);
        return book.claimDeposit(requestId, owner);
    }

    function _claimRedeem(address owner, uint256 requestId) internal returns (uint256 assets) {
        vm.prank(owner);
        return book.claimRedeem(requestId, owner);
    }

    function _skipToExpiry() internal {
        _warp(book.expiryAt());
        _follow();
    }

    function _sharesOf(address owner) internal view returns (uint256) {
        return IShares(address(book)).balanceOf(owner);
    }
}
