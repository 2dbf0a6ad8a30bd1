/* Parts that were written in any order, by any number of shards and workers, some lines twice and some
 * damaged, become the table that is written down row by row here: whatever the number of threads, the runs
 * looked up at once and the bytes read at once. */
#include "sim/sweep/store/store.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RUNS = 5000 };

typedef struct setup {
  ply_diags diags;
  ply_plan *plan;
  ply_sweep *sweep;
  char folder[64];
} setup;

static void set_up(setup *s, const char *method) {
  char *path = test_path("tests/unit/scenario/tiny.json");
  ply_err err = {0};
  *s = (setup){.folder = "/tmp/parley-merge-XXXXXX"};
  ck_assert(mkdtemp(s->folder) != NULL);
  ply_diags_init(&s->diags);
  s->plan = ply_plan_new(&s->diags);
  ck_assert(ply_plan_scenario(s->plan, path, NULL) == PLY_OK);
  const char *vary =
      strcmp(method, "grid") == 0 ? "/actors/home/reservation=0:1:5000" : "/actors/home/reservation=0:1";
  ck_assert(ply_plan_vary(s->plan, vary, NULL) == PLY_OK);
  ck_assert(ply_plan_method(s->plan, method, NULL) == PLY_OK);
  if (strcmp(method, "grid") != 0) ply_plan_size(s->plan, RUNS);
  ck_assert(ply_plan_outputs(s->plan, "design.plan.acceptable", NULL) == PLY_OK);
  ck_assert_msg(ply_sweep_prepare(s->plan, NULL, &s->sweep, &err) == PLY_OK, "%s", err.message);
  ck_assert_msg(s->sweep->n_runs == RUNS, "expected %d runs, found %d", RUNS, (int)s->sweep->n_runs);
  free(path);
}

static void tear_down(setup *s) {
  char command[100];
  snprintf(command, sizeof command, "rm -rf %s", s->folder);
  ck_assert(system(command) == 0);
  ply_sweep_free(s->sweep);
  ply_plan_free(s->plan);
  ply_diags_done(&s->diags);
}

/* What a run is said to have given: short, long, failed. */
static void cells_of(uint64_t run, ply_text *cells) {
  cells->length = 0;
  if (run % 97 == 5)
    ply_text_addf(cells, ",failed,\"run %d, it is said\"", (int)run);
  else if (run % 1009 == 3) {
    for (int i = 0; i < 3000; i++) ply_text_addf(cells, "%d.", i);
    ply_text_add(cells, ",ok,");
  } else
    ply_text_addf(cells, "%d,ok,", (int)run * 7);
}

static void append(ply_store *store, int worker, uint64_t run, ply_text *cells) {
  cells_of(run, cells);
  ck_assert(ply_store_append(store, worker, run, cells->data, 0.001 * (double)worker, NULL) == PLY_OK);
}

/* Writes all runs of the shard, in the order of work, each step by a drawn worker; some twice. */
static void write_shard(const setup *s, ply_shard shard, int workers, ply_rng *rng) {
  ply_store *store = NULL;
  ply_err err = {0};
  ply_text cells;
  ply_text_init(&cells);
  ck_assert_msg(ply_store_open(s->sweep, s->folder, shard, false, NULL, &store, NULL, &err) == PLY_OK, "%s",
                err.message);
  ck_assert_msg(ply_store_done_before(store) == 0, "shard %d of %d was done before", shard.index,
                shard.count);
  for (int w = 0; w < workers; w++) ck_assert(ply_store_worker(store, w, NULL) == PLY_OK);
  uint64_t first = ply_store_first(store), count = ply_store_count(store);
  int worker = 0;
  for (uint64_t i = 0; i < ply_order_size(s->sweep, count); i++) {
    uint64_t run = ply_order_run(s->sweep, first, count, i);
    if (i % 16 == 0) worker = (int)ply_rng_below(rng, (uint64_t)workers);
    if (run == UINT64_MAX) continue;
    append(store, worker, run, &cells);
    if (run % 61 == 0) append(store, (worker + 1) % workers, run, &cells);
  }
  ply_store_close(store);
  ply_text_done(&cells);
}

/* The table, row by row. */
static char *expected(const setup *s) {
  ply_text table, cells;
  ply_text_init(&table);
  ply_text_init(&cells);
  ply_sweep_header(s->sweep, &table);
  for (uint64_t run = 0; run < RUNS; run++) {
    cells_of(run, &cells);
    ply_text_addf(&table, "%d,", (int)run);
    ply_sweep_cells(s->sweep, run, &table);
    ply_text_addf(&table, ",%s\n", cells.data);
  }
  ply_text_done(&cells);
  return ply_text_take(&table);
}

static char *read_table(const setup *s, const char *name) {
  char path[100];
  snprintf(path, sizeof path, "%s/%s", s->folder, name);
  return test_read_file(path, NULL);
}

static void expect_merged(const setup *s, ply_merge_settings settings, const char *wanted, char **times) {
  const char *folders[1] = {s->folder};
  ply_merge_report report;
  ply_err err = {0};
  ck_assert_msg(ply_store_merge(s->sweep, folders, 1, s->folder, &settings, &report, &err) == PLY_OK, "%s",
                err.message);
  char *table = read_table(s, "results.csv"), *seconds = read_table(s, "times.csv");
  size_t at = 0;
  while (table[at] == wanted[at] && wanted[at] != '\0') at++;
  ck_assert_msg(table[at] == wanted[at],
                "%d threads, windows of %d runs, segments of %d bytes: expected ...%.80s, found ...%.80s",
                settings.threads, (int)settings.window, (int)settings.segment, wanted + at, table + at);
  if (*times == NULL)
    *times = seconds;
  else {
    ck_assert_msg(strcmp(*times, seconds) == 0, "%d threads, windows of %d runs: other times.csv",
                  settings.threads, (int)settings.window);
    free(seconds);
  }
  ck_assert_msg(report.present == RUNS && report.failed == (RUNS - 6) / 97 + 1 &&
                    report.twice == (RUNS - 1) / 61 + 1 && report.damaged == 1,
                "expected %d runs, %d failed, %d twice, 1 damaged; found %d, %d, %d, %d", RUNS,
                (RUNS - 6) / 97 + 1, (RUNS - 1) / 61 + 1, (int)report.present, (int)report.failed,
                (int)report.twice, (int)report.damaged);
  free(table);
}

