/// Some messages: how many, and the sum of their keys. A socket that heard one twice and another not at all heard as many
/// as it should have, but of another sum.
struct Messages: Equatable, Sendable {
    private(set) var count = 0
    private var sum: Int64 = 0

    mutating func add(key: Int64) {
        count += 1
        sum &+= key
    }

    mutating func add(_ other: Messages) {
        count += other.count
        sum &+= other.sum
    }
}
