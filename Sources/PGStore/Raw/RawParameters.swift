/// A statement's parameters as libpq wants them: arrays of pointers, lengths, formats and types. Used again and again,
/// so that a statement costs no allocation.
struct RawParameters: ~Copyable {
    private var bytes: [UInt8] = [0]
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private(set) var types: [UInt32] = []

    var count: Int32 { Int32(types.count) }
    var byteCount: Int { bytes.count }

    mutating func load(_ parameters: [PGParameter]) {
        // One byte always stands there, so that an empty value is not mistaken for NULL.
        bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 20)
        bytes.append(0)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        types.removeAll(keepingCapacity: true)
        for parameter in parameters {
            types.append(parameter.type.rawValue)
            let offset = bytes.count
            if let length = parameter.append(to: &bytes) {
                offsets.append(offset)
                lengths.append(Int32(length))
            } else {
                offsets.append(-1)
                lengths.append(0)
            }
        }
        while formats.count < parameters.count { formats.append(1) }
        // The pointer of an empty value at the end must still point into the buffer.
        bytes.append(0)
    }

    typealias Values = UnsafePointer<UnsafePointer<CChar>?>?

    func withPointers<R>(
        _ body: (Int32, UnsafePointer<UInt32>?, Values, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> R
    ) -> R {
        bytes.withUnsafeBytes { base in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: max(offsets.count, 1)) { values in
                for (index, offset) in offsets.enumerated() {
                    let value = offset < 0 ? nil : base.baseAddress?.advanced(by: offset)
                    values.initializeElement(at: index, to: value?.assumingMemoryBound(to: CChar.self))
                }
                return types.withUnsafeBufferPointer { types in
                    lengths.withUnsafeBufferPointer { lengths in
                        formats.withUnsafeBufferPointer { formats in
                            body(
                                Int32(types.count), types.baseAddress, UnsafePointer(values.baseAddress),
                                lengths.baseAddress, formats.baseAddress)
                        }
                    }
                }
            }
        }
    }
}
