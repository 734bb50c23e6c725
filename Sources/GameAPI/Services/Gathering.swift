/// Whether the next batch waits for more mutations. Pure: time is an argument.
///
/// Most of what a small batch costs, here and in PostgreSQL, does not depend on its size, and whoever was just answered
/// often comes back at once. So a batch waits until as many are there as the last one held and left behind, but not for
/// more than ``enough``, and at most as long as the last one took. A lone client waits for nothing.
struct Gathering: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// However long a batch took: one that was held up says nothing of the next.
    private static let patience = Duration.milliseconds(5)

    /// How many mutations make a batch that waits for no more.
    let enough: Int
    private var awaited = 0
    private var end: Instant?

    init(enough: Int) { self.enough = enough }

    /// A batch has ended.
    ///
    /// - Parameters:
    ///   - size: How many mutations it held.
    ///   - waiting: How many it left behind.
    ///   - duration: How long it took.
    mutating func ended(_ size: Int, waiting: Int, after duration: Duration, now: Instant) {
        awaited = min(enough, size + waiting)
        end = now + min(duration, Self.patience)
    }

    /// Whether a batch of those who wait may begin.
    func isOver(_ waiting: Int, now: Instant) -> Bool {
        guard let end else { return true }
        return waiting >= awaited || now >= end
    }

    /// When it is over though nobody else comes; nil where the next one who comes ends it.
    func end(_ waiting: Int, now: Instant) -> Instant? {
        awaited > 1 && !isOver(waiting, now: now) ? end : nil
    }
}
