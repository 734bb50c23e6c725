public import GameAPI
public import Hummingbird
import HummingbirdCore
import NIOConcurrencyHelpers
public import NIOCore
public import NIOHTTP1

/// The door: who may connect to a game's room, and why others may not.
public struct SocketEntry: SocketAdmission {
    private let hub: Hub
    private let authenticator: Authenticator
    private let allowedOrigins: Set<String>?

    /// - Parameter allowedOrigins: The values of `Origin` that browsers may come from; nil: any. Programs send none.
    public init(hub: Hub, authenticator: Authenticator, allowedOrigins: Set<String>?) {
        self.hub = hub
        self.authenticator = authenticator
        self.allowedOrigins = allowedOrigins
    }

    /// Adds the routes that say why there is no socket: to requests that ask for none, and to those that are refused.
    public func addRoutes(to router: Router<PodiumRequestContext>) {
        for path in ["/ws/games/{game_id}", "/ws/game/{game_id}"] as [RouterPath] {
            router.get(path) { request, context -> Response in
                let game = try context.id("game_id")
                _ = try await ticket(
                    SocketRequest(
                        game: game, uri: request.uri, authorization: request.headers[.authorization],
                        origin: request.headers[.origin]))
                throw Problem.upgradeRequired
            }
        }
    }

    public func admit(_ head: HTTPRequestHead, on loop: any EventLoop) -> EventLoopFuture<(any SocketOpener)?> {
        guard let shard = hub.shard(on: loop) else { return loop.makeSucceededFuture(nil) }
        return loop.makeFutureWithTask {
            do {
                let uri = URI(head.uri)
                guard let game = try SocketRequest.game(path: uri.path) else { return nil }
                let ticket = try await ticket(
                    SocketRequest(
                        game: game, uri: uri, authorization: head.headers["authorization"].first,
                        origin: head.headers["origin"].first))
                return TicketOpener(ticket: ticket, shard: shard)
            } catch is Problem {
                // The router finds the same, and answers it with all that an answer has.
                return nil
            }
        }
    }

    /// Checks everything: origin, token, rights, and whether there is such a game.
    private func ticket(_ request: SocketRequest) async throws(Problem) -> SocketTicket {
        if let allowedOrigins, let origin = request.origin, !allowedOrigins.contains(origin) { throw .foreignOrigin }
        let actor = try await actor(request.token)
        guard actor.may(read: request.game) else { throw actor == .anonymous ? .unauthorized : .forbidden }
        guard !hub.isDraining else { throw .notReady("The server is stopping; connect again.") }
        let exists: Bool
        do { exists = try await hub.open(request.game) } catch { throw .databaseUnavailable }
        guard exists else { throw .notFound("game") }
        return SocketTicket(
            game: request.game, actor: actor, clientType: request.clientType, clientID: request.clientID,
            after: request.after)
    }

    private func actor(_ token: String?) async throws(Problem) -> Actor {
        guard let token else {
            guard authenticator.isOpen else { throw .unauthorized }
            return authenticator.withoutToken
        }
        guard let actor = await authenticator.actor(for: token) else { throw .invalidToken }
        return actor
    }
}

/// A ticket at its shard.
struct TicketOpener: SocketOpener {
    let ticket: SocketTicket
    let shard: ShardReference

    func open(_ socket: Socket) -> any SocketDelegate { shard.local.open(socket, ticket) }
}
