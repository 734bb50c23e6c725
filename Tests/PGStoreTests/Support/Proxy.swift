import Glibc
import NIOConcurrencyHelpers

@testable import PGStore

/// A TCP way to the server that can be frozen and cut: what the network does at its worst.
final class Proxy: Sendable {
    let port: UInt16
    private let listener: Int32
    private let target: (host: String, port: String)
    private let isOpen = ConditionLock(value: true)
    private let links = NIOLockedValueBox<[Link]>([])
    private let finished = NIOLockedValueBox(0)

    /// One connection through the proxy.
    private struct Link: Sendable {
        let client: Int32
        let server: Int32
        let isOpen = ConditionLock(value: true)
    }

    struct Failed: Error { let call: String }

    init() throws {
        let settings = try Server.configuration().attempts[0]
        target = (settings["host"] ?? "/var/run/postgresql", settings["port"] ?? "5432")
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (listener, size) = (listener, length)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, size) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard bound else { throw Failed(call: "bind") }
        _ = SystemThread.start(name: "proxy") { self.accept() }
    }

    /// The same database as the tests', by way of this proxy.
    func configuration(application: String? = nil) throws -> PGConfiguration {
        let direct = try Server.configuration(application: application).attempts[0]
        let kept = ["user", "password", "dbname"].compactMap { key in direct[key].map { "\(key)='\($0)'" } }
        var configuration = try PGConfiguration("host=127.0.0.1 port=\(port) " + kept.joined(separator: " "))
        configuration.applicationName = direct["application_name"]
        return configuration
    }

    /// Nothing comes through any more, and nobody is told.
    func freeze() {
        Self.set(isOpen, false)
    }

    /// As ``freeze()``, but only for the connections there are; new ones get through.
    func freezePresent() {
        for link in links.withLockedValue({ $0 }) { Self.set(link.isOpen, false) }
    }

    func thaw() {
        Self.set(isOpen, true)
        for link in links.withLockedValue({ $0 }) { Self.set(link.isOpen, true) }
    }

    /// How many connections have ended.
    var finishedCount: Int { finished.withLockedValue { $0 } }

    /// Ends every connection there is.
    func cut() {
        for link in links.withLockedValue({ $0 }) {
            shutdown(link.client, Int32(SHUT_RDWR))
            shutdown(link.server, Int32(SHUT_RDWR))
        }
    }

    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        cut()
        thaw()
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            _ = SystemThread.start(name: "proxy") {
                Self.pass(self.isOpen)
                guard let server = self.connect() else {
                    Glibc.close(client)
                    return
                }
                let link = Link(client: client, server: server)
                self.links.withLockedValue { $0.append(link) }
                _ = SystemThread.start(name: "proxy") { self.copy(link, from: client, to: server) }
                _ = SystemThread.start(name: "proxy") { self.copy(link, from: server, to: client) }
            }
        }
    }

    private static func set(_ gate: ConditionLock<Bool>, _ isOpen: Bool) {
        gate.lock()
        gate.unlock(withValue: isOpen)
    }

    private static func pass(_ gate: ConditionLock<Bool>) {
        gate.lock(whenValue: true)
        gate.unlock()
    }

    private func passGates(_ link: Link) {
        Self.pass(isOpen)
        Self.pass(link.isOpen)
    }

    private func copy(_ link: Link, from source: Int32, to sink: Int32) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { break }
            passGates(link)
            var sent = 0
            while sent < count {
                let written = buffer.withUnsafeBytes {
                    send(sink, $0.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
                }
                guard written > 0 else { break }
                sent += written
            }
            if sent < count { break }
        }
        // Not closed, only shut: its number must not be used again while the other direction still runs.
        passGates(link)
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(sink, Int32(SHUT_RDWR))
        if source == link.server { finished.withLockedValue { $0 += 1 } }
    }

    private func connect() -> Int32? {
        if target.host.hasPrefix("/") { return connectUnix("\(target.host)/.s.PGSQL.\(target.port)") }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(target.host, target.port, &hints, &list) == 0, let address = list?.pointee else { return nil }
        defer { freeaddrinfo(list) }
        let descriptor = socket(address.ai_family, address.ai_socktype, 0)
        return Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 ? descriptor : nil
    }

    private func connectUnix(_ path: String) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, size) }
        }
        return result == 0 ? descriptor : nil
    }
}
