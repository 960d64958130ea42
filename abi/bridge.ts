import { parseAbi } from 'viem'
import { structs } from './structs.ts'

/** What another chain's parameters add to the structs (contracts/interfaces/bridge/IRemoteParameters.sol). */
const remoteStructs = [
  ...structs,
  'struct RemoteConfig { Bounds bounds; Parameters fallbackVector; uint32 epochSec; uint32 maxAgeSec; uint32 messageAgeSec; }',
  'struct RemoteState { Parameters values; uint40 madeAt; uint40 movedAt; uint8 homeStatus; address homeConfig; bool isHalted; bool isOnFallback; bool isAwaitingEvidence; Loosening loosening; }',
] as const

/** What every messenger does, whatever its bridge (contracts/interfaces/bridge/IMessenger.sol). */
export const messengerAbi = parseAbi([
  'function send(uint64 chainId, address receiver, bytes payload) payable returns (bytes32 messageId)',
  'function quoteFee(uint64 chainId, address receiver, bytes payload) view returns (uint256 feeWei)',
  'function peerOf(uint64 chainId) view returns (address)',
  'function owner() view returns (address)',
  'function transferOwnership(address newOwner)',
  'event MessageSent(bytes32 indexed messageId, uint64 indexed chainId, address indexed sender, address receiver, uint64 nonce, bytes payload)',
  'event MessageReceived(bytes32 indexed messageId, uint64 indexed chainId, address indexed sender, address receiver)',
  'event RouteSet(uint64 indexed chainId, address peer)',
  'error NoRoute(uint64 chainId)',
  'error NameTaken(uint64 chainId)',
  'error NotThePeer(uint64 chainId, address account)',
  'error OwnableUnauthorizedAccount(address account)',
  'error OwnableInvalidOwner(address owner)',
  'error InsufficientBalance(uint256 balance, uint256 needed)',
])

/** What a messenger by Axelar does besides. */
export const axelarMessengerAbi = parseAbi([
  'constructor(address owner, address gateway)',
  'function setRoute(uint64 chainId, string chainName, address peer)',
  'function execute(bytes32 commandId, string sourceChain, string sourceAddress, bytes payload)',
  'function gateway() view returns (address)',
  'function chainNameOf(uint64 chainId) view returns (string)',
  'error NotApproved(bytes32 messageId)',
  'error StringsInsufficientHexLength(uint256 value, uint256 length)',
])

/** What a messenger by Hyperlane does besides. */
export const hyperlaneMessengerAbi = parseAbi([
  'constructor(address owner, address mailbox)',
  'function setRoute(uint64 chainId, uint32 domain, address peer)',
  'function handle(uint32 origin, bytes32 sender, bytes body) payable',
  'function mailbox() view returns (address)',
  'function domainOf(uint64 chainId) view returns (uint32)',
  'error NotTheBridge(address account)',
])

/** Sends what the home chain's protocols read (contracts/interfaces/bridge/IParametersSender.sol). */
export const parametersSenderAbi = parseAbi([
  'function send(bytes32 marketId, uint64 chainId, address receiver, address messenger) payable returns (bytes32 messageId)',
  'function message(bytes32 marketId) view returns (bytes payload, uint8 status, uint40 madeAt)',
  'function riskParameters() view returns (address)',
  'event ParametersSent(bytes32 indexed marketId, uint64 indexed chainId, address indexed messenger, bytes32 messageId, uint256 word, address config)',
  'error NothingToSend(bytes32 marketId)',
])

