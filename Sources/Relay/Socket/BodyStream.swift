import NIOCore

/// A request's body on its way from the connection's event loop to whoever reads it. Bound to that loop, but for
/// ``bytes``.
final class BodyStream {
    typealias Producer = NIOThrowingAsyncSequenceProducer<
        ByteBuffer, any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark, Demand
    >

    /// For one reader.
    struct Bytes: AsyncSequence, Sendable {
        let producer: Producer
        let onBegun: @Sendable () -> Void

        func makeAsyncIterator() -> Producer.AsyncIterator {
            onBegun()
            return producer.makeAsyncIterator()
        }
    }

    /// Tells of what the reader does, on whatever thread.
    struct Demand: NIOAsyncSequenceProducerDelegate {
        let onTaken: @Sendable () -> Void

        func produceMore() { onTaken() }
        func didTerminate() { onTaken() }
    }

    let bytes: Bytes
    private let source: Producer.Source
    /// Whether to read no more from the client until the reader has taken some.
    var isFull = false

    /// - Parameters:
    ///   - onBegun: Somebody begins to read.
    ///   - onTaken: The reader has taken what there was, or has gone.
    init(onBegun: @escaping @Sendable () -> Void, onTaken: @escaping @Sendable () -> Void) {
        let made = Producer.makeSequence(
            backPressureStrategy: .init(lowWatermark: 2, highWatermark: 8), finishOnDeinit: false,
            delegate: Demand(onTaken: onTaken))
        bytes = Bytes(producer: made.sequence, onBegun: onBegun)
        source = made.source
    }

    func send(_ bytes: ByteBuffer) {
        guard bytes.readableBytes > 0 else { return }
        switch source.yield(bytes) {
        case .stopProducing: isFull = true
        case .produceMore, .dropped: isFull = false
        }
    }

    func finish() { source.finish() }

    func finish(_ error: any Error) { source.finish(error) }
}

@available(*, unavailable)
extension BodyStream: Sendable {}
