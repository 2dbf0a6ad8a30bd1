/* Which bundle is the best of all over the draws? Branch and bound (Land and Doig 1960, doi:10.2307/1910129):
 * issues and levels are fixed one after another; a partial bundle is left where the draws in which nobody
 * need refuse it yet are too few to beat what was found. The first incumbents come from bundles that are
 * given and from climbing from them. What security and conditions look at is fixed first, then who stands
 * where, then what only adds.
 *
 * The partial bundles after the first few steps are tasks, taken by falling bound by any number of threads;
 * ties are decided by the bundle's index, so that threads change nothing. A search that is stopped has the
 * best so far and, of the tasks that were left, the largest bound. Cost: partial bundles * draws. */
#include "sim/game/security.h"
#include "sim/robust/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ENOUGH_TASKS = 256 };

static const char *why_stop(const ply_hunt *h) {
  if (h->quest->stop != NULL && *h->quest->stop) return "interrupt";
  if (h->quest->most_steps > 0 && h->steps > h->quest->most_steps) return "steps";
  return h->deadline > 0 && ply_seconds() > h->deadline ? "time" : NULL;
}

/* ---- one partial bundle ---- */

static int values_of(const ply_hunt *h, int depth) {
  const ply_game *g = h->quest->tables->game;
  int v = h->variable[depth];
  return v < g->n_issues ? g->scenario->issues[v].n_options : g->n_levels;
}

/* Whether a bundle below the step may count; *bound: what none of them exceeds. */
static bool promising(ply_hunt *h, ply_descent *d, int depth, double *bound) {
  uint64_t least = ply_keeper_least(h->keeper), left = ply_descent_refuse(d, depth, least);
  bool failed = false;
  h->steps++;
  if (left < least) return false;
  if (ply_descent_guard(d, depth, &failed) && !failed) left = ply_descent_refuse(d, depth, least);
  if (failed) h->trouble = PLY_E_INPUT;
  *bound = (double)left;
  return !failed && left >= least && ply_keeper_may_take(h->keeper, d, depth, left, bound);
}

static void judge(ply_hunt *h, ply_descent *d) {
  const ply_quest *q = h->quest;
  const ply_step *s = &d->step[d->n_variables];
  uint64_t who = ply_quest_who(q);
  d->room.least = ply_keeper_least(h->keeper);
  ply_status status =
      ply_set_members(&d->room, q->over, s->at.option, s->at.level, who, s->alive, d->room.all);
  d->room.least = 0;
  if (status != PLY_OK) {
    ply_hunt_meet(h, status);
    return;
  }
  ply_keeper_take(h->keeper, s->lowest, &d->room);
}

static void descend(ply_hunt *h, ply_descent *d, int depth) {
  double bound;
  if (h->stopped_by != NULL || h->trouble != PLY_OK) return;
  if ((h->stopped_by = why_stop(h)) != NULL) return;
  if (!promising(h, d, depth, &bound)) return;
  if (depth == d->n_variables) {
    judge(h, d);
    return;
  }
  for (int value = 0; value < values_of(h, depth); value++) {
    if (ply_descent_take(d, depth, value)) descend(h, d, depth + 1);
  }
}

/* ---- tasks ---- */

static bool add_task(ply_tasks *to, const uint16_t *value, int depth, double bound) {
  if (to->n == to->room) {
    size_t room = to->room > 0 ? 2 * to->room : 256;
    ply_task *all = realloc(to->all, room * sizeof *all);
    if (all == NULL) return false;
    to->all = all;
    to->room = room;
  }
  ply_task *task = &to->all[to->n++];
  *task = (ply_task){.bound = bound};
  memcpy(task->value, value, (size_t)depth * sizeof *value);
  return true;
}

/* Goes down to a task's step. */
static bool replay(ply_hunt *h, ply_descent *d, const ply_task *task, int depth) {
  ply_descent_root(d);
  for (int i = 0; i < depth; i++) {
    bool failed = false;
    if (!ply_descent_take(d, i, task->value[i])) return false;
    ply_descent_refuse(d, i + 1, 1);
    ply_descent_guard(d, i + 1, &failed);
    if (failed) h->trouble = PLY_E_INPUT;
    if (failed) return false;
  }
  return true;
}

/* The promising steps below a task, one step deeper. */
static bool unfold(ply_hunt *h, ply_descent *d, const ply_task *task, int depth, ply_tasks *to) {
  if (!replay(h, d, task, depth)) return true;
  for (int value = 0; value < values_of(h, depth); value++) {
    ply_task next = *task;
    double bound;
    next.value[depth] = (uint16_t)value;
    bool there = ply_descent_take(d, depth, value);
    if (there && promising(h, d, depth + 1, &bound) && !add_task(to, next.value, depth + 1, bound))
      return false;
  }
  return true;
}

