/* Any bytes at all through the front door: an answer, never a crash, and what is accepted shows and loads to
 * the same digest. The ordinary build replays the corpus (tests/fuzz/scenario and every file of
 * tests/errors/scenario) and some thousand random changes of it. With -Dfuzz=true under clang the same target
 * is built for libFuzzer: CC=clang meson setup build-fuzz -Dfuzz=true && ninja -C build-fuzz
 * tests/fuzz-scenario-libfuzzer build-fuzz/tests/fuzz/fuzz-scenario-libfuzzer -max_len=20000 NEW-INPUTS
 * tests/fuzz/scenario tests/errors/scenario */
#include "sim/scenario/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void give_up(const char *what) {
  fprintf(stderr, "%s\n", what);
  abort();
}

/* What was accepted must print, and print the same again. */
static void show_again(const ply_scenario *scenario) {
  ply_text text;
  ply_diags diags;
  ply_scenario *again = NULL;
  ply_text_init(&text);
  ply_diags_init(&diags);
  if (ply_scenario_show(scenario, &text, NULL) != PLY_OK) give_up("an accepted scenario does not show");
  if (ply_scenario_parse(text.data, text.length, "shown", NULL, NULL, 0, &again, &diags, NULL) != PLY_OK)
    give_up("what show prints does not load");
  if (strcmp(again->digest, scenario->digest) != 0) give_up("what show prints has another digest");
  ply_scenario_free(again);
  ply_diags_done(&diags);
  ply_text_done(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ply_diags diags;
  ply_err err = {0};
  ply_scenario *scenario = NULL;
  ply_diags_init(&diags);
  ply_status status =
      ply_scenario_parse((const char *)data, size, "input", NULL, NULL, 0, &scenario, &diags, &err);
  if ((status == PLY_OK) != (scenario != NULL)) give_up("status and scenario do not fit");
  if ((status == PLY_OK) != (diags.n_errors == 0)) give_up("status and problems do not fit");
  for (size_t i = 0; i < diags.count; i++)
    if (diags.items[i].message[0] == '\0' || diags.items[i].width < 1)
      give_up("a problem without words or place");
  if (scenario != NULL) show_again(scenario);
  ply_scenario_free(scenario);
  ply_diags_done(&diags);
  return 0;
}

#ifndef PARLEY_LIBFUZZER

#include "tests/support/support.h"

#include <dirent.h>

enum { CHANGES = 40, MOST_CHANGED = 20000 };

typedef void visit(const char *path, const uint8_t *data, size_t size);

static int each_file(const char *relative, visit *use) {
  char *path = test_path(relative), file[4096];
  DIR *folder = opendir(path);
  int n = 0;
  ck_assert_msg(folder != NULL, "%s must be a folder", path);
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    size_t size, length = strlen(entry->d_name);
    if (length < 5 || strcmp(entry->d_name + length - 5, ".json") != 0) continue;
    snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
    char *text = test_read_file(file, &size);
    use(entry->d_name, (const uint8_t *)text, size);
    free(text);
    n++;
  }
  closedir(folder);
  free(path);
  return n;
}

static void replay(const char *name, const uint8_t *data, size_t size) {
  (void)name;
  LLVMFuzzerTestOneInput(data, size);
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
                                       "\"\":"};
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

static void replay_changed(const char *name, const uint8_t *data, size_t size) {
  ply_rng rng;
  uint64_t seed = 5381;
  for (const char *p = name; *p != '\0'; p++) seed = seed * 33 + (uint8_t)*p;
  ply_rng_init(&rng, seed, 0);
  size_t room = size + 1000;
  uint8_t *copy = malloc(room);
  ck_assert_ptr_nonnull(copy);
  for (int i = 0; i < CHANGES && size < MOST_CHANGED; i++) {
    size_t length = size;
    memcpy(copy, data, size);
    for (uint64_t k = 1 + ply_rng_below(&rng, 4); k > 0; k--) change(&rng, copy, &length, room);
    LLVMFuzzerTestOneInput(copy, length);
  }
  free(copy);
}

START_TEST(corpus) { ck_assert_int_gt(each_file("tests/fuzz/scenario", replay), 3); }
END_TEST

START_TEST(broken_files) { ck_assert_int_gt(each_file("tests/errors/scenario", replay), 100); }
END_TEST

START_TEST(changed_files) {
  ck_assert_int_gt(each_file("tests/errors/scenario", replay_changed), 100);
  for (int i = 0; i < 5; i++) each_file("tests/fuzz/scenario", replay_changed);
  each_file("tests/unit/scenario", replay_changed);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("fuzz/scenario");
  TCase *tests = tcase_create("scenario");
  tcase_set_timeout(tests, 60);
  tcase_add_test(tests, corpus);
  tcase_add_test(tests, broken_files);
  tcase_add_test(tests, changed_files);
  suite_add_tcase(suite, tests);
  return suite;
}

#endif
