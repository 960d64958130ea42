// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CarryStanding, CarryVaultSettings, ICarryVault} from "../../../../contracts/interfaces/ICarryVault.sol";
import {Action, Due} from "../../../../contracts/interfaces/IPositionVault.sol";
import {Status} from "../../../../contracts/interfaces/IRiskParameters.sol";
import {Reason, VaultBaseSettings} from "../../../../contracts/interfaces/IVault.sol";
import {Parameters} from "../../../../contracts/libraries/ModelTypes.sol";
import {PoolPrice} from "../../../../contracts/vault/PoolPrice.sol";
import {VaultFixture, World} from "../VaultFixture.sol";
import {FakePerpVenue} from "./FakePerpVenue.sol";

/// A carry vault on a real pool and a perpetual that costs what the test says.
///
/// Guard 20 %, maintenance 6.25 % and a reserve of 1.75 %: leverage 0.7 / (e^0.2 - 1 + 0.08) = 2.321.
abstract contract CarryFixture is VaultFixture {
    uint32 internal constant TOP_UP_PIPS = 700_000;

    ICarryVault internal carry;
    FakePerpVenue internal perp;

    function _setUpCarry(bool riskyIsToken0, uint32 idlePips) internal {
        _setUpWorld(World(riskyIsToken0, 6, 18, 3000, 10_000_000));
        Parameters memory values = _boldParameters();
        values.guardPips = 200_000;
        _setParameters(values, Status.Active);
        perp = FakePerpVenue(deploy("FakePerpVenue.sol:FakePerpVenue", abi.encode(quote)));
        perp.setPrice(_spotWad());
        carry = _newCarry(idlePips);
    }

    function _newCarry(uint32 idlePips) internal returns (ICarryVault) {
        bytes memory arguments = abi.encode("Gimbal carry", "gCRY", _carrySettings(idlePips));
        return ICarryVault(deploy("CarryVault.sol:CarryVault", arguments));
    }

    function _carrySettings(uint32 idlePips) internal view returns (CarryVaultSettings memory) {
        return
            CarryVaultSettings({
                base: VaultBaseSettings({
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
                }),
                perp: perp,
                topUpPips: TOP_UP_PIPS,
                reservePips: 17_500,
                maxLeverageE3: 5_000,
                idlePips: idlePips
            });
    }

    function _enter(address owner, uint256 assets) internal returns (uint256 shares) {
        quote.mint(owner, assets);
        vm.startPrank(owner);
        quote.approve(address(carry), assets);
        shares = carry.deposit(assets, owner);
        vm.stopPrank();
    }

    /// Deposits a million, and trades until the position is full.
    function _open() internal {
        _enter(alice, _usd(600_000));
        _enter(bob, _usd(400_000));
        _tradeOut();
    }

    /// Trades until nothing is due; the pool recovers in between, and a position of $700,000 takes several pieces.
    function _tradeOut() internal {
        for (uint256 i = 0; i < 40; ++i) {
            _settlePrice();
            if (carry.previewAction().action == Action.None) {
                _skip(EPOCH_SEC);
                if (carry.previewAction().action == Action.None) return;
            }
            carry.act();
        }
    }

    /// The pool goes back to the perpetual's price, and its mean price follows.
    function _settlePrice() internal {
        _movePoolTo(perp.priceWad());
        _skip(WINDOW_SEC);
    }

    /// Both markets at so many pips of what the price is, and the mean price too.
    function _moveBoth(uint256 factorPips) internal {
        perp.setPrice((perp.priceWad() * factorPips) / 1e6);
        _settlePrice();
    }

    function _movePoolTo(uint256 priceWad) internal {
        uint256 factorPips = (priceWad * 1e6) / _spotWad();
        if (factorPips != 1e6) _movePrice(factorPips);
    }

    function _spotWad() internal view returns (uint256) {
        return PoolPrice.quoteValueDown(1e18, _spot(), world.riskyIsToken0);
    }

    function _expectNothing(Reason reason) internal {
        Due memory due = carry.previewAction();
        assertEq(uint256(due.action), uint256(Action.None), "no action");
        assertEq(uint256(due.reason), uint256(reason), "preview's reason");
        vm.expectRevert(abi.encodeWithSignature("RebalanceRefused(uint8)", reason));
        carry.act();
    }

    function _expectDue(Action action) internal view {
        assertEq(uint256(carry.previewAction().action), uint256(action), "due");
    }

    /// The legs are as large as each other, to a unit.
    function _assertMatched() internal view {
        CarryStanding memory at = carry.standing();
        assertLe(at.spotRisky, at.shortRisky + 1, "spot without short");
        assertLe(at.shortRisky, at.spotRisky + 1, "short without spot");
    }
}
