extension RoomMachine {
    /// What the hub is to do, in this order; `sent` stands for all actions of one call as it is after the call.
    enum Action {
        /// Read the database, and tell `answered` when it has; until then there is no other read. A read that failed is
        /// repeated by the hub, as often as it takes.
        case read(Query)
        /// To all live seats, in order.
        case broadcast([Frame])
        /// To each of these: how it starts, then the frames. They are live from now on.
        case admit([Seat], Start, [Frame])
        /// To each of these, which are catching up: the welcome (`resumed` true) if it is the first page, then the frames.
        /// The hub tells `drained` for each when they have left its outbox.
        case page([Seat], welcome: Bool, [Frame])
        /// To all live seats: the reset message, and the snapshot that the hub holds.
        case reset
        /// There is no such game (any more): all seats are gone, and the machine says nothing more.
        case dissolve
    }

    /// What stands before the frames of a seat that becomes live.
    enum Start: Equatable {
        /// The welcome with `resumed` false, and the snapshot that the hub holds.
        case snapshot
        /// The welcome with `resumed` true.
        case resumed
        /// Nothing: its pages began with the welcome.
        case caughtUp
        /// The reset message, and the snapshot that the hub holds: what came after its pages is not in the log.
        case reset
    }

    struct Query: Sendable, Equatable {
        var snapshot = false
        /// nil: no changes.
        var changesAfter: Int64?
        /// Of changes.
        var limit = 0
        /// What was sent without being logged: retained messages and presence.
        var live = false
    }

    /// What was read. The hub holds a snapshot that came with it, in place of an earlier one, before it tells the machine.
    struct Page {
        /// The newest in the database, as of the moment at which the changes were read or before it, never after.
        var revision: Int64
        /// If the query asked for a snapshot.
        var snapshotRevision: Int64?
        /// Ascending, those that follow `changesAfter` (or, if these are not in the log any more, those that it has).
        var changes: [LoggedFrame<Frame>] = []
    }

    struct Limits: Sendable {
        var ringChanges = 1_024
        var ringBytes = 256 << 10
        var pageChanges = 500
        /// Of a page that has more, the rest is read again. A single change may be larger.
        var pageBytes = 256 << 10
        /// A room that is so many changes behind starts anew with a snapshot.
        var distance: Int64 = 10_000
    }
}
