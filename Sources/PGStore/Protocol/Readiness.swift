/// What a socket can do, or what somebody waits for it to do.
struct Readiness: OptionSet, Sendable {
    let rawValue: UInt8
    static let read = Readiness(rawValue: 1)
    static let write = Readiness(rawValue: 2)
}