/** Another chain's parameters, bounded here (contracts/interfaces/bridge/IRemoteParameters.sol). */
export const remoteParametersAbi = parseAbi([
  ...remoteStructs,
  'function parameters(bytes32 marketId) view returns (Parameters values, uint8 status, uint40 ageSec)',
  'function receiveMessage(uint64 chainId, address sender, bytes payload)',
  'function setMarket(bytes32 marketId, RemoteConfig config)',
  'function setMessenger(address messenger, bool isTrusted)',
  'function halt(bytes32 marketId)',
  'function useFallback(bytes32 marketId)',
  'function resume(bytes32 marketId)',
  'function marketConfig(bytes32 marketId) view returns (RemoteConfig config)',
  'function marketState(bytes32 marketId) view returns (RemoteState state)',
  'function isMessenger(address messenger) view returns (bool)',
  'function homeChainId() view returns (uint64)',
  'function homeSender() view returns (address)',
  'function authority() view returns (address)',
  'event RemoteUpdated(bytes32 indexed marketId, address indexed messenger, address homeConfig, uint256[3] words)',
  'event RemoteHeld(bytes32 indexed marketId, address indexed messenger, uint8 homeStatus, uint40 madeAt)',
  'event RemoteMarketSet(bytes32 indexed marketId, RemoteConfig oldConfig, RemoteConfig newConfig)',
  'event MessengerSet(address indexed messenger, bool isTrusted)',
  'event MarketHalted(bytes32 indexed marketId, address indexed account)',
  'event MarketOnFallback(bytes32 indexed marketId, address indexed account)',
  'event MarketResumed(bytes32 indexed marketId, address indexed account)',
  'event ValueMoved(bytes32 indexed marketId, Parameters oldValues, Parameters newValues)',
  'error NotMessenger(address account)',
  'error NotTheSender(uint64 chainId, address sender)',
  'error MalformedMessage()',
  'error UnknownMarket(bytes32 marketId)',
  'error HaltedMarket(bytes32 marketId)',
  'error MarketUsesFallback(bytes32 marketId)',
  'error MessageNotNewer(uint256 madeAt, uint256 lastMadeAt)',
  'error MessageInFuture(uint256 madeAt, uint256 nowAt)',
  'error MessageTooOld(uint256 ageSec, uint256 maxAgeSec)',
  'error BoundsInverted(bytes32 field, uint256 min, uint256 max)',
  'error OutOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max)',
  'error OutOfBounds(bytes32 field, uint256 value, uint256 min, uint256 max)',
  'error ConfigNotStored()',
  'error AccessManagedUnauthorized(address caller)',
])

/** What was voted for another chain (contracts/interfaces/bridge/IGovernanceBridge.sol). */
export const governanceSenderAbi = parseAbi([
  'function record(uint64 chainId, address[] targets, bytes[] calldatas) returns (uint64 nonce)',
  'function post(uint64 chainId, uint64 nonce, address[] targets, bytes[] calldatas, address receiver, address messenger) payable returns (bytes32 messageId)',
  'function recordHash(uint64 chainId, uint64 nonce) view returns (bytes32)',
  'function nextNonce(uint64 chainId) view returns (uint64)',
  'function timelock() view returns (address)',
  'event GovernanceRecorded(uint64 indexed chainId, uint64 indexed nonce, address[] targets, bytes[] calldatas)',
  'event GovernancePosted(uint64 indexed chainId, uint64 indexed nonce, address indexed messenger, bytes32 messageId)',
  'error NotTheTimelock(address account)',
  'error LengthMismatch(uint256 targets, uint256 calldatas)',
  'error NotRecorded(uint64 chainId, uint64 nonce)',
  'error RecordTooLong(uint256 lengthBytes, uint256 maxBytes)',
])

/** Schedules it there, once enough messengers say the same. */
export const governanceReceiverAbi = parseAbi([
  'function receiveMessage(uint64 chainId, address sender, bytes payload)',
  'function setMessengers(address[] all, uint32 threshold)',
  'function messengers() view returns (address[] all, uint32 threshold)',
  'function nextNonce() view returns (uint64)',
  'function hasBrought(bytes32 recordHash, address messenger) view returns (bool)',
  'function operationId(uint64 nonce, address[] targets, bytes[] calldatas) view returns (bytes32)',
  'function timelock() view returns (address)',
  'function homeChainId() view returns (uint64)',
  'function homeSender() view returns (address)',
  'event GovernanceBrought(uint64 indexed nonce, address indexed messenger, uint256 count, uint256 threshold)',
  'event GovernanceScheduled(uint64 indexed nonce, bytes32 indexed operationId, address[] targets, bytes[] calldatas)',
  'event MessengersSet(address[] messengers, uint32 threshold)',
  'error NotMessenger(address account)',
  'error NotTheSender(uint64 chainId, address sender)',
  'error NotThisChain(uint64 chainId)',
  'error NonceAhead(uint64 nonce, uint64 nextNonce)',
  'error NoncePast(uint64 nonce, uint64 nextNonce)',
  'error BroughtBefore(uint64 nonce, address messenger)',
  'error NotTheTimelock(address account)',
  'error MessengersInvalid()',
])
