/// A message of which the newest of each type is kept for those who come later.
protocol RetainedMessage: Equatable, Sendable {
    var type: String { get }
}

/// The retained messages of a room, one a type, those that were kept first standing first.
///
/// While the database is read, newer messages may come in. What was kept since `beginRead` is therefore not touched by
/// the answer: either it is newer, or its successor has been announced too and is on its way.
struct RetainedMessages<Message: RetainedMessage>: Sendable {
    private(set) var messages: [Message] = []
    private var keptSinceRead: Set<String> = []

    init() {}

    var count: Int { messages.count }

    func contains(_ type: String) -> Bool {
        messages.contains { $0.type == type }
    }

    mutating func keep(_ message: Message) {
        messages.removeAll { $0.type == message.type }
        messages.append(message)
        keptSinceRead.insert(message.type)
    }

    /// To be called before the database is read; again, if the read is repeated.
    mutating func beginRead() {
        keptSinceRead = []
    }

    /// Takes the database's state, and returns those that are new or differ: who was there already has not seen them.
    mutating func replaceAll(_ stored: [Message]) -> [Message] {
        let kept = messages.filter { keptSinceRead.contains($0.type) }
        let taken = stored.filter { !keptSinceRead.contains($0.type) }
        let unseen = taken.filter { !messages.contains($0) }
        messages = taken + kept
        return unseen
    }
}
