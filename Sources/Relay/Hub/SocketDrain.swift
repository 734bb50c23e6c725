import ServiceLifecycle

/// Sends the clients away before the server stops.
struct SocketDrain: Service {
    let hub: Hub

    func run() async throws {
        try await gracefulShutdown()
        try await hub.sayGoodbye()
    }
}
