public import Logging
public import PGStore
public import ServiceLifecycle

/// Deletes idempotency keys a day after their use.
public struct KeyCleaner: Service {
    let pool: PGPool
    let logger: Logger
    /// How often each instance looks.
    let interval: Duration

    public init(pool: PGPool, interval: Duration = .seconds(60), logger: Logger) {
        self.pool = pool
        self.interval = interval
        self.logger = logger
    }

    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await clean()
                do { try await Task.sleep(for: interval) } catch { return }
            }
        }
    }

    /// Deletes in portions, so that no statement runs for long and no other instance waits.
    func clean() async {
        do {
            var deleted: Int
            repeat {
                deleted = try await pool.withConnection { try await $0.execute(CleanSQL.expiredKeys(Int64(1_000))) }
                    .affected
            } while deleted == 1_000
        } catch {
            let isStopping = Task.isCancelled || error as? PGError == .poolClosed
            logger.log(
                level: isStopping ? .debug : .warning, "idempotency keys are not cleaned up",
                metadata: ["error": "\(error)"])
        }
    }
}
