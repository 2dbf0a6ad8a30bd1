/* What `solve` prints for people: does it fit, align, say the same without colour, and leave out what is not
 * there? */
#include "tests/support/support.h"
#include "tests/unit/render/fixture.h"

#include <stdlib.h>
#include <string.h>

static void has(const char *text, const char *part) {
  ck_assert_msg(strstr(text, part) != NULL, "expected \"%s\" in:\n%.3000s", part, text);
}

static void lacks(const char *text, const char *part) {
  ck_assert_msg(strstr(text, part) == NULL, "expected no \"%s\" in:\n%.3000s", part, text);
}

static char *text_of(fixture_parts parts, const ply_render_settings *settings) {
  ply_result *result = fixture_result(parts);
  char *text = fixture_render(result, "text", settings);
  ply_result_free(result);
  return text;
}

/* Copies line number `n` that holds `part` into `line`. */
static void find_line(const char *text, const char *part, char *line, size_t size) {
  const char *at = strstr(text, part);
  ck_assert_msg(at != NULL, "expected a line with \"%s\" in:\n%.3000s", part, text);
  while (at > text && at[-1] != '\n') at--;
  size_t n = strcspn(at, "\n");
  ck_assert_uint_lt(n, size);
  memcpy(line, at, n);
  line[n] = '\0';
}

static void check_fits(fixture_parts parts, int width) {
  char *text = text_of(parts, &(ply_render_settings){.width = width});
  for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
    ck_assert_msg(ply_text_width(line) <= width, "%d columns where %d are allowed: %s", ply_text_width(line),
                  width, line);
    ck_assert_msg(line[0] == '\0' || line[strlen(line) - 1] != ' ', "blanks at the end of: \"%s\"", line);
  }
  free(text);
}

START_TEST(every_line_fits_its_width) {
  static const int widths[] = {60, 80, 100, 132};
  for (int k = 0; k < 4; k++) {
    check_fits(fixture_whole(), widths[k]);
    check_fits((fixture_parts){.n_actors = 2}, widths[k]);
    fixture_parts limit = fixture_whole();
    limit.limit = true;
    check_fits(limit, widths[k]);
  }
}
END_TEST

START_TEST(eight_designs_stand_side_by_side_in_100_columns) {
  char *text = text_of(fixture_whole(), NULL), line[400];
  find_line(text, "gain against", line, sizeof line);
  static const char *const ids[] = {"istanbul", "nato5",   "budapest", "german",
                                    "french",   "israeli", "nop5",     "nodeal"};
  for (int d = 0; d < 8; d++) has(line, ids[d]);
  free(text);
}
END_TEST

/* The column in which the first margin of a row ends. */
static int margin_end(const char *text, const char *name) {
  char line[400];
  find_line(strstr(text, "NAMED DESIGNS"), name, line, sizeof line);
  char *at = strpbrk(line + 2, "+-");
  ck_assert_ptr_nonnull(at);
  at[6] = '\0';
  return ply_text_width(line);
}

START_TEST(names_in_utf8_align) {
  char *text = text_of(fixture_whole(), NULL);
  int expected = margin_end(text, "Ukraine");
  ck_assert_int_eq(margin_end(text, "Россия"), expected);
  ck_assert_int_eq(margin_end(text, "日本国"), expected);
  ck_assert_int_eq(margin_end(text, "Côte d’Ivoire"), expected);
  free(text);
}
END_TEST

START_TEST(marks_say_who_refuses_and_why) {
  char *text = text_of(fixture_whole(), NULL), line[400];
  find_line(strstr(text, "NAMED DESIGNS"), "Россия", line, sizeof line);
  has(line, "-0.126x"); /* istanbul: worse than no deal */
  has(line, "-0.116!"); /* nato5: a red line in force */
  find_line(strstr(text, "NAMED DESIGNS"), "Ukraine", line, sizeof line);
  has(line, "+0.100 ");
  lacks(line, "x");
  find_line(strstr(text, "NAMED DESIGNS"), "United Kingdom", line, sizeof line);
  has(line, "+0.100."); /* out of istanbul: not asked */
  free(text);
}
END_TEST

