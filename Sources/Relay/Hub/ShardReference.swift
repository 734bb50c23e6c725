import NIOCore

/// How a shard is reached from elsewhere.
struct ShardReference: Sendable {
    let index: Int
    let loop: any EventLoop
    /// The games that are at home there and have a room.
    let openGames: OpenGames
    private let shard: NIOLoopBoundBox<Shard>

    init(index: Int, loop: any EventLoop, _ shard: sending Shard) {
        self.index = index
        self.loop = loop
        openGames = shard.openGames
        self.shard = .makeBoxSendingValue(shard, eventLoop: loop)
    }

    /// The shard itself, for who is on its loop.
    var local: Shard { shard.value }

    /// Runs on the shard: at once if the caller is on its loop, else later. What one caller's loop sends keeps its order.
    func execute(_ body: @escaping @Sendable (Shard) -> Void) {
        if loop.inEventLoop { body(local) } else { loop.execute { body(local) } }
    }

    /// Runs on the shard, and waits for what it gives.
    func call<Value: Sendable>(_ body: @escaping @Sendable (Shard) -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            execute { continuation.resume(returning: body($0)) }
        }
    }
}

extension [ShardReference] {
    /// Where a game's room is.
    func home(of game: Int64) -> ShardReference { self[Int(game.magnitude % UInt64(count))] }
}
