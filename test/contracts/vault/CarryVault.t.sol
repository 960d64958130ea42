// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CarryStanding, CarryVaultSettings, ICarryVault} from "../../../contracts/interfaces/ICarryVault.sol";
import {Action, Due} from "../../../contracts/interfaces/IPositionVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {FakePerpVenue} from "../support/venues/FakePerpVenue.sol";
import {CarryFixture} from "../support/venues/CarryFixture.sol";

/// What the vault does with its two legs.
contract CarryVaultTest is CarryFixture {
    function setUp() external {
        _setUpCarry(true, 0);
    }

    function test_default_opensToFull() external {
        _open();
        CarryStanding memory at = carry.standing();
        assertEq(at.leverageE3, 2_322, "0.7 / (e^0.2 - 1 + 0.08)");
        _assertMatched();
        assertEq(at.idleQuote, 0, "all else is margin");
        Due memory due = carry.previewAction();
        uint256 fullQuote = (due.navQuote * 2322) / 3322;
        assertLe(uint256(due.heldQuote), fullQuote, "no more than full");
        // The last piece costs margin, and the first stop inside the margin range is enough.
        assertLe(at.marginRatioPips, (at.fullRatioPips * 25) / 10, "no more margin than 2.5 times that of full");
        assertEq(uint256(due.reason), uint256(Reason.InsideBand), "and then it waits");
    }

    function test_behavior_opensInOnePieceWhereThePoolIsDeep() external {
        _enter(alice, _usd(50_000));
        _skip(EPOCH_SEC);
        carry.act();
        _assertMatched();
        Due memory due = carry.previewAction();
        uint256 fullQuote = (uint256(50_000e6) * 2322) / 3322;
        assertLe(uint256(due.heldQuote), fullQuote, "full");
        assertLe(fullQuote, uint256(due.heldQuote) + 1, "to a unit of rounding");
    }

    function test_behavior_aMoveInsideTheRangeAsksForNothing() external {
        _openSmall();
        _moveBoth(1_060_000);
        _skip(EPOCH_SEC);
        _expectNothing(Reason.InsideBand);
        _moveBoth(800_000);
        _skip(EPOCH_SEC);
        _expectNothing(Reason.InsideBand);
    }

    function test_behavior_aShortMarginIsCutAtOnce() external {
        _openSmall();
        // Margin 0.43 - 0.11 on 1.11: 29 %, below 0.7 of 43 %.
        _moveBoth(1_110_000);
        _expectDue(Action.Cut);
        uint256 navBefore = carry.totalAssets();
        Due memory done = carry.act();
        assertTrue(done.tradeQuote < 0, "smaller");
        _assertMatched();
        CarryStanding memory at = carry.standing();
        assertLe(at.topUpRatioPips, at.marginRatioPips, "out of danger");
        assertLe(at.fullRatioPips - at.fullRatioPips / 50, at.marginRatioPips, "as at full, less what it cost");
        assertEq(at.idleQuote, 0, "what the token brought is margin");
        assertLe(navBefore, carry.totalAssets() + (uint256(-done.tradeQuote) * (4000 + 20_000)) / 1e6, "fee and cap");
    }

    function test_behavior_idleQuoteTopsUpFirst() external {
        _openSmall();
        _moveBoth(1_110_000);
        // While a cut is due, somebody comes in: that much margin makes the cut needless.
        _enter(bob, _usd(10_000));
        _expectDue(Action.TopUp);
        uint40 clockAt = carry.lastRebalanceAt();
        carry.act();
        CarryStanding memory at = carry.standing();
        assertEq(at.idleQuote, 0, "all of it");
        assertLe(at.topUpRatioPips, at.marginRatioPips, "out of danger");
        assertEq(carry.lastRebalanceAt(), clockAt, "no trade");
        _expectNothing(Reason.InsideBand);
        // A crumb does not keep the cut away.
        _moveBoth(1_220_000);
        quote.mint(address(carry), 1);
        _expectDue(Action.Cut);
    }

    function test_behavior_tooMuchMarginIsPutToWorkWithoutHurry() external {
        _enter(alice, _usd(50_000));
        _skip(EPOCH_SEC);
        carry.act();
        _moveBoth(600_000);
        uint256 heldBefore = uint256(carry.previewAction().heldQuote);
        _expectNothing(Reason.TooSoon);
        _skip(EPOCH_SEC);
        _expectDue(Action.Trade);
        carry.act();
        _assertMatched();
        Due memory due = carry.previewAction();
        assertLe((heldBefore * 12) / 10, uint256(due.heldQuote), "larger");
        assertLe(
            uint256(due.heldQuote),
            (((due.navQuote * 2322) / 3322) * 1_005) / 1_000,
            "up to full, but for what it cost"
        );
    }

    function test_behavior_aHigherGuardAsksForMoreMarginAtOnce() external {
        _openSmall();
        Parameters memory values = _boldParameters();
        values.guardPips = 350_000;
        _setParameters(values, Status.Active);
        _expectDue(Action.Cut);
        carry.act();
        assertEq(carry.standing().leverageE3, 1_402, "0.7 / (e^0.35 - 1 + 0.08)");
        _assertMatched();
    }

    function test_behavior_fundingIsPartOfWhatItTells() external {
        _openSmall();
        uint256 navBefore = carry.totalAssets();
        perp.fund(100e6);
        assertEq(carry.totalAssets(), navBefore + 100e6, "received");
        perp.fund(-250e6);
        assertEq(carry.totalAssets(), navBefore - 150e6, "paid");
    }

    function test_behavior_nothingIsPaidIntoAMarginThatIsLost() external {
        _openSmall();
        CarryStanding memory before = carry.standing();
        perp.fund(-int256(before.marginQuote) - 100e6);
        quote.mint(address(carry), _usd(30_000));
        // What is paid in now would be the venue's: the vault waits until that has closed the short.
        _expectNothing(Reason.InsideBand);
        _liquidate();
        _expectDue(Action.Cut);
        carry.act();
        assertLe(before.idleQuote + _usd(30_000), carry.standing().idleQuote, "what lay idle is still there");
    }

    function test_behavior_aLostShortIsNoticed() external {
        _openSmall();
        CarryStanding memory before = carry.standing();
        // The venue has closed all of it, and kept the margin.
        _liquidate();
        _expectDue(Action.Cut);
        Due memory done = carry.act();
        assertLe(carry.standing().spotRisky, 1e9, "nothing is left without a hedge, but less than a unit of quote");
        assertTrue(done.tradeQuote < 0 && before.spotRisky != 0, "sold");
        _settlePrice();
        _skip(EPOCH_SEC);
        _expectDue(Action.Trade);
        carry.act();
        _assertMatched();
        assertTrue(carry.standing().shortRisky != 0, "and opened anew");
    }

    function test_behavior_votersLimitACutsSizeOnly() external {
        _openSmall();
        Parameters memory values = _boldParameters();
        (values.guardPips, values.maxTradeUsd, values.bandPips) = (200_000, 1_000, 1_000_000);
        _setParameters(values, Status.Active);
        _moveBoth(1_150_000);
        Due memory done = carry.act();
        assertEq(uint256(-done.tradeQuote), _usd(1_000), "at most what is voted");
        _assertMatched();
    }

    function test_behavior_noSecondTradeInOneSecond() external {
        _openSmall();
        Parameters memory values = _boldParameters();
        (values.guardPips, values.maxTradeUsd) = (200_000, 1_000);
        _setParameters(values, Status.Active);
        _moveBoth(1_150_000);
        carry.act();
        _expectNothing(Reason.TooSoon);
    }

    function test_behavior_tellsNoCurvatureAndNoHorizon() external {
        _openSmall();
        (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec) = carry.portfolioFigures();
        assertEq(navUsd6, carry.totalAssets(), "net value");
        assertEq(uint256(curvaturePips) + horizonSec, 0, "neither");
    }

    function test_behavior_idleShareStaysForExits() external {
        _setUpCarry(false, 50_000);
        _openSmall();
        CarryStanding memory at = carry.standing();
        assertLe((carry.totalAssets() * 49) / 1000, at.idleQuote, "about 5 % stays");
        vm.startPrank(alice);
        uint256 paid = carry.redeem(carry.maxRedeem(alice), alice, alice);
        vm.stopPrank();
        assertLe(_usd(2_000), paid, "and pays who leaves in quote");
        _assertMatched();
    }

    function test_error_settingsOutsideTheirDomain() external {
        CarryVaultSettings memory settings = _carrySettings(0);
        settings.perp = FakePerpVenue(deploy("FakePerpVenue.sol:FakePerpVenue", abi.encode(quote)));
        settings.topUpPips = 1_000_000;
        _expectOutOfDomain(settings, "topUpPips");
        (settings.topUpPips, settings.reservePips) = (700_000, 500_001);
        _expectOutOfDomain(settings, "reservePips");
        (settings.reservePips, settings.maxLeverageE3) = (0, 65_536);
        _expectOutOfDomain(settings, "maxLeverageE3");
        (settings.maxLeverageE3, settings.idlePips) = (5_000, 500_001);
        _expectOutOfDomain(settings, "idlePips");
    }

    function test_error_anAdapterBelongsToOneVault() external {
        vm.expectRevert(abi.encodeWithSignature("AlreadyBound(address)", address(carry)));
        this.build(_carrySettings(0));
        vm.expectRevert(abi.encodeWithSignature("NotItself(address)", address(this)));
        carry.closePart(1, 1);
        assertEq(address(carry.settings().perp), address(perp), "its own");
    }

    function build(CarryVaultSettings memory settings) external returns (ICarryVault) {
        return ICarryVault(deploy("CarryVault.sol:CarryVault", abi.encode("c", "c", settings)));
    }

    function _expectOutOfDomain(CarryVaultSettings memory settings, bytes32 field) private {
        try this.build(settings) {
            assertTrue(false, "refused");
        } catch (bytes memory reason) {
            bytes4 selector = bytes4(keccak256("OutOfDomain(bytes32,uint256,uint256,uint256)"));
            assertEq(bytes32(bytes4(reason)), bytes32(selector), "named");
            bytes32 told;
            assembly ("memory-safe") {
                told := mload(add(reason, 36))
            }
            assertEq(told, field, "field");
        }
    }

    /// $50,000, in one piece.
    function _openSmall() private {
        _enter(alice, _usd(50_000));
        _skip(EPOCH_SEC);
        carry.act();
        _settlePrice();
    }

    function _liquidate() private {
        (int256 size, int256 cash) = perp.position();
        vm.startPrank(address(carry));
        perp.trade(-size, type(uint256).max);
        vm.stopPrank();
        (, cash) = perp.position();
        perp.fund(-cash);
        _expectDue(Action.Cut);
    }
}
