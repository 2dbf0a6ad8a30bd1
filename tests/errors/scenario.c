/* Broken scenario files: each NAME.json of tests/errors/scenario with exactly the problems of NAME.expected.
 * A file NAME.set beside it holds a --set, or "--reading=ID". A few inputs too large to keep are made here. Every code of the
 * program has at least one file. PARLEY_WRITE_EXPECTED=1 writes the .expected files anew: read the difference
 * before keeping it. */
#include "sim/base/json_tree.h"
#include "sim/scenario/scenario.h"
#include "tests/support/support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "tests/errors/scenario"
enum { MOST = 400 };

static char *names[MOST];
static int n_names;

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static bool ends_with(const char *text, const char *end) {
  size_t n = strlen(text), m = strlen(end);
  return n > m && strcmp(text + n - m, end) == 0;
}

static void add_name(const char *name, size_t length) {
  if (n_names < MOST) names[n_names++] = strndup(name, length);
}

static void find_cases(void) {
  char *path = test_path(FOLDER);
  DIR *folder = opendir(path);
  for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;)
    if (ends_with(entry->d_name, ".json")) add_name(entry->d_name, strlen(entry->d_name) - 5);
  if (folder != NULL) closedir(folder);
  free(path);
  static const char *const made[] = {"P002-too-large", "P009-16-mib-of-brackets", "P011-too-many-entries"};
  for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) add_name(made[i], strlen(made[i]));
  qsort(names, (size_t)n_names, sizeof *names, by_name);
}

/* The inputs that are too large to keep: NULL for any other name. */
static char *make_input(const char *name, size_t *length) {
  char *text = NULL;
  if (strcmp(name, "P002-too-large") == 0) {
    *length = (size_t)PLY_MAX_FILE + 1;
    if ((text = malloc(*length)) != NULL) memset(text, ' ', *length);
  } else if (strcmp(name, "P009-16-mib-of-brackets") == 0) {
    *length = (size_t)PLY_MAX_FILE;
    if ((text = malloc(*length)) != NULL) memset(text, '[', *length);
  } else if (strcmp(name, "P011-too-many-entries") == 0) {
    *length = 400002;
    if ((text = malloc(*length)) == NULL) return NULL;
    for (size_t i = 0; i < *length; i++) text[i] = "1,"[i % 2];
    text[0] = '[';
    text[1] = ' ';
  }
  return text;
}

/* One problem, every part of it on lines of its own. */
static void describe(ply_text *out, const ply_diag *diag) {
  ply_text_addf(out, "%s[%s] %s:%d:%d %s\n", diag->severity == PLY_ERROR ? "error" : "warning", diag->code,
                diag->file, diag->line, diag->column, diag->pointer);
  ply_text_addf(out, "  %s\n", diag->message);
  if (diag->suggestion != NULL) ply_text_addf(out, "  did you mean: %s\n", diag->suggestion);
  if (diag->note != NULL) ply_text_addf(out, "  note: %s\n", diag->note);
  if (diag->source == NULL) return;
  ply_text_addf(out, "  | %s\n  | ", diag->source);
  for (int i = 1; i < diag->source_column; i++) ply_text_add(out, " ");
  for (int i = 0; i < diag->width; i++) ply_text_add(out, "^");
  ply_text_add(out, "\n");
}

static char *problems_of(const char *name) {
  char path[300];
  ply_scenario *scenario = NULL;
  ply_diags diags;
  ply_err err = {0};
  size_t length = 0;
  snprintf(path, sizeof path, FOLDER "/%s.set", name);
  char *set = access(path, R_OK) == 0 ? test_read_file(path, NULL) : NULL, *value = NULL;
  if (set != NULL) {
    set[strcspn(set, "\n")] = '\0';
    value = strchr(set, '=');
    *value++ = '\0';
  }
  ply_setting setting = {set != NULL && strcmp(set, "--reading") == 0 ? NULL : set, value};
  snprintf(path, sizeof path, FOLDER "/%s.json", name);
  char *made = make_input(name, &length);
  ply_diags_init(&diags);
  ply_status status = made != NULL
                          ? ply_scenario_parse(made, length, path, NULL, NULL, 0, &scenario, &diags, &err)
                          : ply_scenario_load(path, &setting, set != NULL, &scenario, &diags, &err);
  ply_text out;
  ply_text_init(&out);
  for (size_t i = 0; i < diags.count; i++) describe(&out, &diags.items[i]);
  ply_text_addf(&out, "%zu errors, %zu warnings\n", diags.n_errors, diags.n_warnings);
  ck_assert_msg((status == PLY_OK) == (diags.n_errors == 0) && (status == PLY_OK) == (scenario != NULL),
                "%s: status %d must fit %zu errors", name, (int)status, diags.n_errors);
  ck_assert_msg(status == PLY_OK || err.message[0] != '\0', "%s: the summary must not be empty", name);
  ply_scenario_free(scenario);
  ply_diags_done(&diags);
  free(made);
  free(set);
  return ply_text_take(&out);
}

static void enter_source_root(void) {
  char *root = test_path(".");
  ck_assert_msg(chdir(root) == 0, "cannot enter %s", root);
  free(root);
}

START_TEST(exactly_these_problems) {
  const char *name = names[_i];
  char path[300], code[8];
  enter_source_root();
  char *found = problems_of(name);
  snprintf(path, sizeof path, FOLDER "/%s.expected", name);
  if (getenv("PARLEY_WRITE_EXPECTED") != NULL) {
    FILE *file = fopen(path, "w");
    ck_assert_msg(file != NULL && fputs(found, file) >= 0 && fclose(file) == 0, "cannot write %s", path);
  }
  char *expected = test_read_file(path, NULL);
  ck_assert_msg(strcmp(found, expected) == 0, "%s\n-- expected --\n%s-- found --\n%s", name, expected, found);
  snprintf(code, sizeof code, "[%.4s]", name);
  ck_assert_msg(strstr(found, code) != NULL, "%s must hold a problem %s, found:\n%s", name, code, found);
  free(expected);
  free(found);
}
END_TEST

START_TEST(every_code_has_a_file) {
  size_t n;
  const ply_code *codes = ply_scenario_codes(&n);
  ck_assert_uint_gt(n, 50);
  for (size_t i = 0; i < n; i++) {
    bool found = strncmp(codes[i].code, "P5", 2) == 0; /* of sweeps: tests/errors/sweep.sh */
    for (int k = 0; k < n_names; k++) found = found || strncmp(names[k], codes[i].code, 4) == 0;
    ck_assert_msg(found, "code %s (%s) needs a file in " FOLDER, codes[i].code, codes[i].meaning);
  }
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("errors/scenario");
  TCase *tests = tcase_create("scenario");
  find_cases();
  tcase_add_loop_test(tests, exactly_these_problems, 0, n_names);
  tcase_add_test(tests, every_code_has_a_file);
  suite_add_tcase(suite, tests);
  return suite;
}