static int by_bound(const void *a, const void *b) {
  const ply_task *x = a, *y = b;
  if (x->bound != y->bound) return x->bound > y->bound ? -1 : 1;
  return memcmp(x->value, y->value, sizeof x->value);
}

static bool make_tasks(ply_hunt *h, ply_descent *d) {
  uint16_t none[1] = {0};
  ply_tasks tasks = {0};
  double bound = INFINITY;
  ply_descent_root(d);
  bool ok = promising(h, d, 0, &bound) ? add_task(&tasks, none, 0, bound) : true;
  h->root_bound = bound;
  while (ok && tasks.n > 0 && tasks.n < ENOUGH_TASKS && h->depth < h->n_variables &&
         h->depth < PLY_TASK_DEPTH && (h->stopped_by = why_stop(h)) == NULL) {
    ply_tasks next = {0};
    for (size_t i = 0; ok && i < tasks.n; i++) ok = unfold(h, d, &tasks.all[i], h->depth, &next);
    free(tasks.all);
    tasks = next;
    h->depth++;
  }
  if (tasks.n > 0) qsort(tasks.all, tasks.n, sizeof *tasks.all, by_bound);
  h->tasks = tasks;
  return ok;
}

static void tell(ply_hunt *h) {
  const ply_quest *q = h->quest;
  if (q->progress == NULL || h->tasks.n == 0) return;
  size_t at = h->next < h->tasks.n ? h->next : h->tasks.n - 1;
  double share = (double)h->done / (double)h->tasks.n, best = ply_keeper_best(h->keeper);
  q->progress(q->progress_data, q->question, share, best, fmax(best, h->tasks.all[at].bound));
}

static void *work(void *data) {
  ply_hunt *h = data;
  ply_descent d;
  bool ready = ply_descent_init(h->quest, h->variable, h->n_variables, &d);
  while (ready) {
    pthread_mutex_lock(&h->lock);
    size_t i = h->stopped_by == NULL && h->trouble == PLY_OK ? h->next++ : h->tasks.n;
    pthread_mutex_unlock(&h->lock);
    if (i >= h->tasks.n) break;
    if (replay(h, &d, &h->tasks.all[i], h->depth)) descend(h, &d, h->depth);
    pthread_mutex_lock(&h->lock);
    h->tasks.all[i].done = h->stopped_by == NULL;
    h->done++;
    tell(h);
    pthread_mutex_unlock(&h->lock);
  }
  if (!ready) h->no_memory = true;
  ply_descent_done(&d);
  return NULL;
}

/* ---- the order of variables ---- */

static void see_condition(const ply_cond *cond, uint64_t *issues) {
  if (cond->kind == PLY_COND_OPTION) *issues |= (uint64_t)1 << cond->issue;
  for (int i = 0; i < cond->n_parts; i++) see_condition(cond->parts[i], issues);
}

/* The free issues that some condition looks at. */
static uint64_t seen_by_conditions(const ply_game *g) {
  const ply_scenario *s = g->scenario;
  uint64_t issues = 0;
  for (int r = 0; r < s->n_rules; r++) {
    see_condition(s->rules[r].when, &issues);
    see_condition(s->rules[r].then, &issues);
  }
  for (int i = 0; i < g->n_actors; i++)
    if (s->actors[i].consent_when != NULL) see_condition(s->actors[i].consent_when, &issues);
  for (int b = 0; b < g->n_terms; b++) {
    const ply_payoff_table *table = g->terms[b].table;
    if (table == NULL) see_condition(g->terms[b].when, &issues);
    for (int k = 0; table != NULL && k < table->n_over; k++)
      if (!table->over[k].candidate) issues |= (uint64_t)1 << table->over[k].at;
  }
  for (int l = 0; l < g->n_lines; l++) see_condition(g->lines[l].line->when, &issues);
  for (int k = 0; k < g->n_issues; k++)
    for (int c = 0; c < s->issues[k].n_cases; c++) see_condition(s->issues[k].cases[c].when, &issues);
  return issues;
}

/* What an issue can change for those who must accept, in the first draw. */
static double spread_of(const ply_sample_tables *t, int issue) {
  double sum = 0;
  for (int i = 0; i < t->n_actors; i++) {
    size_t at = (size_t)(i * t->n_issues + issue);
    const double *constant = t->constant[2 * at];
    if (!(t->needed >> i & 1) || constant == NULL) continue;
    double least = constant[0], most = constant[0];
    for (int o = 1; o < t->game->scenario->issues[issue].n_options; o++) {
      double x = constant[ply_cell_at(t, at, o, 0)];
      least = fmin(least, x);
      most = fmax(most, x);
    }
    sum += most - least;
  }
  return sum;
}

