#include <libpq-fe.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

/// Names the calling thread in `top` and debuggers. Glibc declares it for GNU programs only, which Swift is not.
static inline void podium_name_thread(const char *name) {
    extern int prctl(int, ...);
    prctl(15 /* PR_SET_NAME */, name);
}
