// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IDollarConverter} from "../venues/options/IDollarConverter.sol";
import {LocalDollar} from "./LocalDollar.sol";

/// A dollar with 18 decimals for local chains, as venues on Synthetix settle in one, and its converter: one for one
/// from and to the local dollar. Whoever may exchange synths mints and burns it; anyone mints the local dollar, so that
/// it can always be turned back. Both are worth nothing anywhere.
contract LocalSynthDollar is ERC20("Local Synth Dollar", "sUSDL"), IDollarConverter {
    /// Only the deployer names exchanges, and only they mint and burn.
    error NotAllowed(address caller);

    uint256 private constant SCALE = 1e12;

    LocalDollar private immutable _dollar;
    address private immutable _deployer;
    mapping(address exchange => bool) private _exchanges;

    constructor(LocalDollar dollar) {
        (_dollar, _deployer) = (dollar, msg.sender);
    }

    function allowExchange(address exchange) external {
        require(msg.sender == _deployer, NotAllowed(msg.sender));
        _exchanges[exchange] = true;
    }

    function mint(address account, uint256 amount) external {
        require(_exchanges[msg.sender], NotAllowed(msg.sender));
        _mint(account, amount);
    }

    function burn(address account, uint256 amount) external {
        require(_exchanges[msg.sender], NotAllowed(msg.sender));
        _burn(account, amount);
    }

    /// The local dollar that comes in stays here; as anyone mints that, nobody has to count it.
    /// @inheritdoc IDollarConverter
    function toVenue(uint256 amountQuote, address receiver) external returns (uint256 amountVenue) {
        amountVenue = amountQuote * SCALE;
        _mint(receiver, amountVenue);
    }

    /// @inheritdoc IDollarConverter
    function toQuote(uint256 amountVenue, address receiver) external returns (uint256 amountQuote) {
        _burn(address(this), amountVenue);
        amountQuote = amountVenue / SCALE;
        _dollar.mint(receiver, amountQuote);
    }

    /// @inheritdoc IDollarConverter
    function venueToken() external view returns (address) {
        return address(this);
    }
}