static void add_issues(ply_hunt *h, uint64_t issues) {
  const ply_sample_tables *t = h->quest->tables;
  int first = h->n_variables;
  for (int k = 0; k < t->n_issues; k++) {
    if (!(issues >> k & 1) || t->game->issue_stride[k] == 0) continue;
    int at = h->n_variables++;
    for (; at > first && spread_of(t, h->variable[at - 1]) < spread_of(t, k); at--)
      h->variable[at] = h->variable[at - 1];
    h->variable[at] = k;
  }
}

static void order_variables(ply_hunt *h) {
  const ply_game *g = h->quest->tables->game;
  uint64_t guarded = ply_game_security_reads(g), seen = seen_by_conditions(g) & ~guarded;
  add_issues(h, guarded);
  add_issues(h, seen);
  for (int c = 0; c < g->n_candidates; c++) h->variable[h->n_variables++] = g->n_issues + c;
  add_issues(h, ~(guarded | seen));
}

/* ---- the whole ---- */

/* The largest bound of what was not looked at to the end. */
static double left_open(const ply_hunt *h) {
  double most = ply_keeper_best(h->keeper);
  if (h->stopped_by == NULL) return most;
  if (h->tasks.n == 0) return h->root_bound;
  for (size_t i = 0; i < h->tasks.n; i++)
    if (!h->tasks.all[i].done) most = fmax(most, h->tasks.all[i].bound);
  return most;
}

static void take_one(void *data, size_t i, ply_set_room *room) {
  ply_hunt *h = data;
  ply_keeper_take(h->keeper, h->quest->only[i], room);
}

/* What no bundle at all exceeds, where those that are named were not all looked at. */
static bool bound_all(ply_hunt *h) {
  ply_descent d;
  double bound;
  bool ok = ply_descent_init(h->quest, h->variable, 0, &d);
  if (ok) {
    ply_descent_root(&d);
    if (promising(h, &d, 0, &bound)) h->root_bound = bound;
  }
  ply_descent_done(&d);
  return ok;
}

/* The best of the bundles that are named. */
static ply_status look_at_each(ply_hunt *h, ply_err *err) {
  const ply_quest *q = h->quest;
  const ply_each each = {.tables = q->tables,
                         .over = q->over,
                         .threads = q->threads,
                         .who = ply_quest_who(q),
                         .index = q->only,
                         .n = q->n_only,
                         .stop = q->stop,
                         .deadline = h->deadline,
                         .take = take_one,
                         .data = h};
  const char *stopped_by = NULL;
  ply_status status = ply_each_bundle(&each, &stopped_by, err);
  h->stopped_by = stopped_by;
  if (status == PLY_OK && stopped_by != NULL && !bound_all(h))
    status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
  return status;
}

static bool hunt(ply_hunt *h) {
  ply_descent d;
  bool ok = ply_descent_init(h->quest, h->variable, h->n_variables, &d);
  if (ok) ok = ply_climb(h, &d) && make_tasks(h, &d);
  ply_descent_done(&d);
  if (ok && h->stopped_by == NULL && h->tasks.n > 0)
    ply_robust_on_threads(work, h, h->quest->threads, h->tasks.n);
  return ok && !h->no_memory;
}

ply_status ply_robust_search(const ply_quest *quest, ply_found *out, ply_err *err) {
  ply_hunt h = {.quest = quest, .keeper = ply_keeper_new(quest)};
  *out = (ply_found){0};
  if (h.keeper == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  pthread_mutex_init(&h.lock, NULL);
  if (quest->seconds > 0) h.deadline = ply_seconds() + quest->seconds;
  order_variables(&h);
  h.root_bound = (double)quest->tables->n;
  ply_status status = PLY_OK;
  if (quest->n_only == 0 && ply_listed(quest)) {
    const char *stopped_by = NULL;
    status = ply_listed_search(quest, h.keeper, &stopped_by, err);
    h.stopped_by = stopped_by;
  } else if (quest->n_only > 0)
    status = look_at_each(&h, err);
  else if (!hunt(&h))
    status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
  if (status == PLY_OK && h.trouble != PLY_OK) status = ply_robust_trouble(h.trouble, err);
  if (status == PLY_OK) {
    out->bound = left_open(&h);
    out->stopped_by = h.stopped_by;
    out->open = ply_keeper_open(h.keeper);
    if (!ply_keeper_give(h.keeper, out)) status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
    out->outcome = h.stopped_by != NULL ? PLY_LIMIT_REACHED : out->n > 0 ? PLY_FOUND : PLY_PROVED_NONE;
  }
  pthread_mutex_destroy(&h.lock);
  ply_keeper_free(h.keeper);
  free(h.tasks.all);
  return status;
}

void ply_found_done(ply_found *found) {
  free(found->best);
  free(found->most);
  *found = (ply_found){0};
}
