// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IOptionVenue, OptionOffer, OptionPosition} from "../../../../contracts/interfaces/venues/IOptionVenue.sol";
import {Venue} from "../../../../contracts/venues/Venue.sol";
import {MockToken} from "../MockToken.sol";
import {Fault} from "./FakePerpVenue.sol";

/// Options at prices and greeks that the test sets, on one strike and one expiry. What they pay is minted, what is paid
/// for them burnt.
contract FakeOptionVenue is IOptionVenue, Venue {
    error Refused();

    uint256 private constant WAD = 1e18;

    MockToken private immutable _quote;
    uint256 public spotWad;
    uint256 public strikeWad;
    uint40 public expiryAt;
    uint256 public mark;
    /// Of a purchase, on top of the mark, 1e6 = 100 %; a sale gets as much less.
    uint256 public feePips = 10_000;
    int32 public callDeltaPips;
    int32 public putDeltaPips;
    uint32 public gammaCashPips;
    Fault public fault;
    OptionPosition[] private _held;
    uint256[] private _collateral;

    constructor(MockToken quote) {
        _quote = quote;
    }

    function setPrice(uint256 newWad) external {
        spotWad = newWad;
    }

    function setOffer(uint256 strikeWad_, uint40 expiryAt_, uint256 mark_) external {
        (strikeWad, expiryAt, mark) = (strikeWad_, expiryAt_, mark_);
    }

    function setFee(uint256 feePips_) external {
        feePips = feePips_;
    }

    function setGreeks(int32 callDeltaPips_, int32 putDeltaPips_, uint32 gammaCashPips_) external {
        (callDeltaPips, putDeltaPips, gammaCashPips) = (callDeltaPips_, putDeltaPips_, gammaCashPips_);
    }

    function setFault(Fault fault_) external {
        fault = fault_;
    }

    function priceWad() external view returns (uint256) {
        _answer();
        return spotWad;
    }

    function offer(uint256, uint40 earliestAt, uint40 latestAt) external view returns (OptionOffer memory) {
        _answer();
        require(fault != Fault.Dry && expiryAt >= earliestAt && expiryAt <= latestAt, Refused());
        return OptionOffer(1, strikeWad, expiryAt);
    }

    function markWad(bool, uint256) external view returns (uint256) {
        _answer();
        return mark;
    }

    function positions() external view returns (OptionPosition[] memory all) {
        _answer();
        all = new OptionPosition[](_held.length);
        for (uint256 i = 0; i < all.length; i++) {
            all[i] = _held[i];
            bool isOver = block.timestamp >= all[i].expiryAt;
            all[i].deltaPips =
                isOver
                    ? int32(0)
                    : all[i].isCall
                        ? callDeltaPips
                        : putDeltaPips;
            all[i].gammaCashPips = isOver ? 0 : gammaCashPips;
            int256 worth = (all[i].sizeRisky * int256(isOver ? _intrinsic(all[i]) : mark)) / int256(WAD);
            all[i].worthQuote = worth + int256(_collateral[i]);
        }
    }

    function open(
        bool isCall,
        uint256,
        int256 sizeRisky,
        uint256 collateralQuote,
        uint256 limitQuote
    ) external onlyVault returns (uint256 premiumQuote) {
        _act();
        bool isWritten = sizeRisky < 0;
        uint256 worth = Math.mulDiv(SignedMath.abs(sizeRisky), mark, WAD);
        uint256 fee = Math.mulDiv(worth, feePips, 1e6);
        premiumQuote = isWritten ? worth - fee : worth + fee;
        require(
            isWritten ? premiumQuote >= limitQuote : premiumQuote <= limitQuote,
            PremiumBeyondLimit(premiumQuote, limitQuote)
        );
        uint256 brought = _quote.balanceOf(address(this));
        uint256 kept = isWritten ? collateralQuote - premiumQuote : premiumQuote;
        _quote.transfer(vault, brought - kept);
        _quote.transfer(address(0xdead), kept);
        _held.push(OptionPosition(isCall, sizeRisky, strikeWad, expiryAt, 0, 0, 0));
        _collateral.push(collateralQuote);
    }

    function close(uint256, uint256) external view onlyVault returns (uint256) {
        revert Refused();
    }

    function settle() external onlyVault {
        _act();
        require(_held.length != 0 && block.timestamp >= _held[0].expiryAt, NothingToSettle());
        int256 paid;
        for (uint256 i = 0; i < _held.length; i++) {
            paid += int256(_collateral[i]) + (_held[i].sizeRisky * int256(_intrinsic(_held[i]))) / int256(WAD);
        }
        delete _held;
        delete _collateral;
        if (paid > 0) _quote.mint(vault, uint256(paid));
    }

    function _intrinsic(OptionPosition memory held) private view returns (uint256) {
        return held.isCall ? Math.saturatingSub(spotWad, held.strikeWad) : Math.saturatingSub(held.strikeWad, spotWad);
    }

    function _answer() private view {
        require(fault != Fault.Silent, Refused());
    }

    function _act() private view {
        require(fault != Fault.Paused && fault != Fault.Silent, Refused());
    }
}
