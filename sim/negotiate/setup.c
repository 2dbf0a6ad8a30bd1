/* Who sits at the table, under which protocol, with which strategies? Everything that can be wrong with what
 * was asked for is found here, before anybody talks. */
#include "sim/negotiate/run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LISTED = 1 << 20 };

int ply_negotiate_talkers(const ply_game *game, int *talker) {
  uint64_t always = game->required | game->counted;
  int n = 0;
  for (int i = 0; i < game->n_actors; i++)
    if (always >> i & 1) talker[n++] = i;
  for (int i = 0; i < game->n_actors; i++)
    if (!(always >> i & 1) && game->if_member >> i & 1) talker[n++] = i;
  for (int i = 0; i < game->n_actors; i++)
    if (game->if_holds >> i & 1) talker[n++] = i;
  return n;
}

bool ply_negotiate_protocol(int row, const char **name, const char **help, const char **source) {
  const ply_protocol *p = ply_protocol_row(row);
  if (p == NULL) return false;
  *name = p->name;
  *help = p->help;
  *source = p->source;
  return true;
}

static ply_status find_protocol(ply_run *run, ply_err *err) {
  const char *name = run->settings->protocol;
  run->table.protocol = name != NULL ? ply_protocol_find(name) : ply_protocol_row(0);
  if (run->table.protocol != NULL) return PLY_OK;
  const char *names[8];
  size_t n = 0;
  ply_text list;
  ply_text_init(&list);
  for (const ply_protocol *p; (p = ply_protocol_row((int)n)) != NULL; n++) {
    ply_text_addf(&list, "%s%s", n > 0 ? ", " : "", p->name);
    names[n] = p->name;
  }
  const char *near = ply_word_nearest(name, names, n);
  ply_err_set(err, PLY_E_USAGE, "unknown protocol \"%.40s\"; %s%s%sthere are %s", name,
              near != NULL ? "did you mean " : "", near != NULL ? near : "", near != NULL ? "? " : "",
              list.failed ? "" : list.data);
  ply_text_done(&list);
  return PLY_E_USAGE;
}

static ply_status find_talkers(ply_run *run, ply_err *err) {
  ply_meeting *table = &run->table;
  const ply_negotiate_settings *settings = run->settings;
  const ply_actor *actors = run->game->scenario->actors;
  int usual[PLY_MAX_ACTORS], n = ply_negotiate_talkers(run->game, usual);
  if (n == 0)
    return ply_err_set(err, PLY_E_INPUT,
                       "nobody is ever asked for consent, so there is nobody to negotiate: "
                       "give an actor \"consent\": \"required\"");
  const int *order = settings->n_order > 0 ? settings->order : usual;
  uint64_t may = 0;
  for (int t = 0; t < n; t++) may |= (uint64_t)1 << usual[t];
  table->n_talkers = settings->n_order > 0 ? settings->n_order : n;
  for (int t = 0; t < table->n_talkers; t++) {
    uint64_t bit = (uint64_t)1 << order[t];
    if ((may & bit) == 0)
      return ply_err_set(err, PLY_E_USAGE, "the order of talkers names %s, who is never asked for consent",
                         actors[order[t]].id);
    if ((table->talkers & bit) != 0)
      return ply_err_set(err, PLY_E_USAGE, "the order of talkers names %s twice", actors[order[t]].id);
    table->talker[t] = order[t];
    table->talkers |= bit;
  }
  if (table->talkers == may) return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE, "the order of talkers leaves out %s, who may be asked for consent",
                     actors[__builtin_ctzll(may & ~table->talkers)].id);
}

bool ply_negotiate_suits(const char *protocol, const ply_manner *manner) {
  const ply_protocol *row = protocol != NULL ? ply_protocol_find(protocol) : ply_protocol_row(0);
  return row == NULL || manner->strategy == NULL || manner->strategy->of_texts == row->of_texts;
}

