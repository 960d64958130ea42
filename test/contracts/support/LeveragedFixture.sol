// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ILeveragedVault, LeveragedVaultSettings} from "../../../contracts/interfaces/ILeveragedVault.sol";
import {Action, Due} from "../../../contracts/interfaces/IPositionVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Reason, VaultBaseSettings} from "../../../contracts/interfaces/IVault.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {PoolPrice} from "../../../contracts/vault/PoolPrice.sol";
import {VaultFixture, World} from "./VaultFixture.sol";
import {FakeLendingVenue} from "./venues/FakeLendingVenue.sol";

/// A leveraged vault on the real pool and a lender that the test commands: twice leverage, a guard of 10 %, whatever is
/// outside a band of 1 % at once and all of it.
abstract contract LeveragedFixture is VaultFixture {
    uint32 internal constant GUARD_PIPS = 100_000;

    FakeLendingVenue internal lender;
    ILeveragedVault internal leveraged;

    function _setUpLeveraged(bool riskyIsToken0) internal {
        _setUpWorld(World(riskyIsToken0, 6, 18, 3000, 10_000_000));
        leveraged = _newLeveraged(2000);
        _setParameters(_leveragedParameters(), Status.Active);
    }

    /// On a lender of its own.
    function _newLeveraged(uint32 leverageE3) internal returns (ILeveragedVault) {
        bytes memory tokens = abi.encode(quote, risky);
        lender = FakeLendingVenue(deploy("FakeLendingVenue.sol:FakeLendingVenue", tokens));
        lender.setPrice(_usd(world.priceQuote));
        bytes memory arguments = abi.encode("Gimbal leverage", "gLEV", _leveragedSettings(leverageE3));
        return ILeveragedVault(deploy("LeveragedVault.sol:LeveragedVault", arguments));
    }

    function _leveragedSettings(uint32 leverageE3) internal view returns (LeveragedVaultSettings memory) {
        VaultBaseSettings memory base = VaultBaseSettings({
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
        return LeveragedVaultSettings(base, lender, leverageE3);
    }

    function _leveragedParameters() internal pure returns (Parameters memory values) {
        values = _boldParameters();
        (values.bandPips, values.guardPips) = (10_000, GUARD_PIPS);
    }

    /// Quote of a holder becomes shares of the leveraged vault.
    function _join(address owner, uint256 assets) internal returns (uint256 shares) {
        quote.mint(owner, assets);
        vm.startPrank(owner);
        quote.approve(address(leveraged), assets);
        shares = IERC4626(address(leveraged)).deposit(assets, owner);
        vm.stopPrank();
    }

    /// Deposits, and trades until there is nothing left to do.
    function _open(uint256 assets) internal {
        _join(alice, assets);
        _skip(EPOCH_SEC);
        _actUntilCalm();
    }

    /// Each trade moves the pool, so the venue is told its price, and the mean follows.
    function _actUntilCalm() internal {
        for (uint256 i = 0; i < 12 && leveraged.previewAction().reason == Reason.None; ++i) {
            leveraged.act();
            _settlePrice();
        }
    }

    /// Lets a window and an epoch pass, in which the venue takes over the pool's price.
    function _settlePrice() internal {
        _skip(EPOCH_SEC);
        _tellPrice();
    }

    /// The venue's price is the pool's.
    function _tellPrice() internal {
        lender.setPrice(PoolPrice.quoteValueDown(1e18, _spot(), world.riskyIsToken0));
    }

    function _movePriceEverywhere(uint256 factorPips) internal {
        _movePrice(factorPips);
        _settlePrice();
    }

    function _due() internal view returns (Due memory) {
        return leveraged.previewAction();
    }

    function _expectReason(Reason reason) internal {
        assertEq(uint256(_due().reason), uint256(reason), "preview's reason");
        vm.expectRevert(abi.encodeWithSignature("RebalanceRefused(uint8)", reason));
        leveraged.act();
    }

    function _expectAction(Action action) internal view {
        assertEq(uint256(_due().action), uint256(action), "action");
    }

    /// What is held over what is left after the debt, 1e3 = 1, at the spot price.
    function _leverageE3() internal view returns (uint256) {
        uint256 exposure = _valueAtSpot(lender.collateralRisky() + risky.balanceOf(address(leveraged)));
        return (exposure * 1000) / (exposure + quote.balanceOf(address(leveraged)) - lender.debtQuote());
    }

    function _supply() internal view returns (uint256) {
        return IERC4626(address(leveraged)).totalSupply();
    }
}
