// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// What the adapter calls of Lyra v1's contracts, in our own words. Amounts and prices have 18 decimals there.

/// The numbers are Lyra's: long call, long put, short call against base, short call and short put against quote.
enum LyraOptionType {
    LongCall,
    LongPut,
    ShortCallBase,
    ShortCallQuote,
    ShortPutQuote
}

struct LyraTrade {
    uint256 strikeId;
    uint256 positionId; // 0: a new one
    uint256 iterations;
    LyraOptionType optionType;
    uint256 amount;
    uint256 setCollateralTo;
    uint256 minTotalCost;
    uint256 maxTotalCost;
}

struct LyraTradeResult {
    uint256 positionId;
    uint256 totalCost; // fees included
    uint256 totalFee;
}

/// Of all strikes with one expiry.
struct LyraBoard {
    uint256 id;
    uint256 expiry;
    uint256 iv;
    bool frozen;
    uint256[] strikeIds;
}

struct LyraStrike {
    uint256 id;
    uint256 strikePrice;
    uint256 skew;
    uint256 longCall;
    uint256 shortCallBase;
    uint256 shortCallQuote;
    uint256 longPut;
    uint256 shortPut;
    uint256 boardId;
}

/// `state` 1: active.
struct LyraPosition {
    uint256 positionId;
    uint256 strikeId;
    LyraOptionType optionType;
    uint256 amount;
    uint256 collateral;
    uint8 state;
}

struct LyraGreekParameters {
    uint256 maxStrikesPerBoard;
    uint256 acceptableSpotPricePercentMove;
    uint256 staleUpdateDuration;
    uint256 varianceIvGWAVPeriod;
    uint256 varianceSkewGWAVPeriod;
    uint256 optionValueIvGWAVPeriod; // of the volatility that the venue values its own book with
    uint256 optionValueSkewGWAVPeriod;
    uint256 gwavSkewFloor;
    uint256 gwavSkewCap;
    int256 rateAndCarry;
}

struct LyraPricing {
    uint256 timeToExpirySec;
    uint256 volatility;
    uint256 spot;
    uint256 strikePrice;
    int256 rate;
}

/// Of one unit: vega for a whole unit of volatility.
struct LyraGreeks {
    uint256 callPrice;
    uint256 putPrice;
    int256 callDelta;
    int256 putDelta;
    uint256 vega;
    uint256 stdVega;
}

interface ILyraMarket {
    function openPosition(LyraTrade memory trade) external returns (LyraTradeResult memory);
    function closePosition(LyraTrade memory trade) external returns (LyraTradeResult memory);
    function settleExpiredBoard(uint256 boardId) external;
    function getLiveBoards() external view returns (uint256[] memory);
    function getOptionBoard(uint256 boardId) external view returns (LyraBoard memory);
    function getStrikeAndBoard(uint256 strikeId) external view returns (LyraStrike memory, LyraBoard memory);
    /// 0 until the board is settled.
    function boardToPriceAtExpiry(uint256 boardId) external view returns (uint256);
}

interface ILyraGreekCache {
    /// Mean of a board's base volatility over so many seconds, and of a strike's skew.
    function getIvGWAV(uint256 boardId, uint256 periodSec) external view returns (uint256);
    function getSkewGWAV(uint256 strikeId, uint256 periodSec) external view returns (uint256);
    function getGreekCacheParams() external view returns (LyraGreekParameters memory);
}

interface ILyraOptionToken {
    function getOptionPosition(uint256 positionId) external view returns (LyraPosition memory);
}

interface ILyraShortCollateral {
    /// Pays each owner what his settled positions came to. Anyone may call.
    function settleOptions(uint256[] memory positionIds) external;
}

interface ILyraSpot {
    function getSpotPriceForMarket(address market) external view returns (uint256);
}
