import NIOCore
import NIOEmbedded
import Testing

@testable import Relay

@Suite("OpenSockets: one task waits for all sockets of a server", .timeLimit(.minutes(1)))
struct SocketCountTests {
    @Test("it waits for the last one, and nobody else has to")
    func lastOne() async throws {
        let sockets = OpenSockets()
        let (first, second) = (NIOAsyncTestingChannel(), NIOAsyncTestingChannel())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await sockets.include(first) }
            while sockets.count == 0 { await Task.yield() }
            await sockets.include(second)
            try await first.close()
            #expect(sockets.count == 1)
            try await second.close()
            try await group.waitForAll()
        }
        #expect(sockets.count == 0)
        // The next one waits again.
        let third = NIOAsyncTestingChannel()
        async let over: Void = sockets.include(third)
        while sockets.count == 0 { await Task.yield() }
        try await third.close()
        await over
    }

    @Test("a task that is cancelled waits no more, then or before")
    func cancelled() async throws {
        let sockets = OpenSockets()
        let channel = NIOAsyncTestingChannel()
        let task = Task { await sockets.include(channel) }
        while sockets.count == 0 { await Task.yield() }
        task.cancel()
        await task.value
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await sockets.include(channel)
        }
        await late.value
        try await channel.close()
        #expect(sockets.count == 0)
    }
}
