/* What the files of this room share: drawing values, one run's point, what is measured of a run. */
#ifndef PLY_SWEEP_INSIDE_H
#define PLY_SWEEP_INSIDE_H

#include "sim/game/game.h"
#include "sim/result/negotiation.h"
#include "sim/solve/batch/shared_pass.h"
#include "sim/sweep/sweep.h"

/* ---- draw.c ---- */

/* LIST: which value. LINE: in force or not (not at the base). A range: the value before scaling. A number:
 * the value to put at the target (its base where the run stands at the base); for a LIST only with numbers.
 */
int ply_draw_position(const ply_parameter *p, ply_coordinate at);
bool ply_draw_line(const ply_parameter *p, ply_coordinate at);
double ply_draw_range(const ply_parameter *p, const ply_target *t, ply_coordinate at);
double ply_draw_number(const ply_parameter *p, const ply_target *t, ply_coordinate at);

/* ---- variants.c: scenarios that differ in more than numbers ---- */

/* One scenario read with the values of the parameters that need reading. */
typedef struct ply_variant {
  ply_scenario *scenario; /* NULL: it could not be read */
  bool borrowed;          /* the sweep's own */
  const int *number;      /* [all targets of all parameters, in order]: positions in its numbers, or -1 */
  int n_weights;
  const ply_weights *weights;
  char *problem; /* where scenario is NULL */
  ply_arena *arena;
} ply_variant;

/* The variant of a run. *owned: the caller frees it with ply_variant_free. NULL without memory. */
const ply_variant *ply_variant_of(const ply_sweep *sweep, const ply_coordinate *point, bool *owned);
void ply_variant_free(ply_variant *variant);
/* PLY_E_INPUT where it could not be read, or has other actors, issues or designs than the base. */
ply_status ply_variant_fits(const ply_sweep *sweep, const ply_variant *variant, ply_err *err);
/* Reads all variants beforehand where there are few. */
ply_status ply_variants_prepare(ply_sweep *sweep, ply_err *err);
void ply_variants_free(struct ply_variants *variants);
/* Which of the kept variants the run at the point takes. */
size_t ply_variant_slot(const ply_sweep *sweep, const ply_coordinate *point);
/* Whether variants are kept for the whole sweep, not read anew for each run. */
bool ply_variants_kept(const ply_sweep *sweep);
/* The settings of one run that need reading: n of them, in `arena`. */
ply_setting *ply_variant_settings(const ply_sweep *sweep, const ply_coordinate *point, ply_arena *arena,
                                  size_t *n);

/* ---- output.c, measure.c, designs_only.c ---- */

/* What of a design is worked out when only designs are asked for. */
typedef struct ply_designs_only_design {
  bool feasible, acceptable, join_equilibrium, sustained;
  uint64_t parties, refuses; /* masks of actors */
  uint64_t red;              /* whom a red line in force forbids it, asked or not */
  double *payoffs, *margins; /* [n_actors] */
  ply_security_state security;
  /* Kept from run to run: the design, then the moves that may be made from it. */
  int n_spots, room;
  struct ply_designs_only_spot *spots;
  uint64_t held;  /* members, as a mask of actors, without whom the rules have no deal */
  bool forbidden; /* some member stands where a red line forbids it to */
} ply_designs_only_design;

/* What a measure reads from: a whole result, or designs alone. */
typedef struct ply_reading {
  const ply_scenario *scenario;
  const ply_game *game;
  const ply_result *result;               /* NULL in the light path */
  const ply_designs_only_design *designs; /* [n_designs], NULL on the whole path */
  const ply_designs_only_design
      *named;                  /* [n_designs], those that stances of an output ask about; on both paths */
  const char *json;            /* of the result, where asked for */
  const ply_negotiation *talk; /* one session, where asked for */
} ply_reading;

typedef enum ply_need {
  PLY_NEED_PAYOFFS, /* a design's payoffs */
  PLY_NEED_MOVES,   /* and what one candidate's moves would do */
  PLY_NEED_TALK,    /* one session of simulated talks */
  PLY_NEED_SOLVE,   /* the whole space */
  PLY_NEED_JSON     /* and the result's JSON */
} ply_need;

/* All join equilibria are counted, those of bundles that are not acceptable too: no question of its own. */

typedef struct ply_measure {
  const char *name, *help; /* "design.DESIGN.margin.ACTOR": words in capitals stand for ids */
  ply_need need;
  void (*write)(const ply_output *output, const ply_reading *from, ply_text *cell);
  unsigned asks; /* PLY_SKIP_... of the questions of a whole solve that it needs; those of a concept and of a
                    design need not be told. */
  const ply_field *field; /* of a question that is told by its fields; else NULL */
  const ply_question_words *question;
} ply_measure;

/* Row 0, 1, ...; false past the last. Rows of talks (measure_talks.c), of stances (measure_concordance.c) and of the
 * answers (measure_answers.c) come last. */
