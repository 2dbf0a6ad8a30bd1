/* Linked into a copy of the program: its calls of the system that can fail, one of which fails when asked. The copy
 * is the program itself but for these.
 *
 * PARLEY_FAIL="memory:N" fails the N-th allocation after the start, "memory:N+" that and every later one; "write:N",
 * "sync:N", "rename:N", "open:N", "close:N" likewise. "site:N" fails the first allocation of the N-th place that asks for
 * memory, counted as they come: a place is the last PLACE_FRAMES calls before the allocation. PARLEY_FAIL_COUNT=FILE: at the end how many calls of each kind
 * there were, and how many blocks were still allocated, one "NAME COUNT" a line.
 *
 * OpenMP's own runtime ends the program with exit code 1 where it gets no memory, and keeps what it has (a lock for a
 * critical section that was met, say): its allocations never fail, and its blocks are not those that were lost. Those
 * of threads that it starts can fail: commands run with one. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);
extern void __libc_freeres(void);

typedef enum call { MEMORY, WRITE, SYNC, RENAME, OPEN, CLOSE, SITE, N_CALLS } call;
static const char *const names[] = {"memory", "write", "sync", "rename", "open", "close", "site"};

enum { PLACE_FRAMES = 6, PLACES = 1 << 14 };
static uint64_t places[PLACES]; /* an open table of hashes */
static atomic_flag places_taken = ATOMIC_FLAG_INIT;
static _Thread_local bool looking; /* the allocation is of the walk itself */

static atomic_long count[N_CALLS], live;
static bool started, later_too, walks;
static long fail_at[N_CALLS]; /* 0: never */

__attribute__((constructor)) static void start(void) {
  const char *asked = getenv("PARLEY_FAIL");
  for (int k = 0; asked != NULL && k < N_CALLS; k++) {
    size_t n = strlen(names[k]);
    if (strncmp(asked, names[k], n) != 0 || asked[n] != ':') continue;
    char *end;
    fail_at[k] = strtol(asked + n + 1, &end, 10);
    later_too = *end == '+';
  }
  if (fail_at[SITE] > 0 || getenv("PARLEY_FAIL_COUNT") != NULL) {
    void *frame[2];
    backtrace(frame, 2); /* loads what it needs now */
    walks = true;
  }
  started = true;
}

static void put(int fd, const char *name, long n) {
  char line[64];
  int length = snprintf(line, sizeof line, "%s %ld\n", name, n);
  ssize_t (*real)(int, const void *, size_t) =
      (ssize_t(*)(int, const void *, size_t))(uintptr_t)dlsym(RTLD_NEXT, "write");
  if (real(fd, line, (size_t)length) < 0) _exit(99);
}

__attribute__((destructor)) static void end(void) {
  const char *file = getenv("PARLEY_FAIL_COUNT");
  started = false;
  if (file == NULL) return;
  __libc_freeres(); /* what the C library keeps for itself */
  int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))(uintptr_t)dlsym(RTLD_NEXT, "open");
  int fd = real(file, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (fd < 0) return;
  for (int k = 0; k < N_CALLS; k++) put(fd, names[k], count[k]);
  put(fd, "live", live);
}

/* Whether this call is the one. */
static bool fails(call what) {
  if (!started) return false;
  long n = ++count[what];
  return fail_at[what] > 0 && (n == fail_at[what] || (later_too && n > fail_at[what]));
}

/* Whether this place was not seen before. */
static bool is_new_place(void) {
  void *frame[PLACE_FRAMES + 3];
  looking = true;
  int n = backtrace(frame, PLACE_FRAMES + 3);
  looking = false;
  uint64_t hash = 1469598103934665603u;
  for (int i = 3; i < n; i++) hash = (hash ^ (uint64_t)(uintptr_t)frame[i]) * 1099511628211u;
  while (atomic_flag_test_and_set(&places_taken)) {
  }
  size_t at = hash % PLACES, tried = 0;
  while (places[at] != 0 && places[at] != hash && tried++ < PLACES) at = (at + 1) % PLACES;
  bool is_new = places[at] == 0;
  if (is_new) places[at] = hash;
  atomic_flag_clear(&places_taken);
  return is_new;
}

