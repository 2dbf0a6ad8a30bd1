/* Any bytes at all through the front door: an answer, never a crash, and what is accepted shows and loads to
 * the same digest. The ordinary build replays the corpus (tests/fuzz/scenario and every file of
 * tests/errors/scenario) and some thousand random changes of it. With -Dfuzz=true under clang the same target
 * is built for libFuzzer: CC=clang meson setup build-fuzz -Dfuzz=true && ninja -C build-fuzz
 * tests/fuzz-scenario-libfuzzer build-fuzz/tests/fuzz/fuzz-scenario-libfuzzer -max_len=20000 NEW-INPUTS
 * tests/fuzz/scenario tests/errors/scenario */
#include "sim/scenario/scenario.h"
#include "tests/fuzz/replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was accepted must print, and print the same again. */
static void show_again(const ply_scenario *scenario) {
  ply_text text;
  ply_diags diags;
  ply_scenario *again = NULL;
  ply_text_init(&text);
  ply_diags_init(&diags);
  if (ply_scenario_show(scenario, &text, NULL) != PLY_OK) fuzz_give_up("an accepted scenario does not show");
  if (ply_scenario_parse(text.data, text.length, "shown", NULL, NULL, 0, &again, &diags, NULL) != PLY_OK)
    fuzz_give_up("what show prints does not load");
  if (strcmp(again->digest, scenario->digest) != 0) fuzz_give_up("what show prints has another digest");
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
  if ((status == PLY_OK) != (scenario != NULL)) fuzz_give_up("status and scenario do not fit");
  if ((status == PLY_OK) != (diags.n_errors == 0)) fuzz_give_up("status and problems do not fit");
  for (size_t i = 0; i < diags.count; i++)
    if (diags.items[i].message[0] == '\0' || diags.items[i].width < 1)
      fuzz_give_up("a problem without words or place");
  if (scenario != NULL) show_again(scenario);
  ply_scenario_free(scenario);
  ply_diags_done(&diags);
  return 0;
}

#ifndef PARLEY_LIBFUZZER

#include "tests/support/support.h"

START_TEST(corpus) { ck_assert_int_gt(fuzz_replay("tests/fuzz/scenario", LLVMFuzzerTestOneInput), 3); }
END_TEST

START_TEST(broken_files) {
  ck_assert_int_gt(fuzz_replay("tests/errors/scenario", LLVMFuzzerTestOneInput), 100);
}
END_TEST

START_TEST(changed_files) {
  ck_assert_int_gt(fuzz_replay_changed("tests/errors/scenario", LLVMFuzzerTestOneInput), 100);
  for (int i = 0; i < 5; i++) fuzz_replay_changed("tests/fuzz/scenario", LLVMFuzzerTestOneInput);
  fuzz_replay_changed("tests/unit/scenario", LLVMFuzzerTestOneInput);
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
