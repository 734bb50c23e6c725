import NIOCore
import Testing

@testable import GameAPI

@Suite struct TrustedProxiesTests {
    private let proxies = TrustedProxies("10.0.0.0/8, 192.168.1.1,2001:db8::/32 , ::1")!

    @Test(arguments: ["10.0.0.1", "10.255.255.255", "192.168.1.1", "2001:db8:1::7", "::1", "::ffff:10.1.2.3"])
    func blocksContainTheirAddresses(address: String) throws {
        #expect(proxies.contains(try #require(IPAddress(address))))
    }

    @Test(arguments: ["11.0.0.1", "192.168.1.2", "2001:db9::1", "::2", "::a00:1"])
    func andNoOthers(address: String) throws {
        #expect(!proxies.contains(try #require(IPAddress(address))))
    }

    @Test(arguments: [
        ("", true), ("0.0.0.0/0", true), ("::/0", true), ("10.0.0.0/33", false), ("10.0.0.0/-1", false),
        ("10.0.0.0/", false), ("10.0.0", false), ("localhost", false), ("10.0.0.1/8/8", false), ("::1/129", false),
        ("10.0.0.1 10.0.0.2", false),
    ])
    func aListIsReadWholeOrNotAtAll(list: String, isGood: Bool) {
        #expect((TrustedProxies(list) != nil) == isGood)
    }

    @Test func theRightmostStrangerIsTheClient() throws {
        let peer = try #require(IPAddress("10.0.0.1"))
        let client = { (headers: [String]) in self.proxies.client(peer: peer, forwardedFor: headers) }
        #expect(client(["203.0.113.9"]) == IPAddress("203.0.113.9"))
        #expect(client(["1.1.1.1, 203.0.113.9, 10.2.2.2"]) == IPAddress("203.0.113.9"))
        #expect(client(["1.1.1.1", "203.0.113.9", "10.2.2.2"]) == IPAddress("203.0.113.9"))
        #expect(client(["203.0.113.9:4711"]) == IPAddress("203.0.113.9"))
        #expect(client(["[2001:dead::1]:4711"]) == IPAddress("2001:dead::1"))
        #expect(client(["2001:dead::1"]) == IPAddress("2001:dead::1"))
        #expect(client(["unknown, 10.2.2.2"]) == IPAddress("10.2.2.2"))
        #expect(client(["10.3.3.3, 10.2.2.2"]) == IPAddress("10.3.3.3"))
        #expect(client([]) == peer)
        #expect(client([""]) == peer)
    }

    @Test func aStrangerIsNotBelieved() throws {
        let limiter = RateLimiter(token: RateLimit(rate: 0), address: RateLimit(rate: 1), proxies: proxies)
        let peer = try #require(IPAddress("203.0.113.9"))
        let admitted = (0..<100).filter {
            limiter.admit(token: nil, peer: peer, forwardedFor: ["1.1.1.\($0)"], now: 0) == nil
        }
        #expect(admitted.count == 2)
    }

    @Test func anIPv6NetworkCountsAsOneClient() throws {
        let (first, second) = (try #require(IPAddress("2001:db8::1")), try #require(IPAddress("2001:db8::ffff:1")))
        #expect(first.network == second.network)
        #expect(IPAddress("10.0.0.1")?.network != IPAddress("10.0.0.2")?.network)
        #expect(IPAddress(try SocketAddress(ipAddress: "::ffff:10.0.0.1", port: 1)) == IPAddress("10.0.0.1"))
        #expect(IPAddress(try SocketAddress(ipAddress: "2001:db8::1", port: 1)) == first)
        #expect(IPAddress(try SocketAddress(unixDomainSocketPath: "/tmp/x")) == nil)
    }
}
