/* Many sessions, shared out among threads. Each session's numbers and chances come from its own number alone,
 * and what it ended with goes to its own place, so that the number of threads changes no byte. Cost: with base
 * numbers the tables are made once a thread; with drawn ones once a session. */
#include "sim/negotiate/run.h"

#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

enum { LOT = 16 }; /* sessions that a thread takes at a time */

/* One thread's own. */
typedef struct worker {
  ply_run *run;
  ply_session session;
  ply_own own[PLY_MAX_ACTORS];
  ply_hand hand;
  ply_space *space;         /* of a large space at drawn numbers */
  ply_looked_at *looked_at; /* in a large space */
  void *source;
  ply_status status;
  ply_err err;
} worker;

static bool start(worker *w, ply_run *run) {
  *w = (worker){.run = run};
  const ply_numbers_source *numbers = run->settings->numbers;
  if (!ply_session_init(&w->session, &run->table)) return false;
  if (run->menu == NULL && (w->looked_at = calloc(1, sizeof *w->looked_at)) == NULL) return false;
  if (numbers == NULL) return ply_hand_share(&w->hand, &run->base);
  w->source = numbers->worker(numbers->data);
  return w->source != NULL && ply_hand_init(&w->hand, run->game, run->menu);
}

static void finish(worker *w) {
  const ply_numbers_source *numbers = w->run->settings->numbers;
  for (int t = 0; t < w->run->table.n_talkers; t++) {
    ply_own_done(&w->own[t]);
    ply_deep_free(w->own[t].deep);
  }
  ply_space_free(w->space);
  free(w->looked_at);
  ply_session_done(&w->session);
  ply_hand_done(&w->hand);
  if (w->source != NULL) numbers->done(w->source);
}

/* The targets of a talker whose answers hang on the clock alone, at each of its steps; 0: they do not. */
static size_t foresee(const worker *w, int t, double *target) {
  const ply_meeting *table = &w->run->table;
  const ply_own *own = &w->own[t];
  size_t n = 0;
  int every = table->protocol->by_round ? 1 : table->n_talkers;
  if (table->share[t] == NULL) return 0;
  for (int step = table->protocol->by_round ? 0 : t; step < table->steps; step += every)
    target[n++] = ply_asked_payoff(own->reservation, own->best, table->share[t][step]);
  return n;
}

/* One talker's view of a large space, with the answers that it will ask for. */
static bool make_view(worker *w, const ply_hand *hand, const ply_space *space, int t) {
  const ply_meeting *table = &w->run->table;
  int i = table->talker[t];
  double e = ply_tolerance(hand->game, i);
  ply_deep_free(w->own[t].deep);
  w->own[t].deep = ply_deep_new(hand->game, space, w->looked_at, i, e, w->run->settings->stop);
  if (w->own[t].deep == NULL) return false;
  ply_own_set_deep(&w->own[t], w->own[t].deep, hand->game->reservation[i], e);
  return true;
}

/* In a large space each talker gets a view of its own; what they all need is worked out in two passes, the bests and then
 * what is foreseen. */
static ply_status deal_out_deep(worker *w, const ply_hand *hand, const ply_space *space) {
  const ply_meeting *table = &w->run->table;
  double *target = malloc(((size_t)table->steps + 1) * sizeof *target);
  ply_deep *deeps[PLY_MAX_ACTORS];
  bool good = target != NULL, texts = table->protocol->of_texts;
  int n = table->n_talkers, threads = w->run->settings->threads;
#ifdef _OPENMP
  if (threads == 0) threads = omp_get_num_procs();
#endif
  if (threads < 1) threads = 1;
  for (int t = 0; t < n && good; t++) good = make_view(w, hand, texts ? NULL : space, t);
  good = good && (texts || ply_own_find_bests(w->own, n, threads));
  for (int t = 0; t < n && good; t++) {
    deeps[t] = w->own[t].deep;
    if (!texts && !w->own[t].empty) good = ply_deep_foresee(deeps[t], target, foresee(w, t, target));
  }
  good = good && ply_deep_answer(deeps, n, threads);
  free(target);
  if (good) return PLY_OK;
  ply_stop stop = w->run->settings->stop;
  if (stop != NULL && *stop) return ply_err_set(&w->err, PLY_E_STOPPED, "interrupted");
  return ply_err_set(&w->err, PLY_E_MEMORY, "not enough memory for the talkers' views");
}