static void check(const char *method, int shards, int workers) {
  static const uint64_t windows[] = {0, 700, 1024, 4999};
  static const uint32_t segments[] = {0, 100, 5000};
  setup s;
  ply_rng rng;
  char *times = NULL, torn[100];
  set_up(&s, method);
  ply_rng_init(&rng, 3, (uint64_t)(shards * workers));
  for (int i = 1; i <= shards; i++) write_shard(&s, (ply_shard){i, shards}, workers, &rng);
  snprintf(torn, sizeof torn, "%s/parts/1-of-%d-0.csv", s.folder, shards);
  FILE *part = fopen(torn, "ab");
  ck_assert(part != NULL && fputs("17,1,ok,0.5,12", part) >= 0 && fclose(part) == 0);
  char *wanted = expected(&s);
  for (size_t w = 0; w < sizeof windows / sizeof *windows; w++)
    for (size_t g = 0; g < sizeof segments / sizeof *segments; g++) {
      for (int threads = 1; threads <= 3; threads += 2)
        expect_merged(&s,
                      (ply_merge_settings){.threads = threads, .window = windows[w], .segment = segments[g]},
                      wanted, &times);
    }
  free(wanted);
  free(times);
  tear_down(&s);
}

START_TEST(a_sample_by_two_workers) { check("random", 1, 2); }
END_TEST
START_TEST(a_grid_in_scattered_order) { check("grid", 1, 3); }
END_TEST
START_TEST(shards_with_more_parts_than_files_may_be_open) { check("random", 240, 5); }
END_TEST

START_TEST(missing_runs_are_told) {
  setup s;
  ply_rng rng;
  ply_err err = {0};
  ply_merge_report report;
  set_up(&s, "random");
  ply_rng_init(&rng, 3, 1);
  write_shard(&s, (ply_shard){1, 2}, 2, &rng);
  const char *folders[1] = {s.folder};
  ply_status status =
      ply_store_merge(s.sweep, folders, 1, s.folder, &(ply_merge_settings){.threads = 2}, &report, &err);
  ck_assert_msg(status == PLY_E_USAGE &&
                    strstr(err.message, "2500 of 5000 runs are missing, the first is 2500") != NULL,
                "found: %s", err.message);
  char results[100];
  snprintf(results, sizeof results, "%s/results.csv", s.folder);
  ck_assert_msg(access(results, F_OK) != 0, "a table with holes was left");
  volatile int stop = 1;
  status = ply_store_merge(s.sweep, folders, 1, s.folder,
                           &(ply_merge_settings){.partial = true, .stop = &stop}, &report, &err);
  ck_assert_msg(status == PLY_E_STOPPED && access(results, F_OK) != 0,
                "a merge that is stopped leaves no table");
  tear_down(&s);
}
END_TEST

/* A shard is opened without reading the parts of others, and yet finds what an earlier cut into shards did.
 */
START_TEST(only_parts_of_the_stretch_are_read) {
  setup s;
  ply_rng rng;
  ply_err err = {0};
  ply_store *store = NULL;
  char path[100];
  set_up(&s, "random");
  ply_rng_init(&rng, 3, 2);
  for (int i = 1; i <= 4; i++) write_shard(&s, (ply_shard){i, 4}, 1, &rng);
  snprintf(path, sizeof path, "%s/parts/4-of-4-0.csv", s.folder);
  FILE *part = fopen(path, "wb");
  ck_assert(part != NULL &&
            fputs("#parley-sweep,1,0,sha256:0000000000000000000000000000000000000000000000000000000000000000,"
                  "sha256:0000000000000000000000000000000000000000000000000000000000000000\n",
                  part) >= 0 &&
            fclose(part) == 0);
  ply_status status = ply_store_open(s.sweep, s.folder, (ply_shard){1, 2}, false, NULL, &store, NULL, &err);
  ck_assert_msg(status == PLY_OK, "the last quarter is not looked at for the first half: %s", err.message);
  ck_assert_msg(ply_store_done_before(store) == RUNS / 2, "expected %d runs done before, found %d", RUNS / 2,
                (int)ply_store_done_before(store));
  ply_store_close(store);
  status = ply_store_open(s.sweep, s.folder, (ply_shard){2, 2}, false, NULL, &store, NULL, &err);
  ck_assert_msg(status == PLY_E_USAGE, "the last quarter is looked at for the second half");
  tear_down(&s);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/sweep_merge");
  TCase *tests = tcase_create("merge");
  tcase_set_timeout(tests, 120);
  tcase_add_test(tests, a_sample_by_two_workers);
  tcase_add_test(tests, a_grid_in_scattered_order);
  tcase_add_test(tests, shards_with_more_parts_than_files_may_be_open);
  tcase_add_test(tests, missing_runs_are_told);
  tcase_add_test(tests, only_parts_of_the_stretch_are_read);
  suite_add_tcase(suite, tests);
  return suite;
}
