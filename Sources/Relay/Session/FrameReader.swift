/// Takes a client's bytes as they come and gives whole messages: the receiving half of RFC 6455, without the socket.
///
/// A text's UTF-8 is checked as it arrives, also in the midst of a frame, and a message that is announced to be too long
/// is refused before it comes. An idle reader owns no memory but itself.
struct FrameReader {
    /// The frame whose payload is being read.
    private struct Frame {
        let header: FrameHeader
        var bytesRead = 0
    }

    /// The most bytes of a message, all its fragments together.
    private let messageLimit: Int
    /// A header whose end has not come yet.
    private var partialHeader: [UInt8] = []
    private var frame: Frame?
    /// What the fragments are of; nil between messages.
    private var kind: FrameHeader.Opcode?
    private var message: [UInt8] = []
    private var control: [UInt8] = []
    private var utf8 = UTF8Check()
    /// After a close or a fault: all further bytes are dropped.
    private(set) var isEnded = false

    init(messageLimit: Int) { self.messageLimit = messageLimit }

    /// The next event in these bytes; nil once they are used up. They are shortened by what was read.
    mutating func next(_ bytes: inout UnsafeRawBufferPointer) -> Event? {
        while !isEnded {
            guard let current = frame else {
                switch readHeader(&bytes) {
                case .incomplete: return nil
                case .broken: return end(.fail(.protocolError))
                case .header(let header, _):
                    if let fault = refusal(of: header) { return end(.fail(fault)) }
                    frame = Frame(header: header)
                }
                continue
            }
            if current.header.opcode.isControl {
                Self.read(&bytes, of: &frame!, into: &control)
            } else {
                let start = message.count
                Self.read(&bytes, of: &frame!, into: &message)
                guard kind != .text || isUTF8(from: start) else { return end(.fail(.invalidPayload)) }
            }
            guard frame!.bytesRead == current.header.length else { return nil }
            frame = nil
            if let event = finish(current.header) { return event }
        }
        bytes = .init(start: nil, count: 0)
        return nil
    }

    /// Reads a header, which seldom comes in pieces.
    private mutating func readHeader(_ bytes: inout UnsafeRawBufferPointer) -> FrameHeader.Parsed {
        let before = partialHeader.count
        let parsed: FrameHeader.Parsed
        if before == 0 {
            parsed = FrameHeader.parse(bytes)
        } else {
            partialHeader.append(contentsOf: bytes.prefix(FrameHeader.longest - before))
            parsed = partialHeader.withUnsafeBytes(FrameHeader.parse)
        }
        switch parsed {
        case .incomplete:
            if before == 0 { partialHeader.append(contentsOf: bytes) }
            bytes = .init(rebasing: bytes[bytes.count...])
        case .header(_, let size):
            partialHeader = []
            bytes = .init(rebasing: bytes[(size - before)...])
        case .broken: break
        }
        return parsed
    }

    /// Why a frame is not read, if it is not.
    private mutating func refusal(of header: FrameHeader) -> CloseCode? {
        guard !header.opcode.isControl else { return nil }
        // A message begins with its kind, and only continuations follow.
        guard (header.opcode == .continuation) == (kind != nil) else { return .protocolError }
        guard header.length <= messageLimit - message.count else { return .messageTooBig }
        if header.opcode != .continuation { kind = header.opcode }
        return nil
    }

    /// Appends what there is of a frame's payload, unmasked.
    private static func read(_ bytes: inout UnsafeRawBufferPointer, of frame: inout Frame, into payload: inout [UInt8])
    {
        let count = min(bytes.count, frame.header.length - frame.bytesRead)
        guard count > 0 else { return }
        let start = payload.count
        // A message that is whole takes no more memory than it needs.
        if count == frame.header.length { payload.reserveCapacity(start + count) }
        payload.append(contentsOf: bytes[..<count])
        let mask = frame.header.mask.rotatedRight(bytes: frame.bytesRead & 3)
        payload.withUnsafeMutableBytes { unmask(.init(rebasing: $0[start...]), mask) }
        frame.bytesRead += count
        bytes = .init(rebasing: bytes[count...])
    }

    /// Eight bytes at a time.
    private static func unmask(_ bytes: UnsafeMutableRawBufferPointer, _ mask: UInt32) {
        let wide = (UInt64(mask) << 32 | UInt64(mask)).littleEndian
        var index = 0
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            bytes.storeBytes(of: word ^ wide, toByteOffset: index, as: UInt64.self)
            index += 8
        }
        while index < bytes.count {
            bytes[index] ^= UInt8(truncatingIfNeeded: mask >> UInt32(8 * (index & 3)))
            index += 1
        }
    }

    /// Whether the message's bytes from an index on continue its text.
    private mutating func isUTF8(from start: Int) -> Bool {
        var check = utf8
        defer { utf8 = check }
        return message.withUnsafeBytes { check.accept(.init(rebasing: $0[start...])) }
    }

    /// What a frame that is complete amounts to; nil: a fragment.
    private mutating func finish(_ header: FrameHeader) -> Event? {
        switch header.opcode {
        case .ping:
            defer { control = [] }
            return .ping(control)
        case .pong:
            control = []
            return .pong
        case .close: return end(Self.close(control))
        case .text, .binary, .continuation:
            guard header.isFinal else { return nil }
            guard utf8.isComplete else { return end(.fail(.invalidPayload)) }
            defer { (message, kind) = ([], nil) }
            return kind == .text ? .text(message) : .binary(message)
        }
    }

    /// A close frame's payload is empty, or a code and a reason in UTF-8 (RFC 6455 section 5.5.1).
    private static func close(_ payload: [UInt8]) -> Event {
        guard !payload.isEmpty else { return .close(nil) }
        guard payload.count >= 2 else { return .fail(.protocolError) }
        let code = CloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
        guard code.isAllowedInFrame else { return .fail(.protocolError) }
        var reason = UTF8Check()
        guard payload.withUnsafeBytes({ reason.accept(.init(rebasing: $0[2...])) }), reason.isComplete else {
            return .fail(.invalidPayload)
        }
        return .close(code)
    }

    private mutating func end(_ event: Event) -> Event {
        isEnded = true
        (partialHeader, message, control, frame) = ([], [], [], nil)
        return event
    }
}

extension UInt32 {
    fileprivate func rotatedRight(bytes: Int) -> UInt32 {
        bytes == 0 ? self : self >> UInt32(8 * bytes) | self << UInt32(32 - 8 * bytes)
    }
}
