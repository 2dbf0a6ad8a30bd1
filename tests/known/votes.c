/* Weighted votes: every way to vote is a bundle, so that the acceptable ones are the winning coalitions and a veto
 * weight is a member's number of swings (Banzhaf 1965). The Council of the European Communities of twelve
 * (402 of 4,096) and of six (in which Luxembourg never matters), and the classic [51; 50, 49, 1]. */
#include "tests/support/known.h"
#include "tests/support/support.h"

#include <stdlib.h>

static char *council(const int *votes, int n, double need, const char *more) {
  ply_text out;
  ply_text_init(&out);
  ply_text_add(&out, "{\"parley\": 1, \"id\": \"council\", \"issues\": {");
  for (int i = 0; i < n; i++)
    ply_text_addf(&out, "%s\"v%d\": {\"options\": {\"no\": {}, \"yes\": {}}}", i ? ", " : "", i);
  ply_text_addf(&out, "}, \"agreement\": {%s\"quorums\": {\"votes\": {\"need\": %.17g, \"votes\": {", more,
                need);
  for (int i = 0; i < n; i++) ply_text_addf(&out, "%s\"m%d\": %d", i ? ", " : "", i, votes[i]);
  ply_text_add(&out, "}}}}, \"actors\": {");
  for (int i = 0; i < n; i++)
    ply_text_addf(&out,
                  "%s\"m%d\": {\"consent\": \"counted\", \"reservation\": 0.5, \"payoffs\": {\"v%d\": "
                  "{\"weight\": 1, \"values\": {\"no\": 0, \"yes\": 1}}}}",
                  i ? ", " : "", i, i);
  ply_text_add(&out, "}}");
  char *text = ply_text_take(&out);
  if (text == NULL) ck_abort_msg("out of memory");
  return text;
}

static void check(const int *votes, int n, double need, const char *more, uint64_t winning,
                  const uint64_t *swings) {
  char *text = council(votes, n, need, more);
  ply_result *r = known_text(text, NULL, NULL);
  free(text);
  ck_assert_uint_eq(r->raw, (uint64_t)1 << n);
  ck_assert_msg(r->acceptable.low == winning && r->acceptable.high == winning,
                "expected %llu winning coalitions, got %llu", (unsigned long long)winning,
                (unsigned long long)r->acceptable.low);
  for (int i = 0; i < n && swings != NULL; i++)
    ck_assert_msg(r->actors[i].veto_weight == swings[i], "member %d: expected %llu swings, got %llu", i,
                  (unsigned long long)swings[i], (unsigned long long)r->actors[i].veto_weight);
  ply_result_free(r);
}

START_TEST(the_council_of_twelve) {
  const int votes[] = {10, 10, 10, 10, 8, 5, 5, 5, 5, 3, 3, 2};
  const uint64_t swings[] = {286, 286, 286, 286, 242, 148, 148, 148, 148, 102, 102, 40};
  check(votes, 12, 54, "", 402, swings);
}
END_TEST

/* "Ten of the twelve as well": a double majority. */
START_TEST(a_double_majority) {
  const int votes[] = {10, 10, 10, 10, 8, 5, 5, 5, 5, 3, 3, 2};
  check(votes, 12, 54, "\"quorum\": 10, ", 79, NULL);
}
END_TEST

START_TEST(luxembourg_never_matters) {
  const int votes[] = {4, 4, 4, 2, 2, 1};
  const uint64_t swings[] = {10, 10, 10, 6, 6, 0};
  check(votes, 6, 12, "", 14, swings);
}
END_TEST

START_TEST(one_vote_more_than_half) {
  const int votes[] = {50, 49, 1};
  const uint64_t more[] = {3, 1, 1}, both[] = {2, 2, 0};
  check(votes, 3, 51, "", 3, more);
  check(votes, 3, 52, "", 2, both);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/votes");
  TCase *votes = tcase_create("votes");
  tcase_add_test(votes, the_council_of_twelve);
  tcase_add_test(votes, a_double_majority);
  tcase_add_test(votes, luxembourg_never_matters);
  tcase_add_test(votes, one_vote_more_than_half);
  suite_add_tcase(suite, votes);
  return suite;
}
