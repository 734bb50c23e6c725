import Logging
import NIOConcurrencyHelpers
import PGStore

extension MutationWriter {
    /// Commits a batch of the common line, and answers each of its mutations.
    func commit(_ batch: [Pending]) async {
        let start = clock.now
        switch await attempt(batch, lockTimeout: limits.lockTimeout) {
        case .committed(let results, let transaction):
            record(batch, transaction: transaction, since: start)
            answer(batch, with: results)
        case .locked:
            await setAsideHeldGames(of: batch)
        case .refused(let reason):
            await narrowDown(batch, reason: reason)
        case .unknown:
            answer(batch, with: .outcomeUnknown)
        case .conflict, .unavailable:
            await again(batch)
        }
    }

    /// Commits what a set-aside game's lane holds, until the lane is empty or its rows are still held.
    func runLane(_ gameID: Int64) async {
        defer { laneSignal.continuation.yield() }
        while let next = queue.withLockedValue({ $0.nextBatch(ofLane: gameID, now: clock.now) }) {
            answer(next.expired, with: .gameBusy)
            guard !next.batch.isEmpty else { continue }
            switch await attempt(next.batch, lockTimeout: limits.laneLockTimeout) {
            case .committed(let results, _):
                answer(next.batch, with: results)
            case .locked:
                queue.withLockedValue { $0.stillHeld(gameID, next.batch) }
                return
            case .refused(let reason):
                await narrowDown(next.batch, reason: reason)
            case .unknown:
                answer(next.batch, with: .outcomeUnknown)
            case .conflict, .unavailable:
                await again(next.batch)
            }
        }
    }

    /// One attempt. Where it broke at COMMIT, what became of it: `.unknown` means that this could not be found out, and
    /// then nothing may be attempted again.
    private func attempt(_ batch: [Pending], lockTimeout: Duration) async -> BatchOutcome {
        let deadline = self.deadline(of: batch)
        // The server has to give the lock up before we give up the server.
        let lockTimeout = min(lockTimeout, remaining(until: deadline) * 0.7)
        let mutations = batch.map(\.mutation)
        let outcome: BatchOutcome
        do {
            outcome = try await pool.withConnection { connection in
                await BatchTransaction(
                    connection: connection, timeout: self.remaining(until: deadline), lockTimeout: lockTimeout
                ).run(mutations)
            }
        } catch {
            logger.debug("no connection for a batch", metadata: ["error": "\(error)"])
            isDatabaseAway.withLockedValue { $0 = true }
            return .unavailable
        }
        isDatabaseAway.withLockedValue { $0 = outcome.isDatabaseAway }
        guard case .unknown(let commit, let results) = outcome else { return outcome }
        let inquiryDeadline = max(deadline, clock.now + limits.minimumAttempt)
        switch await CommitInquiry(pool: pool, logger: logger).outcome(of: commit, until: inquiryDeadline) {
        case .committed: return .committed(results, transaction: commit.transactionID)
        case .aborted: return .unavailable
        case .unknown: return outcome
        }
    }

    /// Attempts until the batch's time is up; each mutation is stored once at most, because only what is known not to
    /// have happened is attempted again.
    private func again(_ batch: [Pending]) async {
        let deadline = batch.map(\.deadline).min() ?? clock.now
        var last = BatchOutcome.unavailable
        while clock.now < deadline, !Task.isCancelled {
            last = await attempt(batch, lockTimeout: limits.laneLockTimeout)
            switch last {
            case .committed(let results, _): return answer(batch, with: results)
            case .refused(let reason): return await narrowDown(batch, reason: reason)
            case .unknown: return answer(batch, with: .outcomeUnknown)
            // Keeps repeated attempts from becoming a storm.
            case .locked, .conflict, .unavailable: await pause(until: clock.now + .milliseconds(20))
            }
        }
        if case .unavailable = last {
            answer(batch, with: .databaseUnavailable)
        } else {
            answer(batch, with: .gameBusy)
        }
    }

    /// Finds out whose rows are held, sets those games aside, and goes on with the others.
    private func setAsideHeldGames(of batch: [Pending]) async {
        let held: Set<Int64>
        do {
            held = try await heldGames(of: batch)
        } catch {
            logger.warning("cannot tell which rows are held", metadata: ["error": "\(error)"])
            return await narrowDownToGames(batch)
        }
        guard !held.isEmpty else { return await narrowDownToGames(batch) }
        logger.info("rows held by another transaction", metadata: ["games": "\(held.sorted())"])
        queue.withLockedValue { queue in
            queue.setAside(held, from: batch.filter { held.contains($0.mutation.gameID) })
        }
        laneSignal.continuation.yield()
        let others = batch.filter { !held.contains($0.mutation.gameID) }
        if !others.isEmpty { await commit(others) }
    }

    /// Halves a batch of which some row was held until the game it belongs to is alone, and sets that one aside.
    private func narrowDownToGames(_ batch: [Pending]) async {
        let games = Set(batch.map(\.mutation.gameID)).sorted()
        guard games.count > 1 else {
            queue.withLockedValue { $0.setAside(Set(games), from: batch) }
            laneSignal.continuation.yield()
            return
        }
        let half = Set(games[..<(games.count / 2)])
        await commit(batch.filter { half.contains($0.mutation.gameID) })
        await commit(batch.filter { !half.contains($0.mutation.gameID) })
    }

    private func heldGames(of batch: [Pending]) async throws -> Set<Int64> {
        let needs = BatchNeeds(batch.map(\.mutation))
        let call = LockSQL.heldGames(Array(needs.games), Array(needs.players), Array(needs.questions))
        let deadline = self.deadline(of: batch)
        let rows = try await pool.withConnection { connection in
            try await connection.execute(call, timeout: self.remaining(until: deadline))
        }
        return try Set(rows.map { try $0.decode(0) }).intersection(needs.games)
    }

    /// Halves a batch that PostgreSQL refuses until the one at fault is alone with its error.
    private func narrowDown(_ batch: [Pending], reason: String) async {
        guard batch.count > 1 else {
            logger.error("a mutation was refused by PostgreSQL", metadata: ["error": "\(reason)"])
            return answer(batch, with: .unexpected(reason))
        }
        let half = batch.count / 2
        await commit(Array(batch[..<half]))
        await commit(Array(batch[half...]))
    }

    private func deadline(of batch: [Pending]) -> ContinuousClock.Instant {
        max(batch.map(\.deadline).min() ?? clock.now, clock.now + limits.minimumAttempt)
    }

    /// Cut short when the writer is cancelled.
    func pause(until end: ContinuousClock.Instant) async {
        do { try await clock.sleep(until: end) } catch { logger.debug("a pause of the writer was cut short") }
    }

    private func remaining(until deadline: ContinuousClock.Instant) -> Duration {
        max(deadline - clock.now, .milliseconds(1))
    }
}
