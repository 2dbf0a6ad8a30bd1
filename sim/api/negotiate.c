/* The facade's simulated talks: what was asked for, over what the scenario's file says, over the defaults.
 * Names become positions here, with a did-you-mean; drawn numbers come from a sweep's plan. */
#include "sim/api/negotiate.h"
#include "sim/negotiate/among.h"

#include <stdlib.h>
#include <string.h>

/* The settings of sim/negotiate with the arrays that they point into. */
typedef struct parley_asked_talks {
  ply_negotiate_settings settings;
  int order[PLY_MAX_ACTORS];
  ply_manner manner[PLY_MAX_ACTORS];
} parley_asked_talks;

/* A game to talk about, and where drawn numbers come from. */
typedef struct parley_talking {
  const ply_scenario *scenario; /* borrowed */
  ply_sweep *sweep;             /* NULL: base numbers */
  ply_game *game;
  ply_numbers_source source; /* of the sweep */
} parley_talking;

/* ---- names ---- */

static ply_status unknown_actor(const ply_scenario *s, const char *what, const char *id, ply_err *err) {
  const char *names[PLY_MAX_ACTORS];
  for (int i = 0; i < s->n_actors; i++) names[i] = s->actors[i].id;
  const char *near = ply_word_nearest(id, names, (size_t)s->n_actors);
  return ply_err_set(err, PLY_E_USAGE, "%s: there is no actor \"%.60s\"%s%s%s", what, id,
                     near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
                     near != NULL ? "\"?" : "");
}

static ply_status find_actor(const ply_scenario *s, const char *what, const char *id, int *out,
                             ply_err *err) {
  *out = ply_scenario_actor(s, id);
  return *out >= 0 ? PLY_OK : unknown_actor(s, what, id, err);
}

static ply_status find_design(const ply_scenario *s, const char *id, int *out, ply_err *err) {
  const char *names[PLY_MAX_CLAUSES];
  *out = ply_scenario_design(s, id);
  if (*out >= 0) return PLY_OK;
  for (int d = 0; d < s->n_designs; d++) names[d] = s->designs[d].id;
  const char *near = ply_word_nearest(id, names, (size_t)s->n_designs);
  return ply_err_set(err, PLY_E_USAGE, "start: there is no design \"%.60s\"%s%s%s", id,
                     near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
                     near != NULL ? "\"?" : "");
}

/* "a,b,c" as actors. */
static ply_status read_order(const ply_scenario *s, const char *text, int *order, int *n, ply_err *err) {
  char *words = strdup(text), *rest = NULL;
  ply_status status = words != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  for (char *word = words != NULL ? strtok_r(words, ", ", &rest) : NULL; word != NULL && status == PLY_OK;
       word = strtok_r(NULL, ", ", &rest)) {
    if (*n == PLY_MAX_ACTORS)
      status = ply_err_set(err, PLY_E_USAGE, "order: more than %d actors", PLY_MAX_ACTORS);
    else
      status = find_actor(s, "order", word, &order[(*n)++], err);
  }
  free(words);
  return status;
}

/* ---- strategies ---- */

/* "ACTOR=NAME..." or "NAME...": an actor's id stands before the first "=" where no ":" does. */
static ply_status read_strategy(const ply_scenario *s, const char *text, ply_manner *manner,
                                ply_manner *others, ply_err *err) {
  const char *sign = strchr(text, '=');
  if (sign == NULL || memchr(text, ':', (size_t)(sign - text)) != NULL)
    return ply_manner_read(text, others, err);
  char id[80] = "";
  int actor;
  if ((size_t)(sign - text) < sizeof id) memcpy(id, text, (size_t)(sign - text));
  ply_status status = find_actor(s, "strategy", id, &actor, err);
  return status == PLY_OK ? ply_manner_read(sign + 1, &manner[actor], err) : status;
}

/* strategy NULL: nothing was said of that actor. */
static ply_status read_given(const ply_scenario *s, const char *const *strategies, size_t n,
                             ply_manner *given, ply_err *err) {
  ply_manner others = {0};
  ply_status status = PLY_OK;
  for (int i = 0; i < s->n_actors; i++) given[i] = (ply_manner){0};
  for (size_t k = 0; k < n && status == PLY_OK; k++)
    status = read_strategy(s, strategies[k], given, &others, err);
  for (int i = 0; i < s->n_actors && status == PLY_OK; i++)
    if (given[i].strategy == NULL) given[i] = others;
  return status;
}