/* Gives each talker its own part of the hand. */
static ply_status deal_out(worker *w, const ply_hand *hand) {
  const ply_meeting *table = &w->run->table;
  ply_status status = PLY_OK;
  if (table->menu == NULL) return deal_out_deep(w, hand, w->space != NULL ? w->space : w->run->space);
  for (int t = 0; t < table->n_talkers && status == PLY_OK; t++) {
    int i = table->talker[t];
    size_t at = (size_t)i * table->menu->n;
    status = ply_own_set(&w->own[t], table->menu, i, hand->game->reservation[i], ply_tolerance(hand->game, i),
                         hand->payoff + at, hand->open != NULL ? hand->open + at : NULL);
  }
  if (status != PLY_OK) ply_err_set(&w->err, status, "not enough memory for the talkers' tables");
  return status;
}

/* The numbers of session k: drawn now, or the base ones, dealt out once. */
static ply_status take_numbers(worker *w, uint64_t k) {
  const ply_numbers_source *numbers = w->run->settings->numbers;
  if (numbers == NULL) return w->own[0].answers != NULL ? PLY_OK : deal_out(w, &w->hand);
  const ply_game *game;
  ply_status status = numbers->game(w->source, w->run->settings->first + k, &game, &w->err);
  if (status == PLY_OK) status = ply_hand_take(&w->hand, game, &w->err);
  if (status == PLY_OK && w->run->menu == NULL && !w->run->table.protocol->of_texts) {
    ply_space_free(w->space);
    w->space = NULL;
    status = ply_space_build(game, (size_t)1 << 30, &(ply_clock){.stop = w->run->settings->stop}, &w->space,
                             &w->err);
  }
  return status == PLY_OK ? deal_out(w, &w->hand) : status;
}

/* What the session ended with, and what theory says of it. */
static ply_status record(worker *w, uint64_t k) {
  ply_run *run = w->run;
  const ply_hand *hand = &w->hand;
  size_t n = (size_t)run->game->n_actors;
  ply_ended *ended = &run->ended[k];
  *ended = (ply_ended){
      .agreed = w->session.agreed, .settled = true, .step = w->session.deal_step, .deal = w->session.deal};
  if (run->reservation != NULL)
    memcpy(run->reservation + k * n, hand->game->reservation, n * sizeof *run->reservation);
  memcpy(run->payoff + k * n, hand->game->reservation, n * sizeof *run->payoff);
  if (!ended->agreed) return PLY_OK;
  ply_deal nash = run->base_nash;
  if (run->settings->numbers != NULL && run->menu != NULL) {
    ply_hand_accepted(&w->hand);
    nash = ply_hand_nash(&w->hand);
  }
  bool settles = ply_hand_payoffs(hand, ended->deal, run->payoff + k * n) &&
                 ply_hand_judge(hand, nash, ended->deal, &ended->verdict);
  return settles ? PLY_OK : ply_err_set(&w->err, PLY_E_INPUT, "the honour game does not settle");
}