START_TEST(counts_have_separators_and_shares) {
  char *text = text_of(fixture_whole(), NULL);
  has(text, "9,223,372,036,854,775,807");
  has(text,
      "385,470 of 1,512,465,048 feasible bundles\n  (0.0255 %) are accepted by everybody who is asked.");
  has(text, "22.2 % of acceptable");
  free(text);
}
END_TEST

START_TEST(absent_parts_leave_no_section) {
  char *text = text_of((fixture_parts){.n_actors = 2}, NULL);
  static const char *const sections[] = {"NAMED DESIGNS", "JOIN",      "DETERRENCE",
                                         "Talks",         "sustained", "nobody"};
  for (int k = 0; k < 6; k++) lacks(text, sections[k]);
  has(text, "A DEAL IS POSSIBLE: ");
  has(text, "THE BEST DEALS");
  has(text, "Deadline to respond");
  lacks(text, "(null)");
  lacks(text, "\n\n\n");
  free(text);
}
END_TEST

START_TEST(a_limit_is_told_and_nothing_guessed) {
  fixture_parts parts = fixture_whole();
  parts.limit = true;
  char *text = text_of(parts, NULL);
  has(text, "at least 385 bundles");
  lacks(text, "by consent only");
  has(text, "Whether any of them holds is not decided");
  has(text, "best so far, not proved");
  has(text, "Not everything is decided: time limit.");
  lacks(text, "heaviest veto");
  lacks(text, "None of them is stable");
  free(text);
}
END_TEST

START_TEST(no_deal_is_said_first) {
  ply_result *result = fixture_result(fixture_whole());
  result->acceptable = result->sustained = (ply_count){0, 0};
  for (int k = 0; k < 4; k++) result->solutions_mutable[k].outcome = PLY_PROVED_NONE;
  result->optimistic.outcome = result->talks.outcome = PLY_PROVED_NONE;
  char *text = fixture_render(result, "text", NULL);
  has(text, "NO DEAL: none of the 1,512,465,048 feasible bundles");
  lacks(text, "A DEAL IS POSSIBLE");
  has(text, "There is nothing to choose from");
  free(text);
  ply_result_free(result);
}
END_TEST

/* Removes the colours, in place. */
static void strip(char *text) {
  char *to = text;
  for (const char *from = text; *from != '\0';) {
    if (*from != '\033') {
      *to++ = *from++;
      continue;
    }
    from += strcspn(from, "m") + 1;
  }
  *to = '\0';
}

START_TEST(colour_adds_nothing_but_colour) {
  char *plain = text_of(fixture_whole(), NULL);
  char *colored = text_of(fixture_whole(), &(ply_render_settings){.color = true});
  lacks(plain, "\033");
  has(colored, "\033[31m");
  strip(colored);
  ck_assert_str_eq(colored, plain);
  free(plain);
  free(colored);
}
END_TEST

START_TEST(names_cannot_steer_the_terminal) {
  fixture_parts parts = fixture_whole();
  parts.first_name = "\033[2J\u202Eevil\nname\x80\xff";
  char *text = text_of(parts, NULL);
  lacks(text, "\033");
  lacks(text, "\u202E");
  has(text, "\\u001b[2J\\u202eevil name\\x80\\xff");
  free(text);
}
END_TEST

START_TEST(it_claims_no_forecast) {
  char *text = text_of(fixture_whole(), NULL);
  has(text, "no forecast");
  has(text, "90 assumed (90.0 %)");
  free(text);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/render_text");
  TCase *page = tcase_create("text");
  tcase_add_test(page, every_line_fits_its_width);
  tcase_add_test(page, eight_designs_stand_side_by_side_in_100_columns);
  tcase_add_test(page, names_in_utf8_align);
  tcase_add_test(page, marks_say_who_refuses_and_why);
  tcase_add_test(page, counts_have_separators_and_shares);
  tcase_add_test(page, absent_parts_leave_no_section);
  tcase_add_test(page, a_limit_is_told_and_nothing_guessed);
  tcase_add_test(page, no_deal_is_said_first);
  tcase_add_test(page, colour_adds_nothing_but_colour);
  tcase_add_test(page, names_cannot_steer_the_terminal);
  tcase_add_test(page, it_claims_no_forecast);
  suite_add_tcase(suite, page);
  return suite;
}
