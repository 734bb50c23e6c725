import CLibPQ
import Glibc

/// An epoll descriptor, and an eventfd that ends its wait from another thread.
///
/// All its state is two descriptor numbers that never change, and the kernel lets any thread use them.
final class Poller: Sendable {
    private let epoll: Int32
    private let wakeup: Int32

    enum Event {
        /// The wait is over; comes first, and always.
        case awake
        /// An error or the end of the stream counts as ready for both.
        case ready(token: UInt64, Readiness)
    }

    init() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakeup = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        precondition(epoll >= 0 && wakeup >= 0, "no descriptors left for an event loop: errno \(errno)")
        let added = control(EPOLL_CTL_ADD, wakeup, token: 0, interest: .read)
        precondition(added, "epoll refuses an eventfd: errno \(errno)")
    }

    deinit {
        close(epoll)
        close(wakeup)
    }

    func add(_ descriptor: Int32, token: UInt64, interest: Readiness) -> Bool {
        control(EPOLL_CTL_ADD, descriptor, token: token, interest: interest)
    }

    func modify(_ descriptor: Int32, token: UInt64, interest: Readiness) {
        _ = control(EPOLL_CTL_MOD, descriptor, token: token, interest: interest)
    }

    /// Of no effect if the descriptor has been closed meanwhile.
    func remove(_ descriptor: Int32) {
        _ = control(EPOLL_CTL_DEL, descriptor, token: 0, interest: [])
    }

    private func control(_ operation: Int32, _ descriptor: Int32, token: UInt64, interest: Readiness) -> Bool {
        var event = epoll_event()
        event.events = EPOLLRDHUP.rawValue
        if interest.contains(.read) { event.events |= EPOLLIN.rawValue }
        if interest.contains(.write) { event.events |= EPOLLOUT.rawValue }
        event.data.u64 = token
        return epoll_ctl(epoll, operation, descriptor, &event) == 0
    }

    /// Makes a wait that is under way, or else the next one, return at once.
    func wake() {
        var one: UInt64 = 1
        _ = write(wakeup, &one, 8)
    }

    /// - Parameter limit: nil waits without end.
    func wait(atMost limit: Duration?, _ body: (Event) -> Void) {
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 64) { events in
            let count = wait(atMost: limit, into: events)
            body(.awake)
            for index in 0..<max(0, Int(count)) {
                let event = events[index]
                if event.data.u64 == 0 {
                    var counter: UInt64 = 0
                    _ = read(wakeup, &counter, 8)
                    continue
                }
                var ready: Readiness = []
                let broken = EPOLLERR.rawValue | EPOLLHUP.rawValue | EPOLLRDHUP.rawValue
                if event.events & (EPOLLIN.rawValue | broken) != 0 { ready.insert(.read) }
                if event.events & (EPOLLOUT.rawValue | broken) != 0 { ready.insert(.write) }
                body(.ready(token: event.data.u64, ready))
            }
        }
    }

    /// To the microsecond where the kernel can: epoll_pwait2 is there since Linux 5.11, and not in every sandbox.
    private func wait(atMost limit: Duration?, into events: UnsafeMutableBufferPointer<epoll_event>) -> Int32 {
        guard let limit else { return epoll_wait(epoll, events.baseAddress, Int32(events.count), -1) }
        let time = WaitingTime(limit)
        var exact = timespec(tv_sec: time.seconds, tv_nsec: time.nanoseconds)
        let count = epoll_pwait2(epoll, events.baseAddress, Int32(events.count), &exact, nil)
        guard count < 0, errno == ENOSYS || errno == EPERM else { return count }
        return epoll_wait(epoll, events.baseAddress, Int32(events.count), time.milliseconds)
    }
}
