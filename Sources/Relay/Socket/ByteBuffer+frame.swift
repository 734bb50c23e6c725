public import NIOCore

extension ByteBuffer {
    /// Appends a text message as one frame, ready for ``Socket/send(_:)``.
    public mutating func writeTextFrame(_ text: String) {
        var text = text
        text.withUTF8 { writeFrame(.text, payload: UnsafeRawBufferPointer($0)) }
    }

    /// Appends a text message as one frame.
    /// - Parameter text: UTF-8.
    public mutating func writeTextFrame(_ text: [UInt8]) { writeFrame(.text, payload: text) }

    /// Appends a binary message as one frame.
    public mutating func writeBinaryFrame(_ bytes: [UInt8]) { writeFrame(.binary, payload: bytes) }

    mutating func writeFrame(_ opcode: FrameHeader.Opcode, payload: [UInt8] = []) {
        payload.withUnsafeBytes { writeFrame(opcode, payload: $0) }
    }

    private mutating func writeFrame(_ opcode: FrameHeader.Opcode, payload: UnsafeRawBufferPointer) {
        reserveCapacity(minimumWritableBytes: payload.count + FrameWriter.longestHeader)
        writeBytes(FrameWriter.header(opcode, length: payload.count))
        writeBytes(payload)
    }
}
