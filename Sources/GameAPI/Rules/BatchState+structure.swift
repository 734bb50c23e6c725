extension BatchState {
    mutating func updateGame(_ mutation: Mutation, _ patch: GamePatch) throws(MutationError) -> MutationReply {
        try checkRevision(mutation)
        guard var game = games[mutation.gameID] else { throw .notFound("game") }
        let previous = game
        game.name = patch.name ?? game.name
        game.pointsTerm = patch.pointsTerm ?? game.pointsTerm
        games.update(game)
        renamedGames.insert(game.id)
        record(mutation, .gameUpdated, entityID: game.id, detail: Self.previous(previous.namesJSON)) {
            $0.add("name", game.name)
            $0.add("points_term", game.pointsTerm)
        }
        return MutationReply(status: 200, body: games[game.id]?.json ?? game.json)
    }

    mutating func createBoard(_ mutation: Mutation, _ patch: BoardPatch) throws(MutationError) -> MutationReply {
        try checkRevision(mutation)
        let board = Board(
            id: newIDs.boards.removeFirst(), gameID: mutation.gameID, name: patch.name ?? "",
            position: patch.order ?? boardPositions.next(in: mutation.gameID))
        boards.create(board)
        return recordBoard(mutation, .boardCreated, board, status: 201)
    }

    mutating func updateBoard(
        _ mutation: Mutation, id: Int64, _ patch: BoardPatch
    ) throws(MutationError) -> MutationReply {
        var board = try boardOfGame(id, in: mutation)
        let previous = board
        board.name = patch.name ?? board.name
        board.position = patch.order ?? board.position
        boards.update(board)
        return recordBoard(mutation, .boardUpdated, board, previous: previous, status: 200)
    }

    mutating func deleteBoard(_ mutation: Mutation, id: Int64) throws(MutationError) -> MutationReply {
        let board = try boardOfGame(id, in: mutation)
        let detail = detail(ofDeleted: board)
        let children = Set(categories.byID.values.lazy.filter { $0.boardID == id }.map(\.id))
        try deleteQuestions(of: children, named: "board")
        for child in children { categories.delete(child) }
        boards.delete(id)
        boardPositions.remove(id, of: mutation.gameID)
        record(mutation, .boardDeleted, entityID: id, detail: detail) { $0.add("board_id", id) }
        return MutationReply(status: 204, body: "")
    }

    mutating func createCategory(
        _ mutation: Mutation, in boardID: Int64, _ patch: CategoryPatch
    ) throws(MutationError) -> MutationReply {
        _ = try boardOfGame(boardID, in: mutation)
        let category = Category(
            id: newIDs.categories.removeFirst(), gameID: mutation.gameID, boardID: boardID, name: patch.name ?? "",
            description: patch.description ?? "",
            position: patch.order ?? categoryPositions.next(in: boardID))
        categories.create(category)
        return recordCategory(mutation, .categoryCreated, category, status: 201)
    }

    mutating func updateCategory(
        _ mutation: Mutation, id: Int64, _ patch: CategoryPatch
    ) throws(MutationError) -> MutationReply {
        var category = try categoryOfGame(id, in: mutation)
        let previous = category
        category.name = patch.name ?? category.name
        category.description = patch.description ?? category.description
        category.position = patch.order ?? category.position
        categories.update(category)
        return recordCategory(mutation, .categoryUpdated, category, previous: previous, status: 200)
    }

    mutating func deleteCategory(_ mutation: Mutation, id: Int64) throws(MutationError) -> MutationReply {
        let category = try categoryOfGame(id, in: mutation)
        let detail = detail(ofDeleted: category)
        try deleteQuestions(of: [id], named: "category")
        categories.delete(id)
        categoryPositions.remove(id, of: category.boardID)
        record(mutation, .categoryDeleted, entityID: id, detail: detail) { $0.add("category_id", id) }
        return MutationReply(status: 204, body: "")
    }

    private func boardOfGame(_ id: Int64, in mutation: Mutation) throws(MutationError) -> Board {
        guard let board = boards[id], board.gameID == mutation.gameID else { throw .notFound("board") }
        try checkRevision(mutation)
        return board
    }

    private func categoryOfGame(_ id: Int64, in mutation: Mutation) throws(MutationError) -> Category {
        guard let category = categories[id], category.gameID == mutation.gameID else { throw .notFound("category") }
        try checkRevision(mutation)
        return category
    }

    /// All of them or, where one has been answered, none: its points are in somebody's score.
    private mutating func deleteQuestions(of parents: Set<Int64>, named parent: String) throws(MutationError) {
        let children = questions.byID.values.filter { parents.contains($0.categoryID) }.map(\.id)
        guard children.allSatisfy({ answerCounts[$0, default: 0] == 0 }) else { throw .hasAnswers(parent) }
        for id in children {
            questions.delete(id)
            contents.delete(id)
        }
    }

    private mutating func recordBoard(
        _ mutation: Mutation, _ kind: Change.Kind, _ board: Board, previous: Board? = nil, status: Int
    ) -> MutationReply {
        boardPositions.place(board.id, of: board.gameID, at: board.position)
        let json = board.json
        record(mutation, kind, entityID: board.id, detail: (previous?.json).map(Self.previous)) {
            $0.add("board", json: json)
        }
        return MutationReply(status: status, body: json)
    }

    private mutating func recordCategory(
        _ mutation: Mutation, _ kind: Change.Kind, _ category: Category, previous: Category? = nil, status: Int
    ) -> MutationReply {
        categoryPositions.place(category.id, of: category.boardID, at: category.position)
        let json = category.json
        record(mutation, kind, entityID: category.id, detail: (previous?.json).map(Self.previous)) {
            $0.add("board_id", category.boardID)
            $0.add("category", json: json)
        }
        return MutationReply(status: status, body: json)
    }
}
