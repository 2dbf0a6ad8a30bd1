/* Clocks, the bare loop, the machine, a process from start to exit, and the README's table. */
#include "tests/bench/measure.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void bench_fail(const char *format, ...) {
  va_list args;
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
  exit(1);
}

double bench_now_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double spent_s(int who) {
  struct rusage u;
  getrusage(who, &u);
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
         1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

double bench_cpu_s(void) { return spent_s(RUSAGE_SELF); }

double bench_bare_loop_s(int actors, double bundles) {
  enum { N = 4096 };
  static double payoff[N];
  static uint64_t hits;
  for (int k = 0; k < N; k++) payoff[k] = (double)(k * 7919 % N) / N;
  double rounds = bundles * actors / N;
  double sample = rounds < 2e5 ? rounds : 2e5, start = bench_cpu_s();
  for (double r = 0; r < sample; r++) {
    double base = r * 1e-9;
    uint64_t n = 0;
    for (int k = 0; k < N; k++) n += base + payoff[k] >= 0.5;
    hits += n;
  }
  double spent = bench_cpu_s() - start;
  if (hits == 1) puts("");
  return spent * rounds / sample;
}

void bench_machine(char *out, size_t size) {
  char line[512], model[128] = "unknown processor";
  FILE *f = fopen("/proc/cpuinfo", "r");
  while (f != NULL && fgets(line, sizeof line, f) != NULL)
    if (sscanf(line, "model name : %127[^\n]", model) == 1) break;
  if (f != NULL) fclose(f);
  snprintf(out, size, "Machine: %ld x %s, compiler %s", sysconf(_SC_NPROCESSORS_ONLN), model, __VERSION__);
}

static int by_size(const void *a, const void *b) {
  const double *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

static double run_once(const char *program, const char *scenario) {
  double begun = bench_now_s();
  pid_t child = fork();
  if (child == 0) {
    if (freopen("/dev/null", "w", stdout) == NULL) _exit(126);
    execl(program, program, "solve", scenario, (char *)NULL);
    _exit(127);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    bench_fail("%s solve %s: did not end well", program, scenario);
  return bench_now_s() - begun;
}

bool bench_process(const char *scenario, char *out, size_t size) {
  enum { TIMES = 41 };
  const char *program = getenv("PARLEY_BIN"), *name = strrchr(scenario, '/');
  double wall[TIMES], cpu = spent_s(RUSAGE_CHILDREN);
  if (program == NULL) return false;
  for (int i = 0; i < TIMES; i++) wall[i] = run_once(program, scenario);
  cpu = spent_s(RUSAGE_CHILDREN) - cpu;
  qsort(wall, TIMES, sizeof *wall, by_size);
  snprintf(out, size,
           "`parley solve scenarios/%s` from process start to exit: %.1f ms (median of %d), %.1f CPU ms.",
           name != NULL ? name + 1 : scenario, 1e3 * wall[TIMES / 2], TIMES, 1e3 * cpu / TIMES);
  return true;
}

static char *whole_file(const char *path) {
  FILE *f = fopen(path, "rb");
  char *text = NULL;
  long size = -1;
  if (f != NULL && fseek(f, 0, SEEK_END) == 0) size = ftell(f);
  if (size >= 0) text = malloc((size_t)size + 1);
  if (text == NULL || fseek(f, 0, SEEK_SET) != 0 || fread(text, 1, (size_t)size, f) != (size_t)size)
    bench_fail("%s: cannot be read", path);
  text[size] = '\0';
  fclose(f);
  return text;
}

void bench_put(const char *path, const char *text) {
  static const char open[] = "<!-- bench -->\n", close[] = "<!-- /bench -->";
  char *old = whole_file(path), *from = strstr(old, open), *to = strstr(old, close);
  if (from == NULL || to == NULL || to < from) bench_fail("%s: has no lines %s ... %s", path, open, close);
  from[sizeof open - 1 - 1] = '\0'; /* ends at the line's end, which is put back below */
  FILE *f = fopen(path, "wb");
  if (f == NULL) bench_fail("%s: cannot be written", path);
  int wrote = fprintf(f, "%s\n%s%s", old, text, to);
  if (wrote < 0 || fclose(f) != 0) bench_fail("%s: cannot be written", path);
  free(old);
}