static const ply_strategy *default_strategy(const ply_protocol *protocol) {
  return protocol->of_texts ? &ply_strategy_hill : &ply_strategy_linear;
}

static ply_status find_manners(ply_run *run, ply_err *err) {
  ply_meeting *table = &run->table;
  const ply_protocol *protocol = table->protocol;
  run->by_chance = run->settings->numbers != NULL || (protocol->of_texts);
  for (int t = 0; t < table->n_talkers; t++) {
    ply_manner *manner = &table->manner[t];
    if (run->settings->manner != NULL) *manner = run->settings->manner[table->talker[t]];
    if (manner->strategy == NULL) {
      *manner = (ply_manner){.strategy = default_strategy(protocol)};
      for (int k = 0; k < PLY_MOST_PARAMETERS; k++)
        manner->parameter[k] = manner->strategy->parameter[k].otherwise;
    }
    run->by_chance |= manner->strategy->by_chance;
    if (manner->strategy->of_texts == protocol->of_texts) continue;
    return ply_err_set(err, PLY_E_USAGE, "%s: the strategy %s %s; with the protocol %s use %s",
                       run->game->scenario->actors[table->talker[t]].id, manner->strategy->name,
                       protocol->of_texts ? "makes and answers offers, it does not vote on a mediator's texts"
                                          : "votes on a mediator's texts, it makes no offers",
                       protocol->name,
                       protocol->of_texts ? "hill, annealer or satisficer" : "another one, such as linear");
  }
  return PLY_OK;
}

static ply_status set_sizes(ply_run *run, ply_err *err) {
  const ply_negotiate_settings *settings = run->settings;
  ply_meeting *table = &run->table;
  table->rounds = settings->rounds > 0 ? settings->rounds : PLY_ROUNDS;
  if (table->rounds > PLY_MOST_ROUNDS)
    return ply_err_set(err, PLY_E_USAGE, "%d rounds are more than %d, the limit", table->rounds,
                       PLY_MOST_ROUNDS);
  table->steps = table->protocol->by_round ? table->rounds : table->rounds * table->n_talkers;
  if (settings->sessions > PLY_MOST_SESSIONS)
    return ply_err_set(err, PLY_E_USAGE, "%llu sessions are more than %d, the limit",
                       (unsigned long long)settings->sessions, PLY_MOST_SESSIONS);
  table->seed = settings->seed;
  table->heat = settings->heat > 0 ? settings->heat : PLY_HEAT;
  table->mediator = settings->mediator;
  return PLY_OK;
}

static ply_status set_start(ply_run *run, ply_err *err) {
  const ply_scenario *s = run->game->scenario;
  int design = run->settings->start;
  run->table.start = PLY_NO_DEAL;
  if (design < 0) return PLY_OK;
  const ply_design *d = &s->designs[design];
  if (ply_game_broken_rule(run->game, d->options, d->levels) >= 0)
    return ply_err_set(err, PLY_E_INPUT, "the first text, design %s, breaks a rule", d->id);
  run->table.start = ply_game_index(run->game, d->options, d->levels);
  return PLY_OK;
}

/* Lists the bundles, or, where they are too many, keeps the space by parts. */
static ply_status set_menu(ply_run *run, ply_err *err) {
  size_t most = run->settings->most_listed > 0 ? run->settings->most_listed : MOST_LISTED;
  ply_space *space = NULL;
  ply_status status =
      ply_space_build(run->game, (size_t)1 << 30, &(ply_clock){.stop = run->settings->stop}, &space, err);
  ply_positions_fill(run->game, &run->table.positions);
  if (status != PLY_OK) return status;
  if (ply_space_feasible(space) == 0)
    status = ply_err_set(err, PLY_E_INPUT, "no bundle is feasible: there is nothing to talk about");
  else if (ply_space_feasible(space) <= most)
    status = ply_menu_new(run->game, space, &run->menu, err);
  run->table.menu = run->menu;
  if (status == PLY_OK && run->menu == NULL)
    run->space = space;
  else
    ply_space_free(space);
  return status;
}

