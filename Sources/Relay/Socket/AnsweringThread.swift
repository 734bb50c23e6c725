import Glibc

/// How the threads are scheduled on which requests are answered.
enum AnsweringThread {
    /// SCHED_BATCH of linux/sched.h, which Glibc shows to GNU programs only.
    private static let batch: Int32 = 3

    /// Has the calling thread no longer interrupt whoever wakes it: it runs as soon as that one waits (sched(7),
    /// SCHED_BATCH).
    ///
    /// A request is handed over by an event loop that has others to read, and its result by the connections' thread,
    /// which has others to hand over; interrupting them costs two switches of the processor and what its caches hold. The
    /// loops themselves stay as they are, so that what goes out is not late on a busy machine. Swift's threads come and go,
    /// so this is called for each request. Where the system does not allow it, nothing changes.
    static func interruptNobody() {
        guard sched_getscheduler(0) != batch else { return }
        var parameters = sched_param()
        _ = sched_setscheduler(0, batch, &parameters)
    }
}
