#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The operating system's clocks, and the processor time of this process.
enum Clock {
    /// Nanoseconds of a clock that never goes back. Only differences mean something.
    static func now() -> Int64 { read(CLOCK_MONOTONIC) }

    /// What to add to `now()` for nanoseconds since 1970, as it is at this moment.
    static func offsetToRealTime() -> Int64 { read(CLOCK_REALTIME) - now() }

    /// Seconds of processor time, user and system, that this process has used.
    static func processorSeconds() -> Double {
        var usage = rusage()
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
        #else
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #endif
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

/// A point of a run: the time, and the processor time used by then.
struct Moment {
    private let nanoseconds: Int64
    private let processorSeconds: Double

    static func now() -> Moment { Moment(nanoseconds: Clock.now(), processorSeconds: Clock.processorSeconds()) }

    func duration(until end: Moment) -> Duration {
        Duration(
            seconds: Double(end.nanoseconds - nanoseconds) / 1e9,
            processorSeconds: end.processorSeconds - processorSeconds)
    }

    struct Duration {
        let seconds: Double
        /// Used by this process meanwhile.
        let processorSeconds: Double

        /// A second, to one decimal.
        func rate(of count: Int) -> Double { (Double(count) / seconds * 10).rounded() / 10 }
    }
}
