// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVenue} from "./IVenue.sol";

/// An option on offer. `strikeWad` is a price, `strikeId` the venue's name for it.
struct OptionOffer {
    uint256 strikeId;
    uint256 strikeWad;
    uint40 expiryAt; // unix seconds
}

/// An option held, or written, with the venue's word on it.
struct OptionPosition {
    bool isCall;
    int256 sizeRisky; // smallest units of the asset under option; below 0: written; 0: the venue has closed it
    uint256 strikeWad;
    uint40 expiryAt; // unix seconds
    int32 deltaPips; // of one unit held, 1e6 = 100 %: 0 ... 1e6 for a call, -1e6 ... 0 for a put; 0 from the expiry on
    uint32 gammaCashPips; // of one unit held: S x gamma, the change of its delta for one unit of log price, 1e6 = 1
    int256 worthQuote; // at the venue's mark, collateral included, quote's smallest unit; rounded down
}

/// European options on the risky token, settled in quote.
interface IOptionVenue is IVenue {
    /// The premium was worse than its limit.
    error PremiumBeyondLimit(uint256 premiumQuote, uint256 limitQuote);
    /// There is nothing to settle, or the venue does not settle it yet.
    error NothingToSettle();

    /// The price that the venue values and settles by.
    function priceWad() external view returns (uint256);

    /// The option on offer whose strike is nearest to a price, of the first expiry within two times.
    /// Reverts if none is on offer.
    function offer(uint256 nearWad, uint40 earliestAt, uint40 latestAt) external view returns (OptionOffer memory);

    /// What one unit (1e18 smallest units of the asset) is worth at the venue's mark, in quote's smallest unit, before
    /// fees. Reverts if the option is not on offer.
    function markWad(bool isCall, uint256 strikeId) external view returns (uint256);

    /// All that is held and written, in the order of opening. Reverts if the venue does not tell it.
    function positions() external view returns (OptionPosition[] memory);

    /// Buys (`sizeRisky` above 0) or writes (below 0), paid from the quote that lies in the adapter; what is left of it
    /// goes back to the vault. What is written leaves `collateralQuote` with the venue, premium included.
    /// Reverts with PremiumBeyondLimit, and as the venue refuses.
    /// @param limitQuote The most to pay, fees included; the least to get, less fees.
    /// @return premiumQuote What was paid, or got; rounded against the vault.
    function open(
        bool isCall,
        uint256 strikeId,
        int256 sizeRisky,
        uint256 collateralQuote,
        uint256 limitQuote
    ) external returns (uint256 premiumQuote);

    /// Closes a position of `positions` as a whole before its expiry, and pays the vault all that comes out of it.
    /// @param limitQuote The least to get for one that is held, less fees; the most to pay for one that was written.
    /// @return premiumQuote What was got, or paid.
    function close(uint256 index, uint256 limitQuote) external returns (uint256 premiumQuote);

    /// Takes in all that has expired, and pays the vault what it came to, with what else lies in the adapter.
    /// Reverts with NothingToSettle, and if the venue does not pay.
    function settle() external;
}
