/* Scenarios that are a list of points. */
#include "tests/known/points.h"
#include "sim/negotiate/negotiate.h"
#include "tests/support/known.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

char *points_text(const points *p) {
  ply_text out;
  ply_text_init(&out);
  ply_text_add(&out, "{\"parley\": 1, \"id\": \"points\", \"issues\": {\"deal\": {\"options\": {");
  for (int o = 0; o < p->n_options; o++) ply_text_addf(&out, "%s\"o%d\": {}", o > 0 ? ", " : "", o);
  ply_text_add(&out, "}}}, \"actors\": {");
  for (int i = 0; i < p->n_parties; i++) {
    ply_text_addf(&out, "%s\"p%d\": {\"consent\": \"required\", \"reservation\": %.17g, ", i > 0 ? ", " : "",
                  i, p->reservation != NULL ? p->reservation[i] : 0);
    ply_text_add(&out, "\"payoffs\": {\"deal\": {\"weight\": 1, \"values\": {");
    for (int o = 0; o < p->n_options; o++)
      ply_text_addf(&out, "%s\"o%d\": %.17g", o > 0 ? ", " : "", o, p->payoff[o * p->n_parties + i]);
    ply_text_add(&out, "}}}}");
  }
  ply_text_add(&out, "}");
  if (p->bargaining != NULL) ply_text_addf(&out, ", \"bargaining\": %s", p->bargaining);
  ply_text_add(&out, "}");
  char *text = ply_text_take(&out);
  if (text == NULL) ck_abort_msg("out of memory");
  return text;
}

ply_result *points_solve(const points *p) {
  char *text = points_text(p);
  ply_result *r = known_text(text, NULL, NULL);
  free(text);
  return r;
}

int points_pick(const ply_result *result, const char *concept) {
  const ply_solution *found = known_solution(result, concept);
  ck_assert_msg(found->outcome == PLY_FOUND, "%s: nothing was found", concept);
  return found->bundle.options[0];
}

ply_negotiation *points_talk(const points *p, int rounds, const char *const *strategies) {
  char *text = points_text(p);
  ply_scenario *s = NULL;
  ply_game *game = NULL;
  ply_negotiation *out = NULL;
  ply_manner manner[PLY_MAX_ACTORS] = {0};
  ply_err err = {0};
  ply_diags diags;
  ply_diags_init(&diags);
  ply_status status = ply_scenario_parse(text, strlen(text), "points", NULL, NULL, 0, &s, &diags, &err);
  if (status == PLY_OK) status = ply_game_compile(s, NULL, NULL, &game, &err);
  for (int i = 0; i < p->n_parties && status == PLY_OK; i++)
    status = ply_manner_read(strategies[i], &manner[i], &err);
  ply_negotiate_settings settings = {.protocol = "rotating",
                                     .rounds = rounds,
                                     .sessions = 1,
                                     .mediator = -1,
                                     .start = -1,
                                     .manner = manner,
                                     .threads = 1};
  if (status == PLY_OK) status = ply_negotiate(game, &settings, &out, &err);
  ck_assert_msg(status == PLY_OK, "%s", err.message);
  ck_assert(out->one);
  ply_game_free(game);
  ply_scenario_free(s);
  ply_diags_done(&diags);
  free(text);
  return out;
}

points points_pie(int pieces, double *payoff) {
  for (int k = 0; k <= pieces; k++) {
    payoff[2 * k] = (double)k / pieces;
    payoff[2 * k + 1] = (double)(pieces - k) / pieces;
  }
  return (points){.n_options = pieces + 1, .n_parties = 2, .payoff = payoff};
}
