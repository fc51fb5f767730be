/* Lets one call of the system fail, to see what becomes of a program that gets no file opened, read,
 * written or renamed. Loaded before the C library (LD_PRELOAD); Linux.
 *
 * FAULT_ROOT    only files below this folder count, and standard output with FAULT_OUTPUT=1
 * FAULT_AT      the number of the call that fails, from 1; none for 0
 * FAULT_STICKY  1: calls that write fail from there on, as on a disk that stays full
 * FAULT_LOG     a file that gets the name of every call that counts
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { descriptors = 4096 };
static atomic_bool tracked[descriptors];
static atomic_long calls;
static long failing;
static int sticky, log_file = -1;
static char root[PATH_MAX];

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
  const char *text = getenv("FAULT_ROOT");
  if (text != NULL) snprintf(root, sizeof root, "%s", text);
  text = getenv("FAULT_AT");
  failing = text != NULL ? atol(text) : 0;
  text = getenv("FAULT_STICKY");
  sticky = text != NULL && text[0] == '1';
  text = getenv("FAULT_OUTPUT");
  tracked[STDOUT_FILENO] = text != NULL && text[0] == '1';
  text = getenv("FAULT_LOG");
  if (text != NULL)
    log_file = (int)syscall(
        SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* Whether a file is one of those that count. */
static int is_watched(const char *path) {
  return root[0] != 0 && path != NULL && strncmp(path, root, strlen(root)) == 0;
}

static int is_tracked(int descriptor) {
  return descriptor >= 0 && descriptor < descriptors && tracked[descriptor];
}

/* Counts a call; whether it has to fail. */
static int fails(const char *name, int writes, int code) {
  long number = atomic_fetch_add(&calls, 1) + 1;
  if (log_file >= 0) {
    char line[64];
    int length = snprintf(line, sizeof line, "%ld %s\n", number, name);
    if (syscall(SYS_write, log_file, line, (size_t)length) < 0) log_file = -1;
  }
  if (failing == 0 || number < failing || (number > failing && !(sticky && writes))) return 0;
  errno = code;
  return 1;
}

static void track(int descriptor, int is_ours) {
  if (descriptor >= 0 && descriptor < descriptors) tracked[descriptor] = is_ours;
}

static int opened(const char *name, const char *path, int flags, int (*make)(void *), void *how) {
  int is_ours = is_watched(path);
  int writes = (flags & O_ACCMODE) != O_RDONLY;
  if (is_ours && fails(name, writes, flags & O_CREAT ? ENOSPC : EMFILE)) return -1;
  int descriptor = make(how);
  track(descriptor, is_ours);
  return descriptor;
}

struct opening {
  int folder;
  const char *path;
  int flags;
  mode_t mode;
};

static int make_opened(void *how) {
  struct opening *o = how;
  return (int)syscall(SYS_openat, o->folder, o->path, o->flags, o->mode);
}

static int open_any(const char *name, int folder, const char *path, int flags, va_list rest) {
  struct opening how = {folder, path, flags, flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0};
  return opened(name, path, flags, make_opened, &how);
}

#define OPEN(name, folder, parameters)            \
  int name parameters {                           \
    va_list rest;                                 \
    va_start(rest, flags);                        \
    int descriptor = open_any(#name, folder, path, flags, rest); \
    va_end(rest);                                 \
    return descriptor;                            \
  }
OPEN(open, AT_FDCWD, (const char *path, int flags, ...))
OPEN(open64, AT_FDCWD, (const char *path, int flags, ...))
OPEN(openat, folder, (int folder, const char *path, int flags, ...))
OPEN(openat64, folder, (int folder, const char *path, int flags, ...))

int close(int descriptor) {
  int failed = is_tracked(descriptor) && fails("close", 0, EIO);
  track(descriptor, 0);
  int result = (int)syscall(SYS_close, descriptor);
  if (!failed) return result;
  errno = EIO;
  return -1;
}

int dup(int descriptor) {
  if (is_tracked(descriptor) && fails("dup", 0, EMFILE)) return -1;
  int copy = (int)syscall(SYS_dup, descriptor);
  track(copy, is_tracked(descriptor));
  return copy;
}

ssize_t read(int descriptor, void *bytes, size_t count) {
  if (is_tracked(descriptor) && fails("read", 0, EIO)) return -1;
  return REAL(read)(descriptor, bytes, count);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (is_tracked(descriptor) && fails("write", 1, ENOSPC)) return -1;
  return REAL(write)(descriptor, bytes, count);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  if (is_tracked(descriptor) && fails("writev", 1, ENOSPC)) return -1;
  return REAL(writev)(descriptor, parts, count);
}

int fsync(int descriptor) {
  if (is_tracked(descriptor) && fails("fsync", 1, EIO)) return -1;
  return REAL(fsync)(descriptor);
}

int ftruncate(int descriptor, off_t length) {
  if (is_tracked(descriptor) && fails("ftruncate", 1, EIO)) return -1;
  return REAL(ftruncate)(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) {
  if (is_tracked(descriptor) && fails("ftruncate64", 1, EIO)) return -1;
  return REAL(ftruncate64)(descriptor, length);
}

int fstat(int descriptor, struct stat *status) {
  if (is_tracked(descriptor) && fails("fstat", 0, EIO)) return -1;
  return REAL(fstat)(descriptor, status);
}

off_t lseek(int descriptor, off_t offset, int from) {
  if (is_tracked(descriptor) && fails("lseek", 0, EIO)) return -1;
  return REAL(lseek)(descriptor, offset, from);
}

off64_t lseek64(int descriptor, off64_t offset, int from) {
  if (is_tracked(descriptor) && fails("lseek64", 0, EIO)) return -1;
  return REAL(lseek64)(descriptor, offset, from);
}

void *mmap(void *start, size_t length, int protection, int flags, int descriptor, off_t offset) {
  if (is_tracked(descriptor) && fails("mmap", 0, ENOMEM)) return MAP_FAILED;
  return (void *)syscall(SYS_mmap, start, length, protection, flags, descriptor, offset);
}

int rename(const char *from, const char *to) {
  if (is_watched(to) && fails("rename", 1, EIO)) return -1;
  return REAL(rename)(from, to);
}

int unlink(const char *path) {
  if (is_watched(path) && fails("unlink", 0, EIO)) return -1;
  return REAL(unlink)(path);
}

int mkdir(const char *path, mode_t mode) {
  if (is_watched(path) && fails("mkdir", 1, ENOSPC)) return -1;
  return REAL(mkdir)(path, mode);
}
