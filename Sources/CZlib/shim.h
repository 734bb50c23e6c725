#include <zlib.h>

/// Prepares a stream that writes gzip, as small as it gets. A function, since zlib's own is a macro, which Swift does
/// not see; 16 added to the window's bits asks for gzip instead of zlib's format.
static inline int podium_gzip_init(z_stream *stream) {
    return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
}