ply_status parley_inside_strategies(const ply_scenario *s, const char *const *strategies, size_t n,
                                    ply_manner *manner, ply_err *err) {
  ply_manner given[PLY_MAX_ACTORS];
  ply_status status = read_given(s, strategies, n, given, err);
  for (int i = 0; i < s->n_actors && status == PLY_OK; i++)
    if (given[i].strategy != NULL) manner[i] = given[i];
  return status;
}

/* The strategies asked for; where one is given for all others, it takes the file's place. A protocol asked for in
 * place of the file's leaves out those of the file's strategies that have no use for it. */
static ply_status read_strategies(const ply_scenario *s, const parley_negotiate_settings *asked,
                                  const char *protocol, ply_manner *manner, ply_err *err) {
  ply_manner given[PLY_MAX_ACTORS];
  ply_status status = read_given(s, asked->strategies, asked->n_strategies, given, err);
  for (int i = 0; i < s->n_actors && status == PLY_OK; i++)
    if (given[i].strategy != NULL)
      manner[i] = given[i];
    else if (asked->protocol != NULL && !ply_negotiate_suits(protocol, &manner[i]))
      manner[i] = (ply_manner){0};
  return status;
}

/* ---- settings ---- */

/* Reads what was asked for, over what the file says. *out must stay where it is: it points into itself. */
static ply_status read_talks(const ply_scenario *s, const parley_negotiate_settings *asked,
                             parley_asked_talks *out, ply_err *err) {
  *out = (parley_asked_talks){.settings = {.sessions = asked->sessions,
                                           .seed = asked->seed > 0 ? asked->seed : 1,
                                           .trace = asked->trace,
                                           .threads = asked->threads,
                                           .stop = asked->stop}};
  ply_negotiate_settings *settings = &out->settings;
  ply_status status = ply_negotiate_filed(s, settings, out->order, out->manner, err);
  if (status != PLY_OK) return status;
  if (asked->protocol != NULL) settings->protocol = asked->protocol;
  if (asked->rounds != 0) settings->rounds = asked->rounds;
  if (asked->heat != 0) settings->heat = asked->heat;
  if (settings->rounds < 0 || !(settings->heat >= 0))
    return ply_err_set(err, PLY_E_USAGE, "rounds and heat must be above 0");
  if (asked->order != NULL) {
    settings->n_order = 0;
    status = read_order(s, asked->order, out->order, &settings->n_order, err);
  }
  if (status == PLY_OK && asked->mediator != NULL)
    status = find_actor(s, "mediator", asked->mediator, &settings->mediator, err);
  if (status == PLY_OK && asked->start != NULL) status = find_design(s, asked->start, &settings->start, err);
  if (status == PLY_OK) status = read_strategies(s, asked, settings->protocol, out->manner, err);
  return status;
}

/* ---- drawn numbers ---- */

static void *new_drawer(void *data) { return ply_drawer_new(data); }
static void free_drawer(void *worker) { ply_drawer_free(worker); }
static ply_status draw_game(void *worker, uint64_t k, const ply_game **out, ply_err *err) {
  return ply_drawer_game(worker, k, out, err);
}

static ply_numbers_source numbers_drawn(ply_sweep *sweep) {
  return (ply_numbers_source){.data = sweep, .worker = new_drawer, .done = free_drawer, .game = draw_game};
}

/* ---- the jobs ---- */

struct parley_negotiation {
  ply_negotiation *record;
};

