/* Can one person play at the terminal: is each line answered, is nonsense met with help, and is a game the
 * same for the same seed and lines? */
#include "sim/class/class.h"
#include "tests/support/support.h"
#include "tests/unit/class/fixture.h"

#include <stdlib.h>
#include <string.h>

static parley_class_play *start(const char *role, char **text) {
  char *json = class_scenario();
  parley_scenario *scenario = NULL;
  parley_class_play *play = NULL;
  parley_error error = {0};
  ck_assert_int_eq(parley_scenario_parse(json, strlen(json), "x", NULL, NULL, 0, &scenario, NULL, &error),
                   PARLEY_OK);
  parley_class_play_new(scenario, role, NULL, 0, NULL, &play, text, &error);
  ck_assert_msg(play != NULL || error.message[0] != '\0', "expected a game or a reason");
  if (play == NULL) *text = strdup(error.message);
  parley_scenario_free(scenario);
  free(json);
  return play;
}

/* Types a line; the answer holds `words`. Returns whether the game is over. */
static bool says(parley_class_play *play, const char *line, const char *words) {
  char *text = NULL;
  bool over = false;
  parley_error error = {0};
  ck_assert_msg(parley_class_play_line(play, line, &text, &over, &error) == PARLEY_OK,
                "expected an answer to \"%s\": %s", line, error.message);
  ck_assert_msg(strstr(text, words) != NULL, "expected \"%s\" in the answer to \"%s\": %s", words, line,
                text);
  parley_text_free(text);
  return over;
}

START_TEST(lines_are_answered) {
  char *text = NULL;
  parley_class_play *play = start("north", &text);
  ck_assert_msg(strstr(text, "You are North") != NULL && strstr(text, "no deal gives you 30") != NULL,
                "expected the brief: %s", text);
  parley_text_free(text);
  says(play, "", "");
  says(play, "help", "propose");
  says(play, "acept 1", "did you mean accept?");
  says(play, "accept 1", "no such proposal");
  says(play, "accept -7", "no such proposal");
  says(play, "withdraw x", "no such proposal");
  says(play, "accept 99999999999999999999", "no such proposal");
  says(play, "accept 1x", "no such proposal");
  says(play, "propose", "propose what?");
  says(play, "try #99999999999999999999", "no proposal #99");
  says(play, "try price=high", "100 points");
  says(play, "try price=low,border=shut", "a low price needs an open border");
  says(play, "try border=shut,price=high", "your red line: No shut border");
  says(play, "try price=huge", "no option");
  says(play, "try nothing", "ISSUE=OPTION");
  says(play, "try west=in", "may not join");
  says(play, "try #9", "no proposal #9");
  says(play, "propose price=high,border=shut", "No shut border");
  ck_assert(says(play, "quit", "no deal"));
  parley_class_play_free(play);
}
END_TEST

START_TEST(a_game_ends_and_is_the_same_again) {
  char *first = NULL;
  for (int game = 0; game < 2; game++) {
    char *text = NULL, *all = NULL;
    bool over = false;
    parley_class_play *play = start("north", &text);
    parley_text_free(text);
    says(play, "propose price=middle,border=open", "");
    for (int line = 0; !over; line++) {
      ck_assert_msg(line < 40, "expected the game to end");
      parley_text_free(all);
      ck_assert_int_eq(parley_class_play_line(play, "wait", &all, &over, NULL), PARLEY_OK);
    }
    ck_assert_msg(strstr(all, "There is a deal.") != NULL && strstr(all, "assumptions") != NULL,
                  "expected a deal: %s", all);
    if (game == 0)
      first = all;
    else {
      ck_assert_str_eq(first, all);
      parley_text_free(all);
    }
    parley_class_play_free(play);
  }
  parley_text_free(first);
}
END_TEST

START_TEST(an_unknown_role_gets_a_hint) {
  char *text = NULL;
  ck_assert_ptr_null(start("nroth", &text));
  ck_assert_msg(strstr(text, "did you mean \"north\"") != NULL, "expected a hint: %s", text);
  free(text);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class_play");
  TCase *play = tcase_create("play");
  tcase_add_test(play, lines_are_answered);
  tcase_add_test(play, a_game_ends_and_is_the_same_again);
  tcase_add_test(play, an_unknown_role_gets_a_hint);
  suite_add_tcase(suite, play);
  return suite;
}
