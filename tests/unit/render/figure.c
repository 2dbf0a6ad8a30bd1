/* Figures for people: separators, shares, signs, cuts. */
#include "sim/render/page.h"
#include "tests/support/support.h"

START_TEST(counts) {
  ck_assert_str_eq(ply_figure_count(0).s, "0");
  ck_assert_str_eq(ply_figure_count(999).s, "999");
  ck_assert_str_eq(ply_figure_count(1000).s, "1,000");
  ck_assert_str_eq(ply_figure_count(UINT64_MAX).s, "18,446,744,073,709,551,615");
  ck_assert_str_eq(ply_figure_range((ply_count){12, 12}).s, "12");
  ck_assert_str_eq(ply_figure_range((ply_count){12, UINT64_MAX}).s, "at least 12");
  ck_assert_str_eq(ply_figure_range((ply_count){12, 5000}).s, "12 to 5,000");
}
END_TEST

START_TEST(fixed_digits) {
  ck_assert_str_eq(ply_figure_signed(0.34449, 3).s, "+0.344");
  ck_assert_str_eq(ply_figure_signed(-0.12551, 3).s, "-0.126");
  ck_assert_str_eq(ply_figure_signed(-1e-12, 3).s, "+0.000"); /* within the tolerance of every comparison */
  ck_assert_str_eq(ply_figure_signed(-0.0001, 3).s, "-0.000");
  ck_assert_str_eq(ply_figure_fixed(2.0, 2).s, "2.00");
  ck_assert_str_eq(ply_figure_fixed(0.9996, 3).s, "1.000");
  ck_assert_str_eq(ply_figure_fixed(720, 0).s, "720");
}
END_TEST

START_TEST(shares) {
  ck_assert_str_eq(ply_figure_share(385470, 1512465048).s, "0.0255 %");
  ck_assert_str_eq(ply_figure_share(1, 3).s, "33.3 %");
  ck_assert_str_eq(ply_figure_share(1, 30).s, "3.33 %");
  ck_assert_str_eq(ply_figure_share(0, 3).s, "0 %");
  ck_assert_str_eq(ply_figure_share(3, 3).s, "100 %");
  ck_assert_str_eq(ply_figure_share(999999, 1000000).s, ">99.9 %");
  ck_assert_str_eq(ply_figure_share(1, UINT64_MAX).s, "<0.0001 %");
  ck_assert_str_eq(ply_figure_share(0, 0).s, "");
}
END_TEST

START_TEST(cuts) {
  ck_assert_str_eq(ply_figure_cut("Germany", 7).s, "Germany");
  ck_assert_str_eq(ply_figure_cut("Germany", 6).s, "Germa…");
  ck_assert_str_eq(ply_figure_cut("a b c", 3).s, "a…");
  ck_assert_str_eq(ply_figure_cut("日本国", 5).s, "日本…");
  ck_assert_str_eq(ply_figure_cut("日本国", 4).s, "日…");
  ck_assert_str_eq(ply_figure_cut("", 4).s, "");
  ck_assert_int_le(
      ply_text_width(
          ply_figure_cut("a name far longer than any table could ever hold, by many a word", 60).s),
      60);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/render_figure");
  TCase *figures = tcase_create("figures");
  tcase_add_test(figures, counts);
  tcase_add_test(figures, fixed_digits);
  tcase_add_test(figures, shares);
  tcase_add_test(figures, cuts);
  suite_add_tcase(suite, figures);
  return suite;
}
