import ArgumentParser

/// The program `podium`.
@main
struct Podium: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "podium",
        abstract: "Quiz games for many screens at once.",
        discussion: """
            Every setting is a flag --name and an environment variable PODIUM_NAME; the flag wins.
            Exit codes: 0 done, 1 it could not be done, 2 a setting cannot be read, 64 the command line cannot be read.
            """,
        subcommands: [ServeCommand.self, ImportCommand.self])
}
