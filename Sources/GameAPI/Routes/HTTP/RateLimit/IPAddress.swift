import NIOCore

/// An IPv6 address, or an IPv4 address as the IPv6 address that stands for it (::ffff:a.b.c.d), in host byte order.
struct IPAddress: Sendable, Hashable {
    let high: UInt64
    let low: UInt64

    static let mappedIPv4: UInt64 = 0x0000_FFFF_0000_0000

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    init(ipv4: UInt32) {
        self.init(high: 0, low: Self.mappedIPv4 | UInt64(ipv4))
    }

    /// Nil for what is neither of the two, without port and brackets.
    init?(_ text: some StringProtocol) {
        guard let address = try? SocketAddress(ipAddress: String(text), port: 0) else { return nil }
        self.init(address)
    }

    /// Nil for a socket without an IP address.
    init?(_ address: SocketAddress) {
        // The address stands behind family and port in the one structure, behind the flow label too in the other, on
        // every system with BSD sockets.
        switch address {
        case .v4(let address):
            let ipv4 = withUnsafeBytes(of: address.address) { $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self) }
            self.init(ipv4: UInt32(bigEndian: ipv4))
        case .v6(let address):
            self = withUnsafeBytes(of: address.address) { bytes in
                IPAddress(
                    high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)))
            }
        case .unixDomainSocket: return nil
        }
    }

    var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// What is counted as one client: an IPv4 address, or an IPv6 network of 64 bits, the least that anybody is given.
    var network: IPAddress { isIPv4 ? self : IPAddress(high: high, low: 0) }
}
