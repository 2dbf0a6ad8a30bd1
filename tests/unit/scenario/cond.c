/* Conditions at bundles: every kind against its definition, over all memberships of a small scenario. */
#include "sim/scenario/scenario.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

static const char head[] = "{\"parley\":1,\"id\":\"x\",\"issues\":{\"k\":{\"options\":{\"x\":{},\"y\":{},"
                           "\"z\":{}}},\"j\":{\"options\":{\"u\":{},"
                           "\"v\":{}}}},\"levels\":{\"out\":{\"effort\":0},\"aid\":{\"effort\":0.5},\"arms\":"
                           "{\"effort\":1}},\"actors\":{\"a\":{"
                           "\"reservation\":0},\"g\":{\"candidate\":true,\"reservation\":0},\"h\":{"
                           "\"candidate\":true,\"reservation\":0},\"i\":{"
                           "\"candidate\":true,\"reservation\":0}},\"rules\":{\"r\":{\"when\":{},\"then\":";

typedef bool truth(const uint16_t *option, const uint8_t *level);

static int at_least(const uint8_t *level, int from) {
  return (level[1] >= from) + (level[2] >= from) + (level[3] >= from);
}

static bool always(const uint16_t *o, const uint8_t *l) { return (void)o, (void)l, true; }
static bool never(const uint16_t *o, const uint8_t *l) { return (void)o, (void)l, false; }
static bool k_is_y(const uint16_t *o, const uint8_t *l) { return (void)l, o[0] == 1; }
static bool k_is_not_y(const uint16_t *o, const uint8_t *l) { return (void)l, o[0] != 1; }
static bool k_and_j(const uint16_t *o, const uint8_t *l) { return (void)l, o[0] != 0 && o[1] == 1; }
static bool k_or_j(const uint16_t *o, const uint8_t *l) { return (void)l, o[0] == 0 || o[1] == 1; }
static bool g_aids(const uint16_t *o, const uint8_t *l) { return (void)o, l[1] == 1; }
static bool g_in_h_out(const uint16_t *o, const uint8_t *l) { return (void)o, l[1] != 0 && l[2] == 0; }
static bool two_aid(const uint16_t *o, const uint8_t *l) { return (void)o, at_least(l, 1) >= 2; }
static bool one_arms(const uint16_t *o, const uint8_t *l) { return (void)o, at_least(l, 2) == 1; }
static bool g_or_h(const uint16_t *o, const uint8_t *l) { return (void)o, (l[1] >= 1) + (l[2] >= 1) <= 1; }
static bool members_aid(const uint16_t *o, const uint8_t *l) {
  return (void)o, l[1] != 2 && l[2] != 2 && l[3] != 2;
}
static bool nobody(const uint16_t *o, const uint8_t *l) { return (void)o, l[1] + l[2] + l[3] == 0; }
static bool somebody(const uint16_t *o, const uint8_t *l) { return !nobody(o, l); }

static const struct row {
  const char *json;
  truth *holds;
} rows[] = {
    {"{}", always},
    {"{\"$not\":{}}", never},
    {"{\"k\":\"y\"}", k_is_y},
    {"{\"$not\":{\"k\":[\"y\"]}}", k_is_not_y},
    {"{\"k\":[\"y\",\"z\"],\"j\":\"v\"}", k_and_j},
    {"{\"$any\":[{\"k\":\"x\"},{\"j\":\"v\"}]}", k_or_j},
    {"{\"$members\":{\"g\":\"aid\"}}", g_aids},
    {"{\"$members\":{\"g\":[\"aid\",\"arms\"],\"h\":\"out\"}}", g_in_h_out},
    {"{\"$count\":{\"from\":\"aid\",\"min\":2}}", two_aid},
    {"{\"$count\":{\"from\":\"arms\",\"min\":1,\"max\":1}}", one_arms},
    {"{\"$count\":{\"from\":\"aid\",\"of\":[\"g\",\"h\"],\"max\":1}}", g_or_h},
    {"{\"$members_at\":[\"aid\"]}", members_aid},
    {"{\"$members_at\":\"aid\"}", members_aid},
    {"{\"$no_members\":true}", nobody},
    {"{\"$not\":{\"$no_members\":true}}", somebody},
};

START_TEST(holds_as_defined) {
  char text[1200];
  ply_scenario *s = NULL;
  ply_diags diags;
  ply_diags_init(&diags);
  snprintf(text, sizeof text, "%s%s}}}", head, rows[_i].json);
  ply_scenario_parse(text, strlen(text), "text", NULL, NULL, 0, &s, &diags, NULL);
  ck_assert_msg(s != NULL, "%s must load: %s", rows[_i].json, diags.count > 0 ? diags.items[0].message : "?");
  for (unsigned n = 0; n < 6 * 27; n++) {
    uint16_t option[] = {(uint16_t)(n % 3), (uint16_t)(n / 3 % 2)};
    uint8_t level[] = {0, (uint8_t)(n / 6 % 3), (uint8_t)(n / 18 % 3), (uint8_t)(n / 54 % 3)};
    bool found = ply_cond_holds(s->rules[0].then, s, option, level);
    ck_assert_msg(found == rows[_i].holds(option, level), "%s at options %d %d, levels %d %d %d must be %s",
                  rows[_i].json, option[0], option[1], level[1], level[2], level[3],
                  found ? "false" : "true");
  }
  ply_scenario_free(s);
  ply_diags_done(&diags);
}
END_TEST

START_TEST(lookups) {
  char text[1200];
  ply_scenario *s = NULL;
  ply_diags diags;
  ply_diags_init(&diags);
  snprintf(text, sizeof text, "%s{}}}}", head);
  ply_scenario_parse(text, strlen(text), "text", NULL, NULL, 0, &s, &diags, NULL);
  ck_assert_int_eq(ply_scenario_actor(s, "h"), 2);
  ck_assert_int_eq(ply_scenario_issue(s, "j"), 1);
  ck_assert_int_eq(ply_scenario_option(s, 0, "z"), 2);
  ck_assert_int_eq(ply_scenario_level(s, "arms"), 2);
  ck_assert_int_eq(ply_scenario_design(s, "none"), -1);
  ck_assert_int_eq(ply_scenario_actor(s, "nobody"), -1);
  ck_assert_str_eq(ply_indicator_name(PLY_CREDIBILITY), "credibility");
  ply_scenario_free(s);
  ply_diags_done(&diags);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/scenario_cond");
  TCase *tests = tcase_create("cond");
  tcase_add_loop_test(tests, holds_as_defined, 0, (int)(sizeof rows / sizeof rows[0]));
  tcase_add_test(tests, lookups);
  suite_add_tcase(suite, tests);
  return suite;
}
