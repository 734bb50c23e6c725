extension RoomMachine {
    /// Makes those live for which the ring has all that they need.
    mutating func admit(_ seats: some Sequence<Seat>) -> [Action] {
        guard phase == .live, !waiting.isEmpty else { return [] }
        var actions: [Action] = []
        for (place, group) in groups(of: seats) {
            guard let revision = place.cursor ?? heldSnapshot, ring.covers(revision) else { continue }
            actions.append(admit(group, place, ring.frames(after: revision)))
        }
        return actions
    }

    /// Hands out a page of the log, `changes`, which follows `after`, to those whose place it holds. `newest` is the
    /// database's revision.
    mutating func catchUp(_ changes: ArraySlice<LoggedFrame<Frame>>, after: Int64, newest: Int64) -> [Action] {
        let first = changes.first?.revision ?? .max
        for (seat, joiner) in waiting where joiner.came < readsBegun {
            guard let cursor = joiner.place.cursor else { continue }
            let isAhead = cursor > max(sent, newest)
            let isCutOff = cursor >= after && cursor < ring.start && cursor < first - 1
            guard isAhead || isCutOff else { continue }
            waiting[seat]?.place.cursor = nil
            dropOldSnapshot()
        }
        var actions: [Action] = []
        for (place, group) in groups(of: waiting.keys) {
            guard let cursor = place.cursor, cursor >= first - 1, cursor < ring.start else { continue }
            let part = changes.dropFirst(Int(cursor - first + 1))
            // Where this page ends the next one begins.
            guard let reached = part.last?.revision else { continue }
            if ring.covers(reached) {
                actions.append(admit(group, place, part.map(\.frame) + ring.frames(after: reached)))
            } else {
                for seat in group {
                    waiting[seat]?.place = Place(cursor: reached, isWelcomed: true)
                    waiting[seat]?.isWriting = true
                }
                actions.append(.page(group, welcome: !place.isWelcomed, part.map(\.frame)))
            }
        }
        return actions
    }

    private mutating func admit(_ seats: [Seat], _ place: Place, _ frames: [Frame]) -> Action {
        for seat in seats {
            waiting[seat] = nil
            live.insert(seat)
        }
        let start: Start =
            switch (place.isWelcomed, place.cursor) {
            case (false, nil): .snapshot
            case (false, _): .resumed
            case (true, nil): .reset
            case (true, _): .caughtUp
            }
        return .admit(seats, start, frames)
    }

    /// Those that wait and are not busy with a page, by place: many that come at once get the same.
    private func groups(of seats: some Sequence<Seat>) -> [(key: Place, value: [Seat])] {
        var groups: [Place: [Seat]] = [:]
        for seat in seats {
            guard let joiner = waiting[seat], !joiner.isWriting else { continue }
            groups[joiner.place, default: []].append(seat)
        }
        return groups.sorted { ($0.key.cursor ?? .max) < ($1.key.cursor ?? .max) }
    }
}
