import Configuration

/// Reads settings from flags and, where there is no flag, from the environment.
///
/// Everything is read as text and judged here, because a value that cannot be read must stop the start and not become
/// a default.
struct SettingsReader {
    private let reader: ConfigReader
    /// Variables that look like settings and are none: misspelt, most likely.
    let unknownVariables: [String]

    init(flags: [Setting: String], environment: [String: String]) {
        let flagValues = flags.map { setting, value in
            (
                AbsoluteConfigKey(Self.key(setting)),
                ConfigValue(.string(value), isSecret: setting.isSecret)
            )
        }
        let secrets = Set(Setting.allCases.filter(\.isSecret).map(\.environmentName))
        reader = ConfigReader(providers: [
            InMemoryProvider(name: "flags", values: Dictionary(uniqueKeysWithValues: flagValues)),
            EnvironmentVariablesProvider(
                environmentVariables: environment, secretsSpecifier: .specific(secrets)),
        ])
        let known = Set(Setting.allCases.map(\.environmentName))
        unknownVariables = environment.keys
            .filter { name in
                name.hasPrefix(Setting.environmentPrefix) && !known.contains(name) && !name.hasPrefix("PODIUM_TEST_")
            }
            .sorted()
    }

    /// The text of a setting; nil if it is not set. An empty text counts as set.
    func text(_ setting: Setting) -> String? {
        reader.string(forKey: Self.key(setting), isSecret: setting.isSecret)
    }

    /// A text that has something in it.
    func word(_ setting: Setting) throws(SettingError) -> String? {
        guard let text = text(setting) else { return nil }
        guard !text.isEmpty else { throw SettingError(setting: setting, problem: "must not be empty") }
        return text
    }

    /// An integer of a range.
    func integer(_ setting: Setting, _ range: ClosedRange<Int>, default standard: Int) throws(SettingError) -> Int {
        guard let text = text(setting) else { return standard }
        guard let value = Int(text), range.contains(value) else {
            throw fault(setting, "must be an integer from \(range.lowerBound) to \(range.upperBound)", text)
        }
        return value
    }

    /// One of several words.
    func choice<Choice>(_ setting: Setting, default standard: Choice) throws(SettingError) -> Choice
    where Choice: RawRepresentable<String> & CaseIterable {
        guard let text = text(setting) else { return standard }
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(setting, "must be one of \(words)", text)
        }
        return choice
    }

    func fault(_ setting: Setting, _ problem: String, _ text: String) -> SettingError {
        SettingError(setting: setting, problem: setting.isSecret ? problem : "\(problem), not \"\(text)\"")
    }

    private static func key(_ setting: Setting) -> ConfigKey {
        ConfigKey(["podium"] + setting.rawValue.split(separator: "-").map { String($0) })
    }
}