/* game_done frees, whatever came back. */
static ply_status game_of(const parley_scenario *scenario, parley_plan *plan, const char *red_lines,
                          parley_talking *out, ply_err *err) {
  *out = (parley_talking){.scenario = scenario != NULL ? scenario->scenario : NULL};
  parley_asked_lines lines;
  ply_status status = PLY_OK;
  if (plan != NULL) {
    status = parley_inside_prepare(plan, &out->sweep, err);
    if (status == PLY_OK) out->scenario = out->sweep->scenario;
  }
  if (status != PLY_OK) return status;
  status = parley_inside_lines(plan != NULL ? NULL : red_lines, &lines, err);
  if (status == PLY_OK) status = ply_game_compile(out->scenario, NULL, &lines.lines, &out->game, err);
  parley_inside_lines_done(&lines);
  if (status == PLY_OK && plan != NULL) out->source = numbers_drawn(out->sweep);
  return status;
}

static void game_done(parley_talking *talking) {
  ply_game_free(talking->game);
  ply_sweep_free(talking->sweep);
}

/* With drawn numbers there are as many sessions as the plan has runs. */
static ply_status set_sessions(const parley_talking *talking, ply_negotiate_settings *settings,
                               ply_err *err) {
  if (talking->sweep == NULL) return PLY_OK;
  settings->numbers = &talking->source;
  settings->seed = talking->sweep->sample.seed;
  if (settings->sessions == 0) settings->sessions = talking->sweep->n_runs;
  if (settings->sessions <= talking->sweep->n_runs) return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE, "%llu sessions, but the plan draws numbers for %llu",
                     (unsigned long long)settings->sessions, (unsigned long long)talking->sweep->n_runs);
}

static ply_status negotiate_in(const parley_talking *talking, const parley_negotiate_settings *asked,
                               ply_negotiation **out, ply_err *err) {
  parley_asked_talks talks;
  ply_status status = read_talks(talking->scenario, asked, &talks, err);
  if (status == PLY_OK) status = set_sessions(talking, &talks.settings, err);
  if (status == PLY_OK) status = ply_negotiate(talking->game, &talks.settings, out, err);
  if (status == PLY_OK) (*out)->version = parley_version();
  return status;
}

static ply_status negotiate(const parley_scenario *scenario, parley_plan *plan,
                            const parley_negotiate_settings *asked, ply_negotiation **out, ply_err *err) {
  parley_talking talking;
  ply_status status = game_of(scenario, plan, asked->red_lines, &talking, err);
  if (status == PLY_OK) status = negotiate_in(&talking, asked, out, err);
  game_done(&talking);
  return status;
}

parley_status parley_negotiate(const parley_scenario *scenario, parley_plan *plan,
                               const parley_negotiate_settings *settings, parley_negotiation **negotiation,
                               parley_error *error) {
  static const parley_negotiate_settings standard = {0};
  *negotiation = NULL;
  parley_negotiation *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  ply_err err = {0};
  ply_status status = negotiate(scenario, plan, settings != NULL ? settings : &standard, &made->record, &err);
  if (status == PLY_OK)
    *negotiation = made;
  else
    parley_negotiation_free(made);
  return parley_inside_status(status, &err, error);
}

ply_status parley_inside_replay(const parley_scenario *scenario, const char *red_lines, ply_stop stop,
                                ply_text *out, ply_err *err) {
  enum { MOST_OFFERED = 1 << 22 };
  parley_negotiate_settings asked = {.sessions = 1, .trace = 1, .red_lines = red_lines, .stop = stop};
  const ply_negotiation_block *block = &scenario->scenario->negotiation;
  ply_manner voter = {.strategy = &ply_strategy_hill};
  parley_talking talking;
  ply_negotiation *made = NULL;
  int talker[PLY_MAX_ACTORS];
  if (!block->present) return PLY_OK;
  ply_status status = game_of(scenario, NULL, red_lines, &talking, err);
  bool small =
      status == PLY_OK && (talking.game->raw <= MOST_OFFERED || ply_negotiate_suits(block->protocol, &voter));
  small = small && ply_negotiate_talkers(talking.game, talker) > 0;
  if (small) status = negotiate_in(&talking, &asked, &made, err);
  if (status == PLY_OK && small) ply_negotiation_replay(made, out);
  game_done(&talking);
  ply_negotiation_free(made);
  return status;
}

double parley_negotiation_share(const parley_negotiation *negotiation, uint64_t *sessions) {
  *sessions = negotiation->record->agreed.of;
  return negotiation->record->agreed.share;
}

