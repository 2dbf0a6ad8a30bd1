/* A whole small space: every feasible bundle weighed once, its moves looked up, and every count taken.
 * Cost: raw bundles x rules, then feasible bundles x (actors x issues + candidates x levels). */
#include "sim/verify/claims.h"

#include <stdlib.h>
#include <string.h>

void ply_verify_table_free(verify_table *table) {
  if (table == NULL) return;
  free(table->row);
  free(table->payoff);
  free(table->slot);
  free(table);
}

const verify_row *ply_verify_row_at(const verify_run *run, uint64_t index) {
  int32_t slot = run->table->slot[index];
  return slot < 0 ? NULL : &run->table->row[slot];
}

/* The point of a table's bundle: where members stand, payoffs and consent; not its options or the guarantee.
 */
static ply_status look_table(verify_looker *looker, uint64_t index, const verify_point **out, ply_err *err) {
  (void)err;
  verify_run *run = looker->state;
  const verify_row *row = ply_verify_row_at(run, index);
  verify_point *point = &run->scratch;
  *out = point;
  point->index = index;
  point->feasible = row != NULL;
  uint64_t m = index;
  for (int c = run->view.n_candidates - 1; c >= 0; c--) {
    point->level[run->view.candidate[c]] = (uint8_t)(m % (uint64_t)run->view.scenario->n_levels);
    m /= (uint64_t)run->view.scenario->n_levels;
  }
  if (row == NULL) return PLY_OK;
  size_t n = (size_t)run->view.scenario->n_actors;
  memcpy(point->payoff, run->table->payoff + (size_t)run->table->slot[index] * n, n * sizeof(double));
  for (size_t i = 0; i < n; i++) {
    point->accepts[i] = row->accepts >> i & 1;
    point->forbidden[i] = row->forbidden >> i & 1;
  }
  point->called = row->called;
  point->barred = row->barred;
  point->acceptable = row->acceptable;
  return PLY_OK;
}

/* Marks feasible bundles; false if there are more than a table holds. */
static bool find_feasible(verify_run *run, verify_table *table) {
  verify_point *point = &run->scratch;
  for (uint64_t b = 0; b < run->view.raw; b++) {
    ply_verify_point_place(&run->view, b, point);
    bool feasible = ply_verify_broken_rule(&run->view, point) == NULL;
    if (feasible && table->n == PLY_VERIFY_FEASIBLE) return false;
    table->slot[b] = feasible ? (int32_t)table->n++ : -1;
  }
  return true;
}

static ply_status weigh_all(verify_run *run, verify_table *table) {
  size_t n = (size_t)run->view.scenario->n_actors;
  for (uint64_t b = 0; b < run->view.raw; b++) {
    if (table->slot[b] < 0) continue;
    verify_row *row = &table->row[table->slot[b]];
    ply_status status = ply_verify_point_judge(&run->view, b, &run->scratch, run->err);
    if (status != PLY_OK) return status;
    *row = (verify_row){.index = b,
                        .called = run->scratch.called,
                        .barred = run->scratch.barred,
                        .acceptable = run->scratch.acceptable};
    memcpy(table->payoff + (size_t)table->slot[b] * n, run->scratch.payoff, n * sizeof(double));
    for (size_t i = 0; i < n; i++) {
      row->accepts |= (uint64_t)run->scratch.accepts[i] << i;
      row->forbidden |= (uint64_t)run->scratch.forbidden[i] << i;
    }
  }
  run->judged += table->n;
  return PLY_OK;
}

static ply_status look_up_moves(verify_run *run) {
  for (size_t r = 0; r < run->table->n; r++) {
    verify_row *row = &run->table->row[r];
    const verify_point *seen;
    ply_status status = look_table(&run->looker, row->index, &seen, run->err);
    verify_point point = *seen;
    verify_moves moves;
    if (status == PLY_OK) status = ply_verify_point_moves(&run->looker, &point, &moves, run->err);
    if (status != PLY_OK) return status;
    row->equilibrium = moves.equilibrium;
    row->sustained = moves.sustained;
    row->no_deal = moves.no_deal;
    row->regret = moves.regret;
  }
  return PLY_OK;
}

static ply_status fill_table(verify_run *run, verify_table *table) {
  table->slot = malloc((size_t)run->view.raw * sizeof *table->slot);
  if (table->slot == NULL) return ply_err_set(run->err, PLY_E_MEMORY, "no memory to check the whole space");
  if (!find_feasible(run, table)) return PLY_OK;
  table->row = malloc((table->n + 1) * sizeof *table->row);
  table->payoff = malloc((table->n + 1) * (size_t)run->view.scenario->n_actors * sizeof(double));
  if (table->row == NULL || table->payoff == NULL)
    return ply_err_set(run->err, PLY_E_MEMORY, "no memory to check the whole space");
  ply_status status = weigh_all(run, table);
  if (status != PLY_OK) return status;
  run->table = table;
  run->looker.look = look_table;
  return look_up_moves(run);
}

ply_status ply_verify_table_new(verify_run *run) {
  if (run->view.raw > PLY_VERIFY_RAW) return PLY_OK;
  verify_table *table = calloc(1, sizeof *table);
  if (table == NULL) return ply_err_set(run->err, PLY_E_MEMORY, "no memory to check the whole space");
  ply_status status = fill_table(run, table);
  if (run->table == NULL) ply_verify_table_free(table);
  return status;
}

static void check_count(verify_run *run, ply_count claim, uint64_t found, const char *what) {
  if (claim.low <= found && found <= claim.high) return;
  ply_verify_fail(run, "The number of %s bundles is given as %llu to %llu, counted as %llu.", what,
                  (unsigned long long)claim.low, (unsigned long long)claim.high, (unsigned long long)found);
}

/* Would accept, and veto weight: how much larger A were if the actor accepted everything. */
static void check_actor(verify_run *run, int actor, uint64_t acceptable) {
  uint64_t yes = 0, without = 0;
  for (size_t r = 0; r < run->table->n; r++) {
    const verify_point *point;
    look_table(&run->looker, run->table->row[r].index, &point, run->err);
    if (point->accepts[actor]) yes++;
    if (ply_verify_acceptable(&run->view, point, actor)) without++;
  }
  const ply_actor_result *claim = &run->result->actors[actor];
  const char *id = run->view.scenario->actors[actor].id;
  if (claim->would_accept != yes)
    ply_verify_fail(run, "%s would accept %llu bundles, counted %llu.", id,
                    (unsigned long long)claim->would_accept, (unsigned long long)yes);
  if (claim->veto_weight != without - acceptable)
    ply_verify_fail(run, "The veto weight of %s is given as %llu, counted as %llu.", id,
                    (unsigned long long)claim->veto_weight, (unsigned long long)(without - acceptable));
}

void ply_verify_check_counts(verify_run *run) {
  uint64_t acceptable = 0, sustained = 0, stable = 0, equilibria = 0;
  for (size_t r = 0; r < run->table->n; r++) {
    const verify_row *row = &run->table->row[r];
    acceptable += row->acceptable;
    sustained += row->sustained;
    equilibria += row->equilibrium;
    stable += row->acceptable && row->equilibrium;
  }
  check_count(run, run->result->feasible, run->table->n, "feasible");
  check_count(run, run->result->acceptable, acceptable, "acceptable");
  check_count(run, run->result->sustained, sustained, "sustained");
  check_count(run, run->result->stable, stable, "stable");
  check_count(run, run->result->join_equilibria, equilibria, "join equilibrium");
  if (!run->result->sets_decided) return;
  for (int i = 0; i < run->view.scenario->n_actors; i++) check_actor(run, i, acceptable);
}
