import ArgumentParser

/// What `fanout` and `latency` have in common: who listens, and how is published.
struct AudienceOptions: ParsableArguments {
    enum Way: String, ExpressibleByArgument { case socket, http }

    @Option(help: "ws://HOST:PORT/PATH of the subscribers; may hold {n}, {n%K} and {n%K+A}, n from 0") var url: String
    @Option(help: "The same for the publishers' own sockets; n from 0 (default: --url)") var publisherURL: String?
    @Option(help: "Sockets that only listen") var subscribers: Int
    @Option(help: "Who publishes, each with a connection of its own") var publishers = 1
    @Option(help: "socket: publish by messages; http: by requests") var publish = Way.socket
    @Option(help: "What a publisher's socket says; {tag} becomes a number of 16 digits")
    var message = #"{"type":"bench","tag":"{tag}"}"#
    @Option(help: "Member of the messages that tells them apart; others are not counted") var key = "tag"
    @Option(help: "With --publish http: file of requests, as http has it") var targets: String?
    @Option(name: .customLong("publish-url"), help: "With --publish http: http://HOST:PORT") var publishURL: String?
    @Option(help: "Text of the message with which a socket is taken as open (default: the handshake is enough)")
    var ready = ""
    @Option(help: "Event loops") var threads = 1

    func validate() throws {
        if subscribers < 0 || publishers < 1 || threads < 1 {
            throw ValidationError("publishers and threads must be above 0, and subscribers not below it")
        }
        if publish == .http, targets == nil || publishURL == nil || key == "tag" {
            throw ValidationError("--publish http needs --publish-url, --targets and --key")
        }
    }

    func seating(publishers: Int) throws -> Seating {
        let template = try URLTemplate(url)
        return try Seating(
            subscribers: subscribers, at: template, publishers: publishers,
            at: try publisherURL.map { try URLTemplate($0) } ?? template)
    }

    /// Opens all sockets.
    func openHall(loops: Loops, run: Run, seating: Seating) async throws -> Hall {
        // A server may tell a newcomer of what was published before: that has lower keys.
        let firstCounted = publish == .socket ? Tag.firstCounted : try publications().keys.min() ?? 0
        return try await Hall(
            loops: loops, run: run, seating: seating, key: key, firstCounted: firstCounted, ready: ready)
    }

    /// The requests to publish with.
    func publications() throws -> Publications {
        guard let targets, let publishURL else {
            throw ValidationError("--publish http needs --publish-url and --targets")
        }
        let address = try Address(publishURL, schemes: ["http"])
        return try Publications(Targets(file: targets), to: address, key: key)
    }
}
