public import Hummingbird

extension Router where Context == PodiumRequestContext {
    /// Adds the REST interface of games.
    public func addGameRoutes(_ services: GameServices, _ settings: HTTPSettings) {
        let creation = protected(.creator, settings)
        CreationRoutes(services: services, settings: settings).add(to: creation)
        JoinRoutes(services: services, settings: settings).add(to: protected(.optional, settings))
        let games = protected(.required, settings)
        ReadRoutes(services: services).add(to: games)
        let mutations = MutationSubmission(services: services, settings: settings)
        AnswerRoutes(mutations: mutations).add(to: games)
        BoardRoutes(mutations: mutations).add(to: games)
        PeopleRoutes(mutations: mutations).add(to: games)
    }

    private func protected(
        _ rule: AuthenticationMiddleware.Rule, _ settings: HTTPSettings
    ) -> RouterGroup<PodiumRequestContext> {
        group("/api")
            .add(middleware: StoreErrorMiddleware())
            .add(middleware: AuthenticationMiddleware(settings.authenticator, rule))
            .add(middleware: RateLimitMiddleware(settings.rateLimiter))
    }
}
