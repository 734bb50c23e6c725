import DequeModule
import GameAPI
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle

/// Sends coordination to all instances, in groups: what comes while one is under way makes the next.
///
/// PostgreSQL's order of commits is the one order in which all clients of all instances get the messages.
final class CoordinationPublisher: Service {
    /// A client's message on its way.
    struct Outgoing: Sendable {
        let message: CoordinationMessage
        /// What has to be true for it to be sent.
        let claim: BuzzerClaim?
        let game: Int64
        let seat: SeatID
        /// Where the sender is.
        let shard: ShardReference
    }

    /// The most messages that wait; more are refused.
    static let queueLimit = 10_000
    /// The most of one game: a busy one leaves room for the others.
    static let gameLimit = 1_000
    /// The most in one group.
    static let groupLimit = 500

    private let store: any CoordinationStore
    private let logger: Logger
    private struct Queue: Sendable {
        var outgoing = Deque<Outgoing>()
        var perGame: [Int64: Int] = [:]
    }

    private let queue = NIOLockedValueBox(Queue())
    private let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation

    init(store: any CoordinationStore, logger: Logger) {
        self.store = store
        self.logger = logger
        (arrivals, arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Queues a message; false: too many wait.
    func publish(_ outgoing: Outgoing) -> Bool {
        let accepted = queue.withLockedValue { queue in
            let ofGame = queue.perGame[outgoing.game, default: 0]
            guard queue.outgoing.count < Self.queueLimit, ofGame < Self.gameLimit else { return false }
            queue.perGame[outgoing.game] = ofGame + 1
            queue.outgoing.append(outgoing)
            return true
        }
        if accepted { arrival.yield() }
        return accepted
    }

    func run() async {
        await cancelWhenGracefulShutdown { [self] in
            for await _ in arrivals {
                while !Task.isCancelled, let group = nextGroup() { await send(group) }
            }
        }
    }

    private func nextGroup() -> [Outgoing]? {
        queue.withLockedValue { queue in
            guard !queue.outgoing.isEmpty else { return nil }
            let group = Array(queue.outgoing.prefix(Self.groupLimit))
            queue.outgoing.removeFirst(group.count)
            for outgoing in group {
                let left = queue.perGame[outgoing.game, default: 0] - 1
                queue.perGame[outgoing.game] = left > 0 ? left : nil
            }
            return group
        }
    }

    private func send(_ group: [Outgoing]) async {
        do {
            let good = try await verified(group)
            guard !good.isEmpty else { return }
            let games = Dictionary(grouping: good, by: \.game)
            let payloads = games.flatMap { game, outgoing in
                CoordinationPayload.payloads(gameID: game, items: outgoing.map { .message($0.message) })
            }
            try await store.publish(
                payloads, retaining: good.filter(\.message.retain).map { ($0.game, $0.message) })
        } catch {
            logger.warning(
                "coordination could not be sent", metadata: ["messages": "\(group.count)", "error": "\(error)"])
            // Not tried again: a press that comes seconds late, or twice, is worse than one that fails.
            let error = CoordinationError(
                .unavailable, detail: "The message may not have been delivered; try again in a moment.")
            for outgoing in group { refuse(outgoing, error) }
        }
    }

    /// Those whose claim is true; the others are told.
    private func verified(_ group: [Outgoing]) async throws -> [Outgoing] {
        let claiming = group.filter { $0.claim != nil }
        guard !claiming.isEmpty else { return group }
        var answers = try await store.verify(claiming.compactMap(\.claim)).makeIterator()
        return group.filter { outgoing in
            guard outgoing.claim != nil, answers.next() != true else { return true }
            refuse(outgoing, CoordinationError(.forbidden, detail: "A player presses only the own buzzer."))
            return false
        }
    }

    private func refuse(_ outgoing: Outgoing, _ error: CoordinationError) {
        let number = outgoing.seat.number
        outgoing.shard.execute { $0.send(error, seat: number) }
    }
}
