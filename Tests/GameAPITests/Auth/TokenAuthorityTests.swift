import Testing

@testable import GameAPI

@Suite struct TokenAuthorityTests {
    static let secret = "0123456789abcdef0123456789abcdef"

    // Made by another implementation.
    private static let host7 =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJnYW1lIjo3LCJyb2xlIjoiaG9zdCJ9.D_DA1haWVYxTGwDJHnMgNov9lsnyt23YHNTizwmcs5s"
    private static let player12 =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJnYW1lIjo3LCJwbGF5ZXIiOjEyLCJyb2xlIjoicGxheWVyIn0"
        + ".nnLUk1_RIpLF-8rz1pxx1YPjM1-_guSvygoSKI_mz3U"

    @Test func equalClaimsAreEqualBytes() async throws {
        let (first, second) = (
            try await TokenAuthority(secret: Self.secret), try await TokenAuthority(secret: Self.secret)
        )
        for _ in 0..<100 {
            #expect(try await first.issue(.host(7)) == Self.host7)
            #expect(try await second.issue(.player(12, game: 7)) == Self.player12)
        }
    }

    @Test func whatWasIssuedIsVerified() async throws {
        let authority = try await TokenAuthority(secret: Self.secret)
        for claims in [Claims.admin, .host(7), .board(7), .spectator(7), .player(12, game: 7)] {
            let token = try await authority.issue(claims)
            for _ in 0..<2 { #expect(await authority.verify(token) == claims) }
        }
        #expect(await authority.verify(Self.host7) == .host(7))
    }

    @Test func whatWasNotIsRefused() async throws {
        let authority = try await TokenAuthority(secret: Self.secret)
        let stranger = try await TokenAuthority(secret: String(repeating: "x", count: 32)).issue(.host(7))
        let parts = Self.host7.split(separator: ".")
        let none = "eyJhbGciOiJub25lIn0.\(parts[1])."
        for token in ["", ".", "..", "x", stranger, none, Self.host7 + "A", String(Self.host7.dropLast(3))] {
            #expect(await authority.verify(token) == nil)
        }
        #expect(await authority.verify(String(repeating: "a", count: 1_000_000)) == nil)
    }

    @Test(arguments: [
        // A host of no game, an admin of one, a player who is nobody, a king.
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiaG9zdCJ9.v6YU9UDreNvemXK3hreKKMHp1BUNAgK2IWAjyB3N-UE",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYWRtaW4iLCJnYW1lIjozfQ._bzF_hoTrDBcx3tUjuYOyQ6SBz9LQpNY1FOTM4MuKig",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoicGxheWVyIiwiZ2FtZSI6N30.1DwYgTGrhD_bG5ZTG18iPTuDu5zDco5q27UedUE918g",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoia2luZyIsImdhbWUiOjd9.L0ie3CwyIY5uTfwfm76KXOKtjh62nMe-_L1lGvEqK94",
    ])
    func claimsThatMakeNoSenseAreRefused(token: String) async throws {
        #expect(await (try TokenAuthority(secret: Self.secret)).verify(token) == nil)
    }

    @Test func anEmptySecretIsRefused() async {
        await #expect(throws: TokenError.emptySecret) { try await TokenAuthority(secret: "") }
    }

    /// The token was made by another implementation of JWT, with the secret "short".
    @Test func aShortSecretSignsAsEverywhere() async throws {
        let authority = try await TokenAuthority(secret: "short")
        #expect(await authority.verify(try await authority.issue(.host(7))) == .host(7))
        let token = """
            eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\
            eyJnYW1lIjo3LCJyb2xlIjoiaG9zdCJ9.\
            HW0BrcMda5rhotShqTf43Fhj9us1HoXjWGg6tihiKEc
            """
        #expect(try await authority.issue(.host(7)) == token)
    }

    @Test func onlySoManyTokensAreRemembered() {
        var cache = RecentlyUsed<Int, Int>(limit: 10)
        for key in 0..<1_000 {
            cache.insert(key, for: key)
            #expect(cache.value(for: 0) == 0)  // What is used stays.
            #expect(cache.count <= 10)
        }
        #expect(cache.value(for: 999) == 999)
        #expect(cache.value(for: 500) == nil)
    }
}
