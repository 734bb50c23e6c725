public import NIOCore

/// The proxies whose `X-Forwarded-For` is believed.
public struct TrustedProxies: Sendable, Equatable {
    private struct Block: Sendable, Equatable {
        let high: UInt64
        let low: UInt64
        let highMask: UInt64
        let lowMask: UInt64

        init(_ address: IPAddress, prefix: Int) {
            highMask = prefix == 0 ? 0 : .max << UInt64(max(0, 64 - prefix))
            lowMask = prefix <= 64 ? 0 : .max << UInt64(128 - prefix)
            high = address.high & highMask
            low = address.low & lowMask
        }

        func contains(_ address: IPAddress) -> Bool {
            address.high & highMask == high && address.low & lowMask == low
        }
    }

    private let blocks: [Block]

    /// No proxy is trusted.
    public init() {
        blocks = []
    }

    /// Addresses and CIDR blocks, IPv4 and IPv6, with commas between them; nil if one cannot be read.
    public init?(_ list: String) {
        var blocks: [Block] = []
        for item in list.split(separator: ",") {
            guard let block = Self.block(Self.trimmed(item)) else { return nil }
            blocks.append(block)
        }
        self.blocks = blocks
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }

    private static func block(_ text: Substring) -> Block? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first), parts.count <= 2 else { return nil }
        let bits = address.isIPv4 && !first.contains(":") ? 32 : 128
        guard parts.count == 2 else { return Block(address, prefix: 128) }
        guard let prefix = Int64(digits: parts[1]), prefix <= bits else { return nil }
        return Block(address, prefix: Int(prefix) + 128 - bits)
    }

    func contains(_ address: IPAddress) -> Bool {
        blocks.contains { $0.contains(address) }
    }

    /// The client behind the proxies: the rightmost address that is no trusted proxy, because everything left of it was
    /// written by somebody who is not trusted. Where it cannot be read, the last proxy that is known.
    func client(peer: IPAddress, forwardedFor: [String]) -> IPAddress {
        var client = peer
        for hop in forwardedFor.flatMap({ $0.split(separator: ",") }).reversed() {
            guard contains(client), let address = Self.address(hop) else { return client }
            client = address
        }
        return client
    }

    /// An address as proxies write it: perhaps in brackets, perhaps with a port.
    private static func address(_ hop: Substring) -> IPAddress? {
        let hop = trimmed(hop)
        if hop.first == "[" { return IPAddress(hop.dropFirst().prefix { $0 != "]" }) }
        let colons = hop.count { $0 == ":" }
        return IPAddress(colons == 1 ? hop.prefix { $0 != ":" } : hop)
    }
}

extension TrustedProxies {
    /// The addresses by which a machine reaches itself.
    public static let loopback = TrustedProxies("127.0.0.0/8,::1")!

    /// Whether a socket's address is in one of the blocks.
    public func contains(_ address: SocketAddress) -> Bool {
        IPAddress(address).map(contains) ?? false
    }
}
