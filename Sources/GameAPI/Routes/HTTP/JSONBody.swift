import NIOCore

/// The model of a request's JSON object.
///
/// The initialiser asks the reader for each field and keeps what it gets. Where a field is faulty it gets a stand-in,
/// and ``decodeBody(_:from:limit:)`` throws all faults at once instead of handing the value out.
protocol JSONBody: Sendable {
    init(_ fields: inout FieldReader)
}

/// A request's body, read and as it came.
struct DecodedBody<Value: JSONBody>: Sendable {
    let value: Value
    /// As it came, for the fingerprint of an idempotency key.
    let bytes: ByteBuffer
}

/// A request's body in one of several formats.
struct RawBody: Sendable {
    /// In small letters, without parameters.
    let mediaType: String
    let bytes: ByteBuffer
}

extension JSONBody {
    /// Reads the model from a JSON text; throws all faults in it at once.
    static func decode(_ bytes: ByteBuffer) throws(Problem) -> Self {
        var fields = FieldReader(try members(of: bytes))
        let value = Self(&fields)
        guard fields.errors.isEmpty else {
            throw .invalid("Some fields are missing or wrong; see errors.", errors: fields.errors)
        }
        return value
    }

    private static func members(of body: ByteBuffer) throws(Problem) -> [JSONValue.Member] {
        let bytes = Array(body.readableBytesView)
        guard !bytes.contains(0) else { throw .invalid(field: "body", "must not contain NUL") }
        // All of it is checked, because what is not UTF-8 must not get in through fields that nobody reads either.
        guard bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil else {
            throw .invalid(field: "body", "must be valid UTF-8")
        }
        let document: JSONValue
        do throws(QuizFileError) {
            document = try JSONParser.parse(bytes)
        } catch {
            throw .invalid(
                "The body is not JSON; see errors.",
                errors: error.problems.map { FieldError("body", "\($0.location): \($0.detail)") })
        }
        guard case .object(let members) = document else { throw .invalid(field: "body", "must be a JSON object") }
        return members
    }
}
