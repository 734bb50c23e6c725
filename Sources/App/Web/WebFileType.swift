/// The kinds of files that a site is made of, by the ends of their names; no others are served.
enum WebFileType: String, Sendable, CaseIterable {
    case html, js, css, svg, png, ico, json, webmanifest, txt

    /// The type of the file with this path; nil if it is none of these.
    init?(path: String) {
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return nil }
        self.init(rawValue: String(path[path.index(after: dot)...]))
    }

    /// The header `Content-Type`.
    var contentType: String {
        switch self {
        case .html: "text/html; charset=utf-8"
        case .js: "text/javascript; charset=utf-8"
        case .css: "text/css; charset=utf-8"
        case .svg: "image/svg+xml; charset=utf-8"
        case .png: "image/png"
        case .ico: "image/vnd.microsoft.icon"
        case .json: "application/json; charset=utf-8"
        case .webmanifest: "application/manifest+json; charset=utf-8"
        case .txt: "text/plain; charset=utf-8"
        }
    }

    /// Whether it is worth compressing: pictures of points are compressed already.
    var isText: Bool { self != .png && self != .ico }
}
