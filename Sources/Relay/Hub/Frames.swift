import NIOCore

/// Server frames (RFC 6455, section 5.2), made once for everybody who gets them.
enum Frames {
    /// One frame with a text.
    static func text(_ text: String) -> ByteBuffer {
        texts(CollectionOfOne(text))
    }

    /// One frame for each text, one behind the other.
    static func texts(_ texts: some Collection<String>) -> ByteBuffer {
        var buffer = ByteBuffer()
        for text in texts { write(text, to: &buffer) }
        return buffer
    }

    /// Appends a frame; returns how many bytes it has.
    @discardableResult
    static func write(_ text: String, to buffer: inout ByteBuffer) -> Int {
        let before = buffer.writerIndex
        buffer.writeTextFrame(text)
        return buffer.writerIndex - before
    }

    /// Frames in one buffer; one alone is not copied.
    static func joined(_ frames: [ByteBuffer]) -> ByteBuffer {
        guard frames.count != 1 else { return frames[0] }
        var buffer = ByteBuffer()
        buffer.reserveCapacity(frames.reduce(0) { $0 + $1.readableBytes })
        for frame in frames { buffer.writeImmutableBuffer(frame) }
        return buffer
    }
}
