/// Why it is not known whether there is a game.
enum RoomError: Error {
    case notReadInTime
}
