/// Waits for the database, and refuses a schema that this build does not know.
struct StartupCheck: Sendable {
    /// The schema's version that this build reads and writes.
    let expected: Int
    /// For how long the database may be away.
    var patience: Duration = .seconds(10)
    /// Between two attempts.
    var pause: Duration = .milliseconds(250)

    /// Throws a line for a person. The database is asked again and again until it answers or patience ends; what it
    /// answers about its schema counts at once.
    func run(_ state: @Sendable () async throws -> SchemaState) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while true {
            do {
                if let error = error(for: try await state()) { throw error }
                return
            } catch let error as StartError {
                throw error
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                guard clock.now + pause < deadline else {
                    throw StartError("cannot reach the database (setting database-url): \(error)")
                }
                try await clock.sleep(for: pause)
            }
        }
    }

    private func error(for state: SchemaState) -> StartError? {
        switch state {
        case .current: nil
        case .missing: StartError("the database has no schema of podium yet: run migrations/migrate")
        case .behind(let version):
            StartError(
                "the database's schema has version \(version) and this build needs \(expected): run migrations/migrate")
        case .ahead(let version):
            StartError(
                "the database's schema has version \(version), which is newer than this build's \(expected): "
                    + "run a newer podium; migrations/migrate cannot go back")
        case .encoding(let name):
            StartError(
                "the database has the encoding \(name), and names may be in any script: make it with "
                    + "CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0")
        case .listenerElsewhere:
            StartError("listen-database-url is not the database of database-url: nobody would hear of a change")
        }
    }
}
