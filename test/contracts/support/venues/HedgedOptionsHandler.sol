// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Action, Due} from "../../../../contracts/interfaces/IPositionVault.sol";
import {Fault} from "./FakePerpVenue.sol";
import {OptionsFixture} from "./OptionsFixture.sol";

/// Moves prices, greeks and time, comes and goes, breaks venues and mends them, and keeps the books.
contract HedgedOptionsHandler is OptionsFixture {
    address[3] private _people = [address(0xA1), address(0xA2), address(0xA3)];
    /// The last promise that was broken; empty: none.
    string public broken;
    /// Books that were taken in.
    uint256 public settled;

    constructor() {
        _setUpOptions(_straddle());
    }

    function come(uint256 who, uint256 assets) external {
        _request(_person(who), bound(assets, 1e6, 1e12));
    }

    function goAway(uint256 who, uint256 part) external {
        address person = _person(who);
        uint256 shares = _sharesOf(person);
        if (shares == 0) return;
        _requestRedeem(person, bound(part, 1, shares));
    }

    function cancel(uint256 who) external {
        address person = _person(who);
        vm.prank(person);
        try book.cancelRequests(person) {} catch {}
    }

    function fill() external {
        uint256 round = book.openRequestId();
        try book.fillRequests() {
            if (book.openRequestId() != round) _claimAll(round);
        } catch {}
    }

    function act() external {
        uint256 round = book.openRequestId();
        bool wasMended = options.fault() == Fault.None && perp.fault() == Fault.None;
        Due memory due = book.previewAction();
        try book.act() {
            if (due.action == Action.Settle && book.isFlat()) ++settled;
            (int256 size, ) = perp.position();
            if (book.isFlat() && size != 0) broken = "flat with a hedge";
        } catch {
            // On honest venues whatever is due is done.
            if (due.action != Action.None && due.action != Action.Roll && wasMended) broken = "due, and not done";
        }
        if (book.openRequestId() != round) _claimAll(round);
    }

    function move(uint256 factorPips) external {
        _moveAll(bound(factorPips, 900_000, 1_110_000));
    }

    function wait(uint256 sec) external {
        _skip(bound(sec, 60, 10 days));
        _follow();
        if (block.timestamp >= book.expiryAt() && book.isFlat()) _offerBoard(MARK);
    }

    function greeks(uint256 call, uint256 gamma) external {
        int32 delta = int32(int256(bound(call, 0, 1e6)));
        options.setGreeks(delta, delta - 1e6, uint32(bound(gamma, 0, 1e8)));
    }

    function breakOptions(uint256 fault) external {
        options.setFault(Fault(fault % 4));
    }

    function breakPerp(uint256 fault) external {
        perp.setFault(Fault(fault % 4));
    }

    function mend() external {
        options.setFault(Fault.None);
        perp.setFault(Fault.None);
    }

    /// All claims and all requests can be paid out of what lies in the vault.
    function owed() external view returns (uint256 assets) {
        for (uint256 i = 0; i < _people.length; i++) {
            assets += book.pendingDepositRequest(book.openRequestId(), _people[i]);
        }
    }

    function idle() external view returns (uint256) {
        return quote.balanceOf(address(book));
    }

    /// Everybody of a round claims: one price for all, at most a unit of each apart.
    function _claimAll(uint256 round) private {
        uint256 high;
        uint256 low = type(uint256).max;
        for (uint256 i = 0; i < _people.length; i++) {
            uint256 assets = book.claimableDepositRequest(round, _people[i]);
            if (assets != 0) {
                uint256 shares = _claim(_people[i], round);
                high = high > (shares * 1e24) / assets ? high : (shares * 1e24) / assets;
                uint256 up = ((shares + 1) * 1e24) / assets + 1;
                low = low < up ? low : up;
            }
            if (book.claimableRedeemRequest(round, _people[i]) != 0) _claimRedeem(_people[i], round);
        }
        if (low != type(uint256).max && high > low) broken = "two prices in one round";
    }

    function _person(uint256 who) private view returns (address) {
        return _people[who % _people.length];
    }
}
