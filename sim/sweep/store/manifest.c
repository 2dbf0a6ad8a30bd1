/* Who did which runs, when and on what: a line of JSON is appended for each start and end of a shard. The
 * starts also tell which runs a shard ever had, so that another shard of the same folder need not read its
 * parts: with 1,000 shards in one folder each would else read what all the others did. */
#include "sim/sweep/store/manifest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

static void name_of(ply_shard shard, char *name, size_t size) {
  snprintf(name, size, "manifest-%d-of-%d.jsonl", shard.index, shard.count);
}

/* Adds the time and appends the line. */
static void note(const char *folder, ply_shard shard, ply_text *line) {
  char when[40] = "", name[64];
  time_t now = time(NULL);
  struct tm utc;
  if (gmtime_r(&now, &utc) != NULL) strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
  ply_text_addf(line, ", \"time\": \"%s\"}\n", when);
  name_of(shard, name, sizeof name);
  ply_text path;
  ply_text_init(&path);
  ply_text_addf(&path, "%s/%s", folder, name);
  FILE *file = path.failed || line->failed ? NULL : fopen(path.data, "ab");
  if (file != NULL) {
    fwrite(line->data, 1, line->length, file);
    fclose(file);
  }
  ply_text_done(&path);
}

static void add_machine(ply_text *line) {
  struct utsname machine;
  ply_text_add(line, ", \"machine\": {");
  if (uname(&machine) == 0) {
    ply_text_add(line, "\"system\": ");
    ply_text_json(line, machine.sysname);
    ply_text_add(line, ", \"kind\": ");
    ply_text_json(line, machine.machine);
    ply_text_add(line, ", \"name\": ");
    ply_text_json(line, machine.nodename);
    ply_text_add(line, ", ");
  }
  bool fma = false;
#if defined(__x86_64__) && defined(__GNUC__)
  fma = __builtin_cpu_supports("fma");
#elif defined(__aarch64__)
  fma = true;
#endif
  ply_text_addf(line, "\"fma\": %s, \"double_bits\": %d}", fma ? "true" : "false", __DBL_MANT_DIG__);
}

void ply_manifest_start(const ply_sweep *sweep, const char *folder, ply_shard shard, uint64_t first,
                        uint64_t count, uint64_t before, char *const *argv) {
  ply_text line;
  ply_text_init(&line);
  ply_text_addf(
      &line,
      "{\"event\": \"start\", \"version\": \"%s\", \"plan\": \"%s\", \"scenario\": \"%s\", \"seed\": %" PRIu64
      ", \"runs\": %" PRIu64 ", \"first\": %" PRIu64 ", \"count\": %" PRIu64 ", \"done_before\": %" PRIu64,
      PARLEY_VERSION, sweep->digest, sweep->scenario->digest, sweep->sample.seed, sweep->n_runs, first, count,
      before);
  ply_text_add(&line, ", \"argv\": [");
  for (int i = 0; argv != NULL && argv[i] != NULL; i++) {
    ply_text_add(&line, i > 0 ? ", " : "");
    ply_text_json(&line, argv[i]);
  }
  ply_text_add(&line, "]");
  add_machine(&line);
  note(folder, shard, &line);
  ply_text_done(&line);
}

void ply_manifest_end(const char *folder, ply_shard shard, const char *how, uint64_t done, uint64_t failed,
                      int workers, double seconds) {
  ply_text line;
  ply_text_init(&line);
  ply_text_addf(&line,
                "{\"event\": \"end\", \"how\": \"%s\", \"done\": %" PRIu64 ", \"failed\": %" PRIu64
                ", \"workers\": %d, \"seconds\": %.3f",
                how, done, failed, workers, seconds);
  note(folder, shard, &line);
  ply_text_done(&line);
}

/* The number that follows a key in a line; false where there is none. */
static bool number_of(const char *line, const char *end, const char *key, uint64_t *out) {
  const char *at = strstr(line, key);
  if (at == NULL || at >= end) return false;
  *out = strtoull(at + strlen(key), NULL, 10);
  return true;
}

bool ply_manifest_elsewhere(const char *folder, ply_shard shard, uint64_t first, uint64_t count) {
  char name[64];
  name_of(shard, name, sizeof name);
  char *text = ply_store_file_text(folder, name);
  bool elsewhere = false;
  for (const char *line = text; line != NULL && *line != '\0';) {
    const char *end = line + strcspn(line, "\n");
    if (strncmp(line, "{\"event\": \"start\"", 17) == 0) {
      uint64_t from, n;
      elsewhere = number_of(line, end, "\"first\": ", &from) && number_of(line, end, "\"count\": ", &n) &&
                  (from + n <= first || from >= first + count);
      if (!elsewhere) break;
    }
    line = *end == '\n' ? end + 1 : end;
  }
  free(text);
  return elsewhere;
}