/* Whether two talkers ask for the same share at every step. */
static bool same_share(const ply_manner *a, const ply_manner *b) {
  return a->strategy->share == b->strategy->share &&
         memcmp(a->parameter, b->parameter, sizeof a->parameter) == 0;
}

/* What talkers ask for whose answers hang on the clock alone. */
static ply_status set_shares(ply_run *run, ply_err *err) {
  ply_meeting *table = &run->table;
  table->by_clock = run->menu != NULL && table->protocol == ply_protocol_row(0);
  for (int t = 0; t < table->n_talkers; t++) {
    const ply_manner *manner = &table->manner[t];
    if (manner->strategy->share == NULL || manner->pick != PLY_CLOSEST) {
      table->by_clock = false;
      continue;
    }
    for (int j = 0; j < t && table->share[t] == NULL; j++)
      if (table->share[j] != NULL && same_share(manner, &table->manner[j])) table->share[t] = table->share[j];
    if (table->share[t] != NULL) continue;
    double *share = malloc((size_t)table->steps * sizeof *share);
    if (share == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory for the clock");
    table->share[t] = run->made_share[t] = share;
    for (int step = 0; step < table->steps; step++)
      share[step] = manner->strategy->share(manner->parameter, ply_step_time(table->steps, step));
  }
  return PLY_OK;
}

/* How many sessions, where nobody said: fewer in a space too large to list. */
static ply_status set_sessions(ply_run *run, ply_err *err) {
  const ply_negotiate_settings *settings = run->settings;
  uint64_t usual = !run->by_chance ? 1 : run->menu != NULL ? PLY_SESSIONS : PLY_SESSIONS_LARGE;
  run->n_sessions = settings->sessions > 0 ? settings->sessions : usual;
  if (settings->trace <= run->n_sessions) return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE, "session %llu cannot be told: there %s %llu",
                     (unsigned long long)settings->trace, run->n_sessions == 1 ? "is" : "are",
                     (unsigned long long)run->n_sessions);
}

static ply_status make_room(ply_run *run, ply_err *err) {
  size_t n = (size_t)run->n_sessions, actors = (size_t)run->game->n_actors;
  run->ended = calloc(n, sizeof *run->ended);
  run->payoff = calloc(n * actors, sizeof *run->payoff);
  if (run->settings->numbers != NULL) run->reservation = calloc(n * actors, sizeof *run->reservation);
  bool all = run->ended != NULL && run->payoff != NULL &&
             (run->settings->numbers == NULL || run->reservation != NULL);
  return all ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory for so many sessions");
}

ply_status ply_run_init(ply_run *run, const ply_game *game, const ply_negotiate_settings *settings,
                        ply_err *err) {
  *run = (ply_run){.game = game, .settings = settings, .base_nash = PLY_NO_DEAL};
  run->table.game = game;
  ply_status status = find_protocol(run, err);
  if (status == PLY_OK) status = find_talkers(run, err);
  if (status == PLY_OK) status = find_manners(run, err);
  if (status == PLY_OK) status = set_sizes(run, err);
  if (status == PLY_OK) status = set_start(run, err);
  if (status == PLY_OK) status = set_menu(run, err);
  if (status == PLY_OK) status = set_shares(run, err);
  if (status == PLY_OK) status = set_sessions(run, err);
  if (status == PLY_OK) status = make_room(run, err);
  return status;
}

void ply_run_done(ply_run *run) {
  for (int t = 0; t < PLY_MAX_ACTORS; t++) free(run->made_share[t]);
  ply_hand_done(&run->base);
  ply_menu_free(run->menu);
  ply_space_free(run->space);
  free(run->ended);
  free(run->payoff);
  free(run->reservation);
  free(run->events);
  free(run->event_payoff);
  *run = (ply_run){0};
}

uint64_t ply_run_index(const ply_run *run, ply_deal deal) {
  return run->menu != NULL ? run->menu->index[deal] : deal;
}
