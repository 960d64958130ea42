// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {LeveragedVaultSettings} from "../../../contracts/interfaces/ILeveragedVault.sol";
import {IPortfolio} from "../../../contracts/interfaces/IPortfolio.sol";
import {Action, Due} from "../../../contracts/interfaces/IPositionVault.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {LeveragedFixture} from "../support/LeveragedFixture.sol";

/// How a leveraged vault buys, sells and cuts.
contract LeveragedVaultTest is LeveragedFixture {
    function setUp() external {
        _setUpLeveraged(true);
    }

    function test_default_aDepositIsLeveredUp() external {
        _open(_usd(100_000));
        uint256 leverage = _leverageE3();
        assertTrue(leverage > 1980 && leverage < 2020, "within the band of twice");
        assertEq(quote.balanceOf(address(leveraged)), 0, "no quote lies idle");
        assertEq(risky.balanceOf(address(leveraged)), 0, "nor the risky token");
        assertTrue(lender.debtQuote() > _usd(95_000), "half is borrowed");
    }

    function test_default_itTellsLoanAndCurvature() external {
        _open(_usd(100_000));
        (uint256 collateral, uint256 debt, uint256 health, uint256 leverageE3) = leveraged.loan();
        assertEq(collateral, lender.collateralRisky(), "collateral");
        assertEq(debt, lender.debtQuote(), "debt");
        assertEq(health, lender.healthPips(), "health");
        assertEq(leverageE3, 2000, "what it is steered to");
        (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec) = IPortfolio(address(leveraged)).portfolioFigures();
        assertEq(navUsd6, IERC4626(address(leveraged)).totalAssets(), "net value");
        assertTrue(curvaturePips > 1_940_000 && curvaturePips < 2_060_000, "L (L - 1) = 2 at twice");
        assertEq(horizonSec, 0, "no expiry");
        assertEq(abi.encode(leveraged.settings()), abi.encode(_leveragedSettings(2000)), "settings");
    }

    function test_behavior_aFallIsSoldARiseIsBought() external {
        _open(_usd(100_000));
        _movePriceEverywhere(950_000);
        Due memory due = _due();
        assertTrue(due.action == Action.Trade && due.tradeQuote < 0, "a fall raises leverage: sells");
        _actUntilCalm();
        assertTrue(_leverageE3() < 2020, "back at twice");
        _movePriceEverywhere(1_050_000);
        due = _due();
        assertTrue(due.action == Action.Trade && due.tradeQuote > 0, "a rise lowers it: buys");
        _actUntilCalm();
        assertTrue(_leverageE3() > 1980, "back at twice");
    }

    function test_P159_noActCostsMoreThanFeeAndCap() external {
        _open(_usd(400_000));
        for (uint256 i = 0; i < 6; ++i) {
            _movePriceEverywhere(i % 2 == 0 ? 940_000 : 1_050_000);
            if (_due().reason != Reason.None) continue;
            int256 planned = _due().tradeQuote;
            uint256 traded = uint256(planned < 0 ? -planned : planned);
            uint256 before = _navNow();
            uint256 spot = _usd(world.priceQuote);
            spot = lender.priceWad();
            leveraged.act();
            // At the price of before: the trade's own impact is in the cost.
            assertLe(before, _navAtWad(spot) + (traded * (FEE_PIPS + CAP_PIPS)) / 1e6 + 3, "fee and cap");
            _settlePrice();
        }
    }

    function test_P159_insideTheGapItIsCutAndNeverLiquidated() external {
        leveraged = _newLeveraged(3400);
        _open(_usd(100_000));
        uint256 cuts;
        // Down to less than half, in steps of 9 %: each inside the guard of 10 %.
        for (uint256 i = 0; i < 9; ++i) {
            _movePriceEverywhere(910_000);
            assertLe(1e6, lender.healthPips(), "never liquidated");
            while (_due().reason == Reason.None) {
                if (_due().action == Action.Cut) ++cuts;
                leveraged.act();
                _settlePrice();
            }
            (, , uint256 health, ) = leveraged.loan();
            assertLe(1_105_170, health, "the guard is kept after each step");
        }
        assertTrue(cuts != 0, "the guard has cut");
        assertTrue(_navNow() > 0, "something is left");
    }

    function test_behavior_aCutWaitsForNothing() external {
        leveraged = _newLeveraged(3400);
        _open(_usd(100_000));
        // Nothing that may wait would be traded: the band is as wide as can be.
        Parameters memory values = _leveragedParameters();
        (values.bandPips, values.aggressivenessPips) = (1_000_000, 0);
        _setParameters(values, Status.Active);
        _movePrice(930_000);
        _skip(WINDOW_SEC);
        _tellPrice();
        leveraged.act();
        (, , uint256 health, ) = leveraged.loan();
        assertTrue(health > 1_150_000, "at three halves of the guard");
        _expectReason(Reason.InsideBand);
    }

    function test_behavior_aLargeCutTakesSeveral() external {
        leveraged = _newLeveraged(3400);
        _open(_usd(100_000));
        _movePriceEverywhere(920_000);
        Parameters memory values = _leveragedParameters();
        values.maxTradeUsd = 4000;
        _setParameters(values, Status.Active);
        _expectAction(Action.Cut);
        assertEq(uint256(-_due().tradeQuote), _usd(4000), "the largest trade");
        leveraged.act();
        _expectReason(Reason.TooSoon);
        uint256 cuts = 1;
        while (cuts < 20) {
            _skip(1);
            _tellPrice();
            if (_due().action != Action.Cut) break;
            leveraged.act();
            ++cuts;
        }
        assertTrue(cuts > 2 && cuts < 20, "several, one a second");
        (, , uint256 health, ) = leveraged.loan();
        assertLe(1_105_170, health, "until the guard is kept; the rest may wait");
    }

    function test_behavior_theGuardLimitsLeverage() external {
        leveraged = _newLeveraged(8000);
        (, , , uint256 leverageE3) = leveraged.loan();
        assertEq(leverageE3, 3449, "1 / (1 - 0.825 e^-0.15)");
        lender.setTerms(825_000, 500_000);
        (, , , leverageE3) = leveraged.loan();
        assertEq(leverageE3, 2000, "no more than is lent");
        lender.setTerms(825_000, 800_000);
        _open(_usd(100_000));
        assertTrue(_leverageE3() < 3480, "what is bought is not cut again");
        _expectReason(Reason.InsideBand);
    }

    function test_behavior_aPurchaseIsNoLargerThanTheLoan() external {
        Parameters memory values = _leveragedParameters();
        values.guardPips = 0;
        _setParameters(values, Status.Active);
        leveraged = _newLeveraged(20_000);
        _open(_usd(100_000));
        assertTrue(_leverageE3() > 4000 && _leverageE3() < 5000, "as far as the lender goes");
    }

    function test_behavior_idleQuoteSettlesTheLoanWithoutATrade() external {
        leveraged = _newLeveraged(3400);
        _open(_usd(100_000));
        Parameters memory values = _leveragedParameters();
        values.bandPips = 1_000_000;
        _setParameters(values, Status.Active);
        _join(bob, _usd(80_000));
        _movePrice(930_000);
        // The mean has not followed: nothing can be traded, and the loan is inside the guard.
        _tellPrice();
        _expectAction(Action.Settle);
        uint256 debt = lender.debtQuote();
        leveraged.act();
        assertEq(lender.debtQuote(), debt - _usd(80_000), "it has repaid");
        _expectReason(Reason.PriceDeviates);
    }

    function test_behavior_aGiftDoesNotPutOffACut() external {
        leveraged = _newLeveraged(3400);
        _open(_usd(100_000));
        _movePriceEverywhere(920_000);
        quote.mint(address(leveraged), 1);
        _expectAction(Action.Cut);
        uint256 debt = lender.debtQuote();
        leveraged.act();
        assertTrue(lender.debtQuote() < debt - _usd(10_000), "cut");
    }

    function test_behavior_aGiftBelongsToTheHolders() external {
        _open(_usd(100_000));
        risky.mint(address(leveraged), 1 ether);
        uint256 collateral = lender.collateralRisky();
        _movePriceEverywhere(940_000);
        leveraged.act();
        assertTrue(risky.balanceOf(address(leveraged)) == 0, "sold first");
        assertTrue(lender.collateralRisky() < collateral, "then the collateral");
    }

    function test_behavior_afterALiquidationItGoesOn() external {
        leveraged = _newLeveraged(3400);
        _open(_usd(100_000));
        // A jump beyond the gap, before anybody could act.
        _movePrice(840_000);
        _tellPrice();
        assertTrue(lender.healthPips() < 1e6, "a third party may liquidate");
        lender.liquidate(lender.debtQuote() / 2);
        _settlePrice();
        uint256 nav = _navNow();
        assertTrue(nav > 0, "something is left");
        _actUntilCalm();
        assertTrue(_leverageE3() < 3480, "steered again");
        assertTrue(_navNow() > (nav * 95) / 100, "with what is left");
        _leaveInKind(alice);
    }

    function test_error_settingsOutsideTheirDomain() external {
        LeveragedVaultSettings memory settings = _leveragedSettings(1000);
        _expectOutOfDomain(settings, "leverageE3", 1000, 1001, 20_000);
        settings.leverageE3 = 20_001;
        _expectOutOfDomain(settings, "leverageE3", 20_001, 1001, 20_000);
        settings.leverageE3 = 20_000;
        settings.base.slippageCapPips = 47_000;
        _expectOutOfDomain(settings, "spreadPips", 1_000_000, 0, 999_999);
    }

    function test_error_theAdapterBelongsToAnother() external {
        bytes memory arguments = abi.encode("Again", "gLEV", _leveragedSettings(2000));
        vm.expectRevert(abi.encodeWithSignature("AlreadyBound(address)", address(leveraged)));
        this.deployOutside(arguments);
    }

    function test_error_nothingIsProcuredForStrangers() external {
        vm.expectRevert(abi.encodeWithSignature("NotItself(address)", address(this)));
        (bool done, ) = address(leveraged).call(
            abi.encodeWithSignature("unwindLoan(uint256,uint256,uint160)", 1, 1, 1)
        );
        assertTrue(done, "the cheat code answers for it");
        vm.expectRevert(abi.encodeWithSignature("NotThePool(address)", address(this)));
        (done, ) = address(leveraged).call(
            abi.encodeWithSignature("uniswapV3SwapCallback(int256,int256,bytes)", 1, -1, abi.encode(0, 0))
        );
    }

    function deployOutside(bytes calldata arguments) external {
        deploy("LeveragedVault.sol:LeveragedVault", arguments);
    }

    function _expectOutOfDomain(
        LeveragedVaultSettings memory settings,
        bytes32 field,
        uint256 value,
        uint256 min,
        uint256 max
    ) private {
        bytes4 selector = bytes4(keccak256("OutOfDomain(bytes32,uint256,uint256,uint256)"));
        vm.expectRevert(abi.encodeWithSelector(selector, field, value, min, max));
        this.deployOutside(abi.encode("Bad", "gLEV", settings));
    }

    function _leaveInKind(address owner) private {
        uint256 half = IERC4626(address(leveraged)).balanceOf(owner) / 2;
        vm.startPrank(owner);
        leveraged.redeemInKind(half, owner, owner);
        leveraged.redeemInKind(IERC4626(address(leveraged)).balanceOf(owner), owner, owner);
        vm.stopPrank();
        assertEq(IERC4626(address(leveraged)).balanceOf(owner), 0, "left");
    }

    function _navNow() private view returns (uint256) {
        return _navAtWad(lender.priceWad());
    }

    function _navAtWad(uint256 priceWad) private view returns (uint256) {
        uint256 held = lender.collateralRisky() + risky.balanceOf(address(leveraged));
        return (held * priceWad) / 1e18 + quote.balanceOf(address(leveraged)) - lender.debtQuote();
    }
}
