/// Whether the next batch waits for more mutations. Pure: time is an argument.
///
/// Most of what a small batch costs, here and in PostgreSQL, does not depend on its size, and whoever was just answered
/// often comes back at once. So a batch waits until as many are there as the last one held and left behind, but not for
/// more than are enough, and at most as long as the last one took. A lone client waits for nothing.
///
/// What is enough depends on whether others write to the same PostgreSQL. Alone, many clients do best in two groups that
/// take turns: while one's batch is being committed, the other one is answered and comes again. Among others there is
/// always something to do meanwhile, and since commits that notify queue one behind another, the fewer the better.
struct Gathering: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// However long a batch took: one that was held up says nothing of the next.
    private static let patience = Duration.milliseconds(5)

    private static let crowd = 8

    /// Waits for nobody.
    static let none = Gathering(enough: 0, amongOthers: 0)

    private let enough: Int
    private let enoughAmongOthers: Int
    private var awaited = 0
    private var end: Instant?
    private var lastTransaction: Int64?
    /// Rises with each batch that had others' transactions before it and falls with each that had none, from 0 to
    /// ``crowd``: a stray one, such as a vacuum's, is no company.
    private var company = 0

    /// - Parameters:
    ///   - enough: How many mutations make a batch that waits for no more while nobody else writes.
    ///   - amongOthers: The same while others do.
    init(enough: Int, amongOthers: Int) {
        self.enough = enough
        enoughAmongOthers = amongOthers
    }

    /// A batch has ended.
    ///
    /// - Parameters:
    ///   - size: How many mutations it held.
    ///   - waiting: How many it left behind.
    ///   - transaction: Its id. Those between two batches' ids were others'.
    ///   - duration: How long it took.
    mutating func ended(_ size: Int, waiting: Int, transaction: Int64, after duration: Duration, now: Instant) {
        let last = lastTransaction ?? transaction
        lastTransaction = max(last, transaction)
        company = transaction > last + 1 ? min(company + 1, Self.crowd) : max(company - 1, 0)
        awaited = min(company > Self.crowd / 2 ? enoughAmongOthers : enough, size + waiting)
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
