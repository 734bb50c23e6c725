import Testing

/// The tests that need PostgreSQL. One after another, so that each has the machine, and the server's view of its
/// sessions, to itself.
@Suite(.serialized, .timeLimit(.minutes(5))) enum OnServer {}
