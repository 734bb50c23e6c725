import ServiceLifecycle

/// What has to be looked at every second.
struct HubClock: Service {
    let hub: Hub

    func run() async {
        await cancelWhenGracefulShutdown {
            var second = 0
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(1)) } catch { return }
                second &+= 1
                hub.tick(second: second)
            }
        }
    }
}
