import Testing

@testable import GameAPI

@Suite struct RateLimitTests {
    private static let second: Int64 = 1_000_000_000
    private static let start: Int64 = 5_000 * second

    @Test func aBurstIsGrantedAndThenTheRate() {
        let limit = RateLimit(rate: 10)
        var bucket = TokenBucket()
        for _ in 0..<20 { #expect(take(&bucket, limit, now: Self.start) == .granted) }
        #expect(take(&bucket, limit, now: Self.start) == .wait(nanoseconds: Self.second / 10))
        #expect(take(&bucket, limit, now: Self.start + Self.second / 10 - 1) == .wait(nanoseconds: 1))
        #expect(take(&bucket, limit, now: Self.start + Self.second / 10) == .granted)
        #expect(take(&bucket, limit, now: Self.start + Self.second / 10) == .wait(nanoseconds: Self.second / 10))
    }

    @Test func refusalsCostNothingAndPausesRefill() {
        let limit = RateLimit(rate: 10)
        var bucket = TokenBucket()
        for _ in 0..<1_000 { _ = bucket.take(limit, now: Self.start) }
        let later = Self.start + 60 * Self.second
        let granted = (0..<1_000).filter { _ in bucket.take(limit, now: later) == .granted }
        #expect(granted.count == 20)
    }

    private func take(_ bucket: inout TokenBucket, _ limit: RateLimit, now: Int64) -> TokenBucket.Decision {
        bucket.take(limit, now: now)
    }

    private func take(_ table: inout BucketTable<Int>, _ key: Int, now: Int64) -> TokenBucket.Decision {
        table.take(key, now: now)
    }

    /// Of twenty attempts at once.
    private func granted(_ table: inout BucketTable<Int>, after seconds: Int64) -> Int {
        var count = 0
        for _ in 0..<20 where table.take(1, now: Self.start + seconds * Self.second) == .granted { count += 1 }
        return count
    }

    @Test func aTableForgetsOnlyFullBuckets() {
        let limit = RateLimit(rate: 10)
        var table = BucketTable<Int>(limit: limit, capacity: 100)
        for _ in 0..<20 { #expect(take(&table, 1, now: Self.start) == .granted) }
        // A refill lasts two seconds: before it has passed, the bucket must be known.
        #expect(take(&table, 1, now: Self.start) != .granted)
        #expect(take(&table, 2, now: Self.start + Self.second) == .granted)
        #expect(granted(&table, after: 1) == 10)
        #expect(granted(&table, after: 2) == 10)
        #expect(granted(&table, after: 3) == 10)
        #expect(take(&table, 3, now: Self.start + 60 * Self.second) == .granted)
        #expect(table.count == 1)
    }

    @Test func aFullTableIsBoundedAndStillLimits() {
        var table = BucketTable<Int>(limit: RateLimit(rate: 10), capacity: 100)
        let granted = (0..<1_000).filter { table.take($0, now: Self.start) == .granted }
        #expect(granted.count == 50 + 20)  // One each where there was room, and one shared bucket.
        #expect(table.count <= 100)
        #expect(take(&table, 0, now: Self.start) == .granted)
    }

    @Test func zeroTurnsALimitOff() {
        let limiter = RateLimiter(token: RateLimit(rate: 0), address: RateLimit(rate: 0))
        for _ in 0..<10_000 {
            #expect(limiter.admit(token: 1, peer: IPAddress("10.0.0.1"), forwardedFor: [], now: 0) == nil)
        }
    }

    @Test func aTokenThatIsRefusedUsesUpNothingOfItsAddress() {
        let limiter = RateLimiter(token: RateLimit(rate: 1), address: RateLimit(rate: 10))
        let home = IPAddress("10.0.0.1")
        for _ in 0..<100 { _ = limiter.admit(token: 1, peer: home, forwardedFor: [], now: Self.start) }
        let others = (0..<100).filter {
            limiter.admit(token: 100 + $0, peer: home, forwardedFor: [], now: Self.start) == nil
        }
        #expect(others.count == 18)
    }

    @Test func theTimeToWaitIsAtLeastASecond() {
        let limiter = RateLimiter(token: RateLimit(rate: 100), address: RateLimit(rate: 0))
        let waits = (0..<300).compactMap { _ in limiter.admit(token: 1, peer: nil, forwardedFor: [], now: Self.start) }
        #expect(waits.count == 100)
        #expect(Set(waits) == [1])
    }
}
