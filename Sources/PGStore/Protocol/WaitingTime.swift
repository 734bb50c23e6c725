/// How long to wait, as the kernel is told: a year at most.
struct WaitingTime {
    let seconds: Int
    let nanoseconds: Int

    init(_ duration: Duration) {
        let (seconds, attoseconds) = min(duration, .seconds(31_536_000)).components
        self.seconds = Int(seconds)
        nanoseconds = Int(attoseconds / 1_000_000_000)
    }

    /// Not less, so that whoever waits so long is not back too early, and then at once again.
    var milliseconds: Int32 { Int32(clamping: seconds * 1_000 + (nanoseconds + 999_999) / 1_000_000) }
}
