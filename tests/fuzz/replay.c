/* What every target's ordinary replay does: each file of a corpus as it is, and changed at random. A change flips a bit,
 * cuts a piece out, doubles one or puts in a token that matters; the stream is seeded by the file's name, so that a
 * failure comes again. */
#include "tests/fuzz/replay.h"

#include "sim/base/base.h"

#include "tests/support/support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHANGES = 40, MOST_CHANGED = 20000 };

typedef void visit(fuzz_target *target, const char *name, const uint8_t *data, size_t size);

static bool is_input(const char *name) {
  static const char *const ends[] = {".json", ".txt", ".nfg", ".efg"};
  size_t length = strlen(name);
  for (int k = 0; k < 4; k++) {
    size_t n = strlen(ends[k]);
    if (length > n && strcmp(name + length - n, ends[k]) == 0) return true;
  }
  return false;
}

static int each_file(const char *relative, fuzz_target *target, visit *use) {
  char *path = test_path(relative), file[4096];
  DIR *folder = opendir(path);
  int n = 0;
  ck_assert_msg(folder != NULL, "%s must be a folder", path);
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    size_t size;
    if (!is_input(entry->d_name)) continue;
    snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
    char *text = test_read_file(file, &size);
    use(target, entry->d_name, (const uint8_t *)text, size);
    free(text);
    n++;
  }
  closedir(folder);
  free(path);
  return n;
}

static void replay(fuzz_target *target, const char *name, const uint8_t *data, size_t size) {
  (void)name;
  target(data, size);
}

/* Bytes flipped, pieces doubled, cut out or swapped for tokens that matter; the stream is seeded by the name.
 */
static void change(ply_rng *rng, uint8_t *data, size_t *size, size_t room) {
  static const char *const tokens[] = {"{",
                                       "}",
                                       "[",
                                       "]",
                                       ",",
                                       ":",
                                       "\"",
                                       "null",
                                       "0",
                                       "1e999",
                                       "-1",
                                       "\\u0000",
                                       "\"notes\":{}",
                                       "\"out\"",
                                       "{\"value\":",
                                       "\"$any\":[",
                                       "[0,1,2]",
                                       "\xff",
                                       "\"\":",
                                       "*",
                                       "../",
                                       "=",
                                       "[{}]"};
  size_t at = (size_t)ply_rng_below(rng, *size + 1), n = 1 + (size_t)ply_rng_below(rng, 12);
  const char *token = tokens[ply_rng_below(rng, sizeof tokens / sizeof tokens[0])];
  switch (ply_rng_below(rng, 4)) {
  case 0:
    if (at < *size) data[at] ^= (uint8_t)(1 << ply_rng_below(rng, 8));
    break;
  case 1:
    if (at + n > *size) return;
    memmove(data + at, data + at + n, *size - at - n);
    *size -= n;
    break;
  case 2:
    n = strlen(token);
    if (*size + n > room) return;
    memmove(data + at + n, data + at, *size - at);
    memcpy(data + at, token, n);
    *size += n;
    break;
  default:
    if (at + n > *size || *size + n > room) return;
    memmove(data + at + n, data + at, *size - at);
    *size += n;
  }
}

static uint64_t rounds; /* of changes so far: each has its own */

static void replay_changed(fuzz_target *target, const char *name, const uint8_t *data, size_t size) {
  ply_rng rng;
  uint64_t seed = 5381;
  for (const char *p = name; *p != '\0'; p++) seed = seed * 33 + (uint8_t)*p;
  ply_rng_init(&rng, seed, rounds);
  size_t room = size + 1000;
  uint8_t *copy = malloc(room);
  ck_assert_ptr_nonnull(copy);
  for (int i = 0; i < CHANGES && size < MOST_CHANGED; i++) {
    size_t length = size;
    memcpy(copy, data, size);
    for (uint64_t k = 1 + ply_rng_below(&rng, 4); k > 0; k--) change(&rng, copy, &length, room);
    target(copy, length);
  }
  free(copy);
}

int fuzz_replay(const char *folder, fuzz_target *target) { return each_file(folder, target, replay); }

int fuzz_replay_changed(const char *folder, fuzz_target *target) {
  rounds++;
  return each_file(folder, target, replay_changed);
}

/* ---- a whole suite ---- */

static char suite_folder[64], suite_name[64];
static int suite_rounds;
static fuzz_target *suite_target;

START_TEST(corpus) { ck_assert_int_gt(fuzz_replay(suite_folder, suite_target), 0); }
END_TEST

START_TEST(changed_files) {
  for (int i = 0; i < suite_rounds; i++) ck_assert_int_gt(fuzz_replay_changed(suite_folder, suite_target), 0);
}
END_TEST

Suite *fuzz_suite(const char *name, int n_rounds, fuzz_target *target) {
  snprintf(suite_folder, sizeof suite_folder, "tests/fuzz/%s", name);
  snprintf(suite_name, sizeof suite_name, "fuzz/%s", name);
  suite_rounds = n_rounds;
  suite_target = target;
  Suite *suite = suite_create(suite_name);
  TCase *tests = tcase_create(name);
  tcase_set_timeout(tests, 60);
  tcase_add_test(tests, corpus);
  tcase_add_test(tests, changed_files);
  suite_add_tcase(suite, tests);
  return suite;
}