static bool is_openmp(const void *caller) {
  Dl_info about;
  return dladdr(caller, &about) != 0 && about.dli_fname != NULL && strstr(about.dli_fname, "omp.so") != NULL;
}

/* With PARLEY_FAIL_TRACE: where the failing allocation was asked for, for addr2line. */
static void trace(void) {
  void *frames[24];
  if (getenv("PARLEY_FAIL_TRACE") == NULL) return;
  started = false;
  backtrace_symbols_fd(frames, backtrace(frames, 24), STDERR_FILENO);
  started = true;
}

static bool no_memory(const void *caller) {
  if (looking) return false;
  bool now = fails(MEMORY);
  if (walks && started && is_new_place()) now |= fails(SITE);
  if (!now || is_openmp(caller)) return false;
  trace();
  errno = ENOMEM;
  return true;
}

static void *kept(void *block, const void *caller) {
  live += block != NULL && !is_openmp(caller);
  return block;
}

void *malloc(size_t size) {
  if (no_memory(__builtin_return_address(0))) return NULL;
  return kept(__libc_malloc(size), __builtin_return_address(0));
}

void *calloc(size_t n, size_t size) {
  if (no_memory(__builtin_return_address(0))) return NULL;
  return kept(__libc_calloc(n, size), __builtin_return_address(0));
}

void *realloc(void *old, size_t size) {
  if (no_memory(__builtin_return_address(0))) return NULL;
  void *block = __libc_realloc(old, size);
  return old == NULL ? kept(block, __builtin_return_address(0)) : block;
}

void *aligned_alloc(size_t alignment, size_t size) {
  if (no_memory(__builtin_return_address(0))) return NULL;
  return kept(__libc_memalign(alignment, size), __builtin_return_address(0));
}

int posix_memalign(void **out, size_t alignment, size_t size) {
  if (no_memory(__builtin_return_address(0))) return ENOMEM;
  void *block = kept(__libc_memalign(alignment, size), __builtin_return_address(0));
  if (block == NULL) return ENOMEM;
  *out = block;
  return 0;
}

void free(void *block) {
  live -= block != NULL && !is_openmp(__builtin_return_address(0));
  __libc_free(block);
}

#define REAL(name, type) ((type)(uintptr_t)dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t n) {
  if (fd != STDERR_FILENO && fails(WRITE)) {
    errno = ENOSPC;
    return -1;
  }
  return REAL(write, ssize_t(*)(int, const void *, size_t))(fd, bytes, n);
}

static int refuse(int reason) {
  errno = reason;
  return -1;
}

int fsync(int fd) { return fails(SYNC) ? refuse(EIO) : REAL(fsync, int (*)(int))(fd); }
int fdatasync(int fd) { return fails(SYNC) ? refuse(EIO) : REAL(fdatasync, int (*)(int))(fd); }

int rename(const char *from, const char *to) {
  return fails(RENAME) ? refuse(EIO) : REAL(rename, int (*)(const char *, const char *))(from, to);
}

int open(const char *path, int flags, ...) {
  mode_t mode = 0;
  if (flags & O_CREAT) {
    va_list args;
    va_start(args, flags);
    mode = (mode_t)va_arg(args, int);
    va_end(args);
  }
  return fails(OPEN) ? refuse(EMFILE) : REAL(open, int (*)(const char *, int, ...))(path, flags, mode);
}

int mkstemp(char *name) { return fails(OPEN) ? refuse(EMFILE) : REAL(mkstemp, int (*)(char *))(name); }
int mkdir(const char *path, mode_t mode) {
  return fails(OPEN) ? refuse(ENOSPC) : REAL(mkdir, int (*)(const char *, mode_t))(path, mode);
}

FILE *fopen(const char *path, const char *mode) {
  if (!fails(OPEN)) return REAL(fopen, FILE * (*)(const char *, const char *))(path, mode);
  errno = EMFILE;
  return NULL;
}

int close(int fd) {
  int code = REAL(close, int (*)(int))(fd);
  return fd > STDERR_FILENO && fails(CLOSE) ? refuse(EIO) : code;
}
