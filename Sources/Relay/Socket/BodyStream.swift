import NIOCore

/// A request's body on its way from the connection's event loop to whoever reads it. Bound to that loop, but for
/// ``bytes``.
final class BodyStream {
    typealias Bytes = NIOThrowingAsyncSequenceProducer<
        ByteBuffer, any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark, Demand
    >

    /// Tells of what the reader does, on whatever thread.
    struct Demand: NIOAsyncSequenceProducerDelegate {
        let onTaken: @Sendable () -> Void

        func produceMore() { onTaken() }
        func didTerminate() { onTaken() }
    }

    let bytes: Bytes
    private let source: Bytes.Source
    /// Whether to read no more from the client until the reader has taken some.
    var isFull = false

    /// - Parameter onTaken: The reader has taken what there was, or has gone.
    init(onTaken: @escaping @Sendable () -> Void) {
        let made = Bytes.makeSequence(
            backPressureStrategy: .init(lowWatermark: 2, highWatermark: 8), finishOnDeinit: false,
            delegate: Demand(onTaken: onTaken))
        bytes = made.sequence
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