parley_status parley_negotiation_render(const parley_negotiation *negotiation, const char *format,
                                        const parley_render_settings *settings, char **text,
                                        parley_error *error) {
  return parley_inside_render(PLY_RECORD_NEGOTIATION, negotiation->record, format, settings, text, error);
}

void parley_negotiation_free(parley_negotiation *negotiation) {
  if (negotiation == NULL) return;
  ply_negotiation_free(negotiation->record);
  free(negotiation);
}

/* ---- the game of strategies ---- */

enum { MOST_STRATEGIES = 32 };

/* "a,b,c" as strategies; *n of them. */
static ply_status read_list(const char *text, ply_manner *out, int *n, ply_err *err) {
  char *words = strdup(text), *rest = NULL;
  ply_status status = words != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  *n = 0;
  for (char *word = words != NULL ? strtok_r(words, ", ", &rest) : NULL; word != NULL && status == PLY_OK;
       word = strtok_r(NULL, ", ", &rest))
    status = *n < MOST_STRATEGIES ? ply_manner_read(word, &out[(*n)++], err)
                                  : ply_err_set(err, PLY_E_USAGE, "more than %d strategies", MOST_STRATEGIES);
  free(words);
  return status;
}

/* Who is in which role; without roles each talker has its own. */
static ply_status read_roles(const ply_game *game, const char *const *roles, size_t n, int *role,
                             int *n_roles, ply_err *err) {
  const ply_scenario *s = game->scenario;
  int talker[PLY_MAX_ACTORS], order[PLY_MAX_ACTORS], n_talkers = ply_negotiate_talkers(game, talker);
  for (int i = 0; i < s->n_actors; i++) role[i] = -1;
  *n_roles = n > 0 ? (int)n : n_talkers;
  for (int t = 0; t < n_talkers && n == 0; t++) role[talker[t]] = t;
  for (size_t r = 0; r < n; r++) {
    int k = 0;
    ply_status status = read_order(s, roles[r], order, &k, err);
    if (status != PLY_OK) return status;
    for (int i = 0; i < k; i++) {
      if (role[order[i]] >= 0)
        return ply_err_set(err, PLY_E_USAGE, "%s is in two roles", s->actors[order[i]].id);
      role[order[i]] = (int)r;
    }
  }
  return PLY_OK;
}

static ply_status among(const parley_scenario *scenario, parley_plan *plan,
                        const parley_negotiate_settings *asked, const char *strategies,
                        const char *const *roles, size_t n_roles, ply_contest **out, ply_err *err) {
  parley_talking talking;
  parley_asked_talks talks;
  ply_manner list[MOST_STRATEGIES];
  int n, role[PLY_MAX_ACTORS], played;
  ply_status status = game_of(scenario, plan, asked->red_lines, &talking, err);
  if (status == PLY_OK) status = read_talks(talking.scenario, asked, &talks, err);
  if (status == PLY_OK) status = set_sessions(&talking, &talks.settings, err);
  if (status == PLY_OK) status = read_list(strategies, list, &n, err);
  if (status == PLY_OK) status = read_roles(talking.game, roles, n_roles, role, &played, err);
  if (status == PLY_OK)
    status = ply_negotiate_among(talking.game, &talks.settings, list, n, role, played, out, err);
  if (status == PLY_OK) (*out)->version = parley_version();
  game_done(&talking);
  return status;
}

parley_status parley_negotiate_among(const parley_scenario *scenario, parley_plan *plan,
                                     const parley_negotiate_settings *settings, const char *strategies,
                                     const char *const *roles, size_t n_roles, const char *format,
                                     const parley_render_settings *look, char **text, parley_error *error) {
  static const parley_negotiate_settings standard = {0};
  ply_contest *contest = NULL;
  ply_render_settings how = parley_inside_settings(look);
  ply_err err = {0};
  ply_text made;
  ply_text_init(&made);
  ply_status status = among(scenario, plan, settings != NULL ? settings : &standard, strategies, roles,
                            n_roles, &contest, &err);
  if (status == PLY_OK) status = ply_render(PLY_RECORD_CONTEST, contest, format, &how, &made, &err);
  ply_contest_free(contest);
  return parley_inside_text(status, &made, text, &err, error);
}
