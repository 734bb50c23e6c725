/// A payload that none of our instances sends. Whoever may connect to the database may notify.
public struct PayloadError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