bool ply_measure_at(int i, ply_measure *out);
bool ply_measure_concordance_at(int i, ply_measure *out);
/* Whether the output asks about that stance of the concordance. */
bool ply_output_asks_stance(const ply_output *output, int stance);
/* What the measure of an output needs beyond designs, where one of its stances asks about a bargaining solution. */
void ply_output_fit_stance(const ply_scenario *scenario, const ply_output *output, ply_measure *measure);
bool ply_measure_talk_at(int i, ply_measure *out);
bool ply_measure_answer_at(int i, ply_measure *out);
extern const ply_measure ply_measure_pointer;

/* Holds session number `run` of the talks of the run's game: *out is new (ply_negotiation_free). */
ply_status ply_run_talk(const ply_sweep *sweep, const ply_game *game, uint64_t run, ply_stop stop,
                        ply_negotiation **out, ply_err *err);

/* The questions that concept i of ply_sweep_concept needs: PLY_SKIP_... */
unsigned ply_sweep_concept_asks(int i);

/* Append a cell: 1 or 0; a whole number. */
void ply_cell_bool(ply_text *cell, bool value);
void ply_cell_count(ply_text *cell, uint64_t n);
/* Appends a CSV cell: quoted where it must be. */
void ply_cell_text(ply_text *cell, const char *text);
/* The raw text of a JSON value by pointer; false where there is none. */
bool ply_json_find(const char *json, const char *pointer, const char **from, size_t *length);

/* ---- designs_only.c: one design from a compiled game, by steps ---- */

/* The bundles to look at; moves: also those that one candidate's move makes. To be done again where the
 * scenario, its rules or the lines in force are others; room comes from the arena on the first call. False
 * without memory. */
bool ply_designs_only_place(const ply_game *game, int design, bool moves, ply_arena *arena,
                            ply_designs_only_design *out);
/* Payoffs are no longer those of the game; security: neither is what the guarantee does. */
void ply_designs_only_forget(ply_designs_only_design *out, bool security);
/* Works out what was forgotten, and who accepts. False where an honour game does not settle. */
bool ply_designs_only_judge(const ply_game *game, ply_designs_only_design *out);

/* ---- point.c: what a run puts into the game ---- */

/* The numbers of a run: values: [n_numbers of the variant]; the first as drawn, weights not yet scaled to their sum. */
void ply_point_numbers(const ply_sweep *sweep, const ply_variant *variant, const ply_coordinate *point,
                       double *values);
void ply_point_values(const ply_sweep *sweep, const ply_variant *variant, const ply_coordinate *point,
                      double *values);
/* Whether the plan draws red lines. */
bool ply_point_draws_lines(const ply_sweep *sweep);
/* The ids of all red lines of the base, and room for a run's. */
typedef struct ply_line_ids {
  int n;
  const char *const *all; /* [n] "actor/line" */
  const char **in_force;  /* [n] room for those in force */
  uint64_t *bits;         /* [n / 64 + 1] those in force, where some are drawn */
} ply_line_ids;
/* In `arena`; false without memory. */
bool ply_point_ids(const ply_sweep *sweep, ply_arena *arena, ply_line_ids *out);
/* Which lines are in force at the point, drawn or by their firmness: fills ids->bits. */
void ply_point_draw_lines(const ply_sweep *sweep, const ply_variant *variant, const ply_coordinate *point,
                          const double *values, ply_line_ids *ids);
/* These as a list, which borrows from ids. */
void ply_point_listed(ply_line_ids *ids, ply_lines *lines);
/* The red lines of a run: as the plan says; where some are drawn, these, and the others by their firmness.
 * *lines borrows from ids. */
void ply_point_lines(const ply_sweep *sweep, const ply_variant *variant, const ply_coordinate *point,
                     const double *values, ply_line_ids *ids, ply_lines *lines);

/* ---- reuse.c: whole solves that differ in numbers ---- */

/* Decides whether passes may be kept. */
ply_status ply_reuse_prepare(ply_sweep *sweep, ply_err *err);
void ply_reuse_free(struct ply_reuse *reuse);
/* The kept pass over the variant's space that the game of the run at `point` may be solved from; NULL where
 * there is none. The first that asks does the pass, on `threads` threads. */
const ply_shared_pass *ply_reuse_of(const ply_sweep *sweep, const ply_variant *variant,
                                    const ply_coordinate *point, const ply_game *game, int threads,
                                    ply_stop stop);

/* ---- plan_write.c, sweep.c ---- */

/* The plan as it is kept beside results: parameters as asked, method and seed spelled out, the scenario as
 * "scenario.json". sized: with n. */
ply_status ply_plan_canonical(const ply_sweep *sweep, bool sized, ply_text *out, ply_err *err);

/* The questions of a whole solve that no output asks: PLY_SKIP_... bits. */
unsigned ply_outputs_skip(const ply_sweep *sweep);

/* ---- method.c ---- */
ply_status ply_sample_prepare(ply_sweep *sweep, const ply_plan *plan, ply_err *err);
/* [n_parameters] */
void ply_sample_point(const ply_sweep *sweep, uint64_t run, ply_coordinate *out);

#endif
