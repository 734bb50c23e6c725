/// A message from `NOTIFY`.
struct PGNotification: Sendable, Hashable {
    let channel: String
    let payload: String
    let processID: Int32
}
