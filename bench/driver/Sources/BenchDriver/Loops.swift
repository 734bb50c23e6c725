import NIOCore
import NIOPosix

/// The event loops of a run, and how connections are made on them.
struct Loops: Sendable {
    let all: [any EventLoop]
    private let readBufferSize = 16 * 1_024
    /// Handshakes under way at a time: enough to be quick, few enough for any server's backlog.
    private let handshakes = 64
    /// Connections from one source address to one server; the kernel has about 28,000 ports for them.
    private let connectionsPerSource = 25_000

    init(threads: Int) {
        all = Array(MultiThreadedEventLoopGroup(numberOfThreads: threads).makeIterator())
    }

    var first: any EventLoop { all[0] }

    /// The loop that connection `number` lives on.
    subscript(number: Int) -> any EventLoop { all[number % all.count] }

    /// Makes a value on each loop, to be used only there.
    func makeLocal<Value>(
        _ make: @escaping @Sendable (any EventLoop) -> Value
    ) async throws -> [NIOLoopBound<Value>] {
        var values: [NIOLoopBound<Value>] = []
        for loop in all { values.append(try await loop.submit { NIOLoopBound(make(loop), eventLoop: loop) }.get()) }
        return values
    }

    /// Does something with each loop's value, on that loop.
    func all<Value, Result: Sendable>(
        _ values: [NIOLoopBound<Value>], _ body: @escaping @Sendable (Value) -> Result
    ) async throws -> [Result] {
        var results: [Result] = []
        for value in values { results.append(try await value.eventLoop.submit { body(value.value) }.get()) }
        return results
    }

    /// Opens connection `number`, on its loop, with what `initialize` puts into it.
    func connect(
        _ number: Int, to address: Address, initialize: @escaping @Sendable (any Channel) throws -> Void
    ) async throws -> any Channel {
        let server = try SocketAddress.makeAddressResolvingHost(address.host, port: address.port)
        var bootstrap = ClientBootstrap(group: self[number])
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: readBufferSize))
            .connectTimeout(.seconds(30))
            .channelInitializer { channel in channel.eventLoop.makeCompletedFuture { try initialize(channel) } }
        if number >= connectionsPerSource {
            guard server.ipAddress?.hasPrefix("127.") == true else {
                throw DriverError("more than \(connectionsPerSource) connections need a server on 127.0.0.1")
            }
            let source = try SocketAddress(ipAddress: "127.0.0.\(1 + number / connectionsPerSource)", port: 0)
            bootstrap = bootstrap.bind(to: source)
        }
        do {
            return try await bootstrap.connect(to: server).get()
        } catch {
            throw DriverError("cannot connect to \(address.authority): is the server running there? (\(error))")
        }
    }

    /// Opens a WebSocket, whose handler `make` gets the promise to keep when it is open.
    func openSocket<Receiver: TextReceiver>(
        _ number: Int, to address: Address,
        make: @escaping @Sendable (EventLoopPromise<Void>) -> WebSocketConnection<Receiver>
    ) async throws {
        let opened = self[number].makePromise(of: Void.self)
        do {
            _ = try await connect(number, to: address) { channel in
                try channel.pipeline.syncOperations.addHandler(make(opened))
            }
        } catch {
            opened.fail(error)
        }
        try await opened.futureResult.get()
    }

    /// Calls `open` for each number below `count`, some at a time, and throws the first problem.
    func openAll(_ count: Int, open: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                if number >= handshakes { try await group.next() }
                group.addTask { try await open(number) }
            }
            try await group.waitForAll()
        }
    }
}
