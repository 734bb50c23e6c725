import GameAPI
import Logging
import Metrics
import NIOCore

/// Coordination: from a client to the database, and from there to the clients.
extension Shard {
    /// Sends a message on its way to all instances.
    func submit(_ message: CoordinationMessage, _ claim: BuzzerClaim?, game: Int64, from seat: SeatID) {
        guard let room = rooms[game] else { return }
        let error: CoordinationError?
        if message.retain, !room.mayRetain(message.type) {
            error = CoordinationError(
                .tooManyRetained, detail: "At most \(Room.retainedTypes) types of messages are retained for a game.")
        } else if !services.publisher.publish(
            .init(message: message, claim: claim, game: game, seat: seat, shard: shards[seat.shard]))
        {
            error = CoordinationError(.overloaded, detail: "Too much waits to be sent; this message went nowhere.")
        } else {
            error = nil
        }
        if let error { shards[seat.shard].execute { $0.send(error, seat: seat.number) } }
    }

    /// What was sent to a game's clients, in the order that all instances see.
    func coordinated(_ payload: String, game: Int64) {
        guard let room = rooms[game] else { return }
        do {
            for item in try CoordinationPayload.parse(payload).items {
                switch item {
                case .message(let message):
                    if message.retain { room.keep(message) }
                    metrics.coordination.increment()
                    deliver(message, in: room)
                case .presence(let instance, let sequence, let counts):
                    let statuses = room.apply(instance: instance, sequence: sequence, counts: counts)
                    deliver(Frames.texts(statuses), in: room)
                case .gone:
                    logger.warning(
                        "an instance's end was announced for one game only", metadata: ["game_id": "\(game)"])
                }
            }
        } catch {
            logger.warning("a coordination payload cannot be read", metadata: ["error": "\(error)"])
        }
    }

    /// An instance has died or stopped, and its clients are with it.
    func gone(_ instance: String) {
        for room in rooms.values { deliver(Frames.texts(room.remove(instance: instance)), in: room) }
    }

    func deliver(_ message: CoordinationMessage, in room: Room) {
        let (frame, game) = (Frames.text(message.body), room.game)
        if let recipient = message.recipient {
            everywhere(in: room) { $0.deliver(frame, game: game, to: recipient) }
        } else {
            deliver(frame, in: room)
        }
    }
}
