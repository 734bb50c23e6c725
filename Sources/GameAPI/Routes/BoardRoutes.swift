import Hummingbird

/// Building and mending what is asked: the game itself, boards, categories and questions.
struct BoardRoutes: Sendable {
    let mutations: MutationSubmission

    func add(to group: RouterGroup<PodiumRequestContext>) {
        group.patch("games/:game_id", use: updateGame)
        group.post("games/:game_id/boards", use: createBoard)
        group.patch("boards/:board_id", use: updateBoard)
        group.delete("boards/:board_id") { try await delete($0, $1, "board_id", Entity.board, Action.deleteBoard) }
        group.post("boards/:board_id/categories", use: createCategory)
        group.patch("categories/:category_id", use: updateCategory)
        group.delete("categories/:category_id") {
            try await delete($0, $1, "category_id", Entity.category, Action.deleteCategory)
        }
        group.post("categories/:category_id/questions", use: createQuestion)
        group.patch("questions/:question_id", use: updateQuestion)
        group.delete("questions/:question_id") {
            try await delete($0, $1, "question_id", Entity.question, Action.deleteQuestion)
        }
    }

    @Sendable private func updateGame(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        try await mutations.submit(request, context) { (body: GameChanges) in
            .updateGame(body.patch)
        }
    }

    @Sendable private func createBoard(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        try await mutations.submit(request, context) { (body: NewBoard) in .createBoard(body.patch) }
    }

    @Sendable private func updateBoard(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        let id = try context.id("board_id")
        return try await mutations.submit(on: .board(id), request, context) { (body: BoardChanges) in
            .updateBoard(id, body.patch)
        }
    }

    @Sendable private func createCategory(_ request: Request, _ context: PodiumRequestContext) async throws -> Response
    {
        let id = try context.id("board_id")
        return try await mutations.submit(on: .board(id), request, context) { (body: NewCategory) in
            .createCategory(boardID: id, body.patch)
        }
    }

    @Sendable private func updateCategory(_ request: Request, _ context: PodiumRequestContext) async throws -> Response
    {
        let id = try context.id("category_id")
        return try await mutations.submit(on: .category(id), request, context) { (body: CategoryChanges) in
            .updateCategory(id, body.patch)
        }
    }

    @Sendable private func createQuestion(_ request: Request, _ context: PodiumRequestContext) async throws -> Response
    {
        let id = try context.id("category_id")
        return try await mutations.submit(on: .category(id), request, context) { (body: NewQuestion) in
            .createQuestion(categoryID: id, body.patch)
        }
    }

    @Sendable private func updateQuestion(_ request: Request, _ context: PodiumRequestContext) async throws -> Response
    {
        let id = try context.id("question_id")
        return try await mutations.submit(on: .question(id), request, context) { (body: QuestionChanges) in
            .updateQuestion(id, body.patch)
        }
    }

    private func delete(
        _ request: Request, _ context: PodiumRequestContext, _ parameter: String, _ entity: (Int64) -> Entity,
        _ action: (Int64) -> Action
    ) async throws -> Response {
        let id = try context.id(parameter)
        return try await mutations.delete(entity(id), request, context, action(id))
    }
}