/* Keeps what the session told. */
static ply_status keep_events(worker *w) {
  ply_run *run = w->run;
  size_t n = (size_t)run->game->n_actors;
  run->n_events = w->session.n_events;
  run->events = w->session.events;
  w->session.events = NULL;
  w->session.n_events = w->session.room = 0;
  run->event_payoff = calloc(run->n_events * n + 1, sizeof *run->event_payoff);
  if (run->event_payoff == NULL) return ply_err_set(&w->err, PLY_E_MEMORY, "not enough memory for the trace");
  for (size_t e = 0; e < run->n_events; e++)
    if (run->events[e].deal != PLY_NO_DEAL)
      ply_hand_payoffs(&w->hand, run->events[e].deal, run->event_payoff + e * n);
  return PLY_OK;
}

static ply_status one_session(worker *w, uint64_t k) {
  ply_run *run = w->run;
  ply_status status = take_numbers(w, k);
  if (status != PLY_OK) return status;
  for (int t = 0; t < run->table.n_talkers && k == 0; t++) run->signs_nothing[t] = w->own[t].empty;
  w->session.tracing = k + 1 == run->settings->trace;
  if (run->table.by_clock && !w->session.tracing)
    ply_session_by_clock(&w->session, w->own);
  else
    ply_session_run(&w->session, w->own, run->settings->first + k);
  bool failed = w->session.failed;
  for (int t = 0; t < run->table.n_talkers; t++) failed |= w->own[t].starved;
  if (failed) return ply_err_set(&w->err, PLY_E_MEMORY, "not enough memory for a session");
  status = record(w, k);
  if (status == PLY_OK && w->session.tracing) status = keep_events(w);
  return status;
}

static bool is_stopped(const ply_run *run) { return run->settings->stop != NULL && *run->settings->stop; }

/* The first failure by session, so that the message does not depend on threads either. */
typedef struct failure {
  uint64_t session;
  ply_status status;
  ply_err err;
} failure;

static void note(failure *first, uint64_t k, ply_status status, const ply_err *err) {
#pragma omp critical(ply_negotiate_failure)
  if (k < first->session) *first = (failure){k, status, *err};
}

static void work(ply_run *run, failure *first) {
  uint64_t lots = (run->n_sessions + LOT - 1) / LOT;
#ifdef _OPENMP
  int threads = run->settings->threads > 0 ? run->settings->threads : omp_get_num_procs();
#endif
#pragma omp parallel num_threads(threads) if (lots > 1)
  {
    worker *w = malloc(sizeof *w);
    bool ready = w != NULL && start(w, run);
    ply_err none = {.status = PLY_E_MEMORY, .message = "not enough memory for a thread's table"};
    if (!ready) note(first, 0, PLY_E_MEMORY, &none);
#pragma omp for schedule(dynamic)
    for (uint64_t lot = 0; lot < lots; lot++)
      for (uint64_t k = lot * LOT; ready && k < run->n_sessions && k < (lot + 1) * LOT; k++) {
        if (is_stopped(run)) break;
        w->err = (ply_err){0};
        ply_status status = one_session(w, k);
        if (status != PLY_OK) note(first, k, status, &w->err);
      }
    if (w != NULL) finish(w);
    free(w);
  }
}

static ply_status make_base(ply_run *run, ply_err *err) {
  if (run->settings->numbers != NULL) return PLY_OK;
  if (!ply_hand_init(&run->base, run->game, run->menu))
    return ply_err_set(err, PLY_E_MEMORY, "not enough memory for the payoffs of all bundles");
  ply_status status = ply_hand_take(&run->base, run->game, err);
  if (status != PLY_OK || run->menu == NULL) return status;
  ply_hand_accepted(&run->base);
  run->base_nash = ply_hand_nash(&run->base);
  return PLY_OK;
}

ply_status ply_run_all(ply_run *run, ply_err *err) {
  failure first = {.session = UINT64_MAX, .status = PLY_OK};
  ply_status status = make_base(run, err);
  if (status != PLY_OK) return status;
  work(run, &first);
  if (is_stopped(run)) return ply_err_set(err, PLY_E_STOPPED, "interrupted");
  if (first.status != PLY_OK && err != NULL) *err = first.err;
  return first.status;
}
