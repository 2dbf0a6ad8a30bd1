/* Any lines as settings and a bundle: the lines "POINTER=VALUE" are --set of a small game, a last line without "/" is a
 * bundle to explain. What loads is solved, and the independent check inside must confirm every answer; what is wrong is
 * told in words. */
#include "sim/parley.h"
#include "tests/fuzz/replay.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 60, MOST_SETTINGS = 8, MOST_BYTES = 4000 };

static const char game[] = "{\"parley\":1,\"id\":\"g\",\"issues\":{\"price\":{\"options\":{\"low\":{},"
                           "\"mid\":{},\"high\":{}}},\"date\":{\"options\":"
                           "{\"now\":{},\"later\":{}}}},\"levels\":{\"out\":{\"effort\":0},\"in\":{"
                           "\"effort\":1}},\"rules\":{\"r\":{\"when\":{\"price\":"
                           "\"high\"},\"then\":{\"date\":\"now\"}}},\"actors\":{\"a\":{\"consent\":"
                           "\"required\",\"reservation\":0.3,\"payoffs\":{\"price\":"
                           "{\"weight\":0.7,\"values\":{\"low\":1,\"mid\":0.6,\"high\":0}},\"date\":{"
                           "\"weight\":0.3,\"values\":{\"now\":0,\"later\":1}}},"
                           "\"bonuses\":{\"b\":{\"when\":{\"$members\":{\"c\":\"in\"}},\"gain\":0.1}}},\"b\":"
                           "{\"consent\":\"required\",\"reservation\":0.2,"
                           "\"payoffs\":{\"price\":{\"weight\":1,\"values\":{\"low\":0,\"mid\":0.5,\"high\":"
                           "1}}},\"red_lines\":{\"l\":{\"when\":{\"date\":"
                           "\"later\"},\"firm\":0.4}}},\"c\":{\"candidate\":true,\"reservation\":0,\"level\":"
                           "{\"in\":0.1},\"payoffs\":{\"date\":{\"weight\":1,"
                           "\"values\":{\"now\":0.5,\"later\":0.4}}}}},\"designs\":{\"d\":{\"options\":{"
                           "\"price\":\"mid\",\"date\":\"now\"},\"members\":"
                           "{\"c\":\"in\"}}}}";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void solve(const parley_scenario *scenario) {
  parley_solve_settings settings = parley_solve_settings_default();
  parley_result *result = NULL;
  parley_error error = {0};
  settings.threads = 1;
  settings.memory_bytes = 64 << 20;
  if (parley_solve(scenario, &settings, &result, &error) != PARLEY_OK) {
    if (error.message[0] == '\0') fuzz_give_up("a solve that fails without words");
    return;
  }
  if (parley_result_failed_checks(result) > 0)
    fuzz_give_up("the independent check does not confirm the answers");
  parley_result_free(result);
}

static void explain(const parley_scenario *scenario, const char *bundle) {
  parley_explanation *explanation = NULL;
  parley_error error = {0};
  char *text = NULL;
  if (parley_explain(scenario, NULL, bundle, NULL, &explanation, &error) != PARLEY_OK) {
    if (error.message[0] == '\0') fuzz_give_up("an explanation that fails without words");
    return;
  }
  if (parley_explanation_render(explanation, "text", NULL, &text, &error) != PARLEY_OK)
    fuzz_give_up("an explanation that does not render");
  parley_text_free(text);
  parley_explanation_free(explanation);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char lines[MOST_BYTES + 1], *rest = NULL;
  parley_setting settings[MOST_SETTINGS];
  size_t n = 0;
  const char *bundle = NULL;
  if (size > MOST_BYTES) return 0;
  memcpy(lines, data, size);
  lines[size] = '\0';
  for (char *line = strtok_r(lines, "\n", &rest); line != NULL && n < MOST_SETTINGS;
       line = strtok_r(NULL, "\n", &rest)) {
    char *sign = strchr(line, '=');
    if (line[0] != '/' || sign == NULL) {
      bundle = line;
      continue;
    }
    *sign = '\0';
    settings[n++] = (parley_setting){line, sign + 1};
  }
  parley_scenario *scenario = NULL;
  parley_problems *problems = NULL;
  parley_error error = {0};
  parley_status status =
      parley_scenario_parse(game, strlen(game), "game", NULL, settings, n, &scenario, &problems, &error);
  if ((status == PARLEY_OK) != (scenario != NULL)) fuzz_give_up("status and scenario do not fit");
  if (status == PARLEY_E_INPUT && parley_problems_errors(problems) == 0)
    fuzz_give_up("a fault without a problem");
  if (scenario != NULL) {
    solve(scenario);
    if (bundle != NULL) explain(scenario, bundle);
  }
  parley_problems_free(problems);
  parley_scenario_free(scenario);
  return 0;
}

#ifndef PARLEY_LIBFUZZER

Suite *test_suite(void) { return fuzz_suite("setting", ROUNDS, LLVMFuzzerTestOneInput); }

#endif
