/// Tells whether a quiz file is one, without a database.
public enum QuizCheck {
    /// Throws what importing the file would throw for its faults.
    public static func check(_ bytes: [UInt8], isCSV: Bool, name: String?) throws {
        _ = try QuizFile(bytes, isCSV: isCSV, name: name)
    }
}
