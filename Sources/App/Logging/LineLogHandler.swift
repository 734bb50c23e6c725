import Logging

/// Writes the log, one line an event.
struct LineLogHandler: LogHandler {
    let label: String
    let format: AppConfiguration.LogFormat
    /// Takes a finished line, without its end.
    let sink: @Sendable (String) -> Void

    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(
        label: String, format: AppConfiguration.LogFormat, level: Logger.Level,
        sink: @escaping @Sendable (String) -> Void = { StandardStream.error.writeLine($0) }
    ) {
        self.label = label
        self.format = format
        self.sink = sink
        logLevel = level
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error { all["error"] = "\(String(reflecting: error))" }
        let line = LogLine(
            time: .now(), level: event.level, label: label, message: event.message.description, metadata: all)
        switch format {
        case .text: sink(line.text)
        case .json: sink(line.json)
        }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
}
