/* The facade's list: scenario files with their question and size, and what each registry of the library
 * holds. The rows are read from the registries that the program itself works with, so the list cannot fall
 * behind. */
#include "models/models.h"
#include "sim/api/inside.h"
#include "sim/negotiate/negotiate.h"
#include "sim/sweep/sweep.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 200 };

struct parley_listing {
  ply_arena *arena;
  ply_listed_row rows[MOST_ROWS];
  size_t n_rows;
  ply_listed_file *files;
  size_t n_files, room;
};

static void add_row(parley_listing *listing, const char *kind, const char *name, const char *help,
                    const char *more) {
  if (listing->n_rows < MOST_ROWS)
    listing->rows[listing->n_rows++] = (ply_listed_row){kind, name, help, more};
}

/* What solve always answers; the bargaining solutions have a registry of their own. */
static void add_solvers(parley_listing *listing) {
  static const char *const rows[][3] = {
      {"acceptable", "bundles that everybody who is asked accepts, and who blocks the rest", NULL},
      {"join", "who would join a guarantee: equilibria of the candidates' levels, strict and strong",
       "d'Aspremont et al. 1983, doi:10.2307/134972; Barrett 1994, doi:10.1093/oxfordjournals.oep.a042074"},
      {"sustained", "acceptable bundles that nobody leaves where a leaver may undo the deal", NULL},
      {"stable", "acceptable bundles that nobody leaves even if the deal goes on without it", NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    add_row(listing, "solver", rows[i][0], rows[i][1], rows[i][2]);
  const ply_question_words *question;
  for (int i = 0; (question = ply_question_at(i)) != NULL; i++)
    add_row(listing, "solver", question->name, question->help, question->reference);
}

static void add_indicators(parley_listing *listing) {
  static const char *const help[PLY_N_INDICATORS] = {
      [PLY_ATTACK] = "chance of an attack",
      [PLY_DETERRED] = "chance of no attack",
      [PLY_OVERRUN] = "chance that an attack comes and succeeds",
      [PLY_HOLDS] = "chance that the beneficiary is not overrun",
      [PLY_CREDIBILITY] = "how much of the danger the guarantors take away, 0 to 1",
      [PLY_FORCE] = "expected help against the adversary's strength, 0 to 1",
      [PLY_FIGHT] = "a guarantor's own chance of having to fight",
      [PLY_RENEGE] = "a guarantor's own chance of breaking its pledge",
  };
  for (int i = 0; i < PLY_N_INDICATORS; i++)
    add_row(listing, "indicator", ply_indicator_name((ply_indicator)i), help[i], NULL);
}

static void add_registries(parley_listing *listing) {
  add_solvers(listing);
  const ply_concept *concept;
  for (int i = 0; (concept = ply_concept_at(i)) != NULL; i++)
    add_row(listing, "solution", concept->name, concept->help, concept->reference);
  int n;
  const ply_family *const *families = ply_families(&n);
  for (int i = 0; i < n; i++)
    add_row(listing, "payoff", families[i]->name, families[i]->help, families[i]->formula);
  add_indicators(listing);
  const char *name, *help, *source;
  for (int i = 0; ply_negotiate_protocol(i, &name, &help, &source); i++)
    add_row(listing, "protocol", name, help, source);
  const ply_strategy *strategy;
  for (int i = 0; (strategy = ply_strategy_row(i)) != NULL; i++)
    add_row(listing, "strategy", strategy->name, strategy->help, strategy->source);
  for (size_t i = 0; parley_sweep_method_at(i, &name, &help); i++)
    add_row(listing, "method", name, help, NULL);
  for (size_t i = 0; parley_sweep_output_at(i, &name, &help); i++)
    add_row(listing, "output", name, help, NULL);
  const char *reference;
  for (size_t i = 0; parley_find_at(i, &name, &help, &reference); i++)
    add_row(listing, "equilibrium", name, help, reference);
  size_t n_formats;
  const ply_format *formats = ply_formats(&n_formats);
  for (size_t i = 0; i < n_formats; i++) add_row(listing, "format", formats[i].name, formats[i].help, NULL);
}

static parley_status no_memory(parley_error *error) {
  ply_err err = {.status = PLY_E_MEMORY, .message = "not enough memory"};
  return parley_inside_status(PLY_E_MEMORY, &err, error);
}

parley_status parley_listing_new(parley_listing **listing, parley_error *error) {
  *listing = parley_inside_handle(sizeof **listing, error);
  if (*listing == NULL) return PARLEY_E_MEMORY;
  (*listing)->arena = ply_arena_new();
  if ((*listing)->arena == NULL) {
    parley_listing_free(*listing);
    *listing = NULL;
    return no_memory(error);
  }
  add_registries(*listing);
  return PARLEY_OK;
}

/* Every option of the free issues with every level of the candidates: at most 2^63 - 1, as was checked. */
static uint64_t count_bundles(const ply_scenario *s) {
  uint64_t n = 1;
  for (int k = 0; k < s->n_issues; k++)
    if (s->issues[k].n_cases == 0) n *= (uint64_t)s->issues[k].n_options;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].candidate) n *= (uint64_t)s->n_levels;
  return n;
}

static void fill(parley_listing *listing, ply_listed_file *file, const parley_scenario *scenario) {
  parley_scenario_info info = parley_scenario_describe(scenario);
  file->id = ply_arena_strdup(listing->arena, info.id);
  file->title = ply_arena_strdup(listing->arena, info.title);
  file->question = info.question != NULL ? ply_arena_strdup(listing->arena, info.question) : NULL;
  file->n_actors = info.n_actors;
  file->n_candidates = info.n_candidates;
  file->n_issues = info.n_issues;
  file->n_designs = info.n_designs;
  file->n_bundles = count_bundles(scenario->scenario);
}

parley_status parley_listing_add(parley_listing *listing, const char *path, parley_error *error) {
  if (listing->n_files == listing->room) {
    size_t room = listing->room > 0 ? 2 * listing->room : 32;
    ply_listed_file *files = realloc(listing->files, room * sizeof *files);
    if (files == NULL) return no_memory(error);
    listing->files = files;
    listing->room = room;
  }
  ply_listed_file *file = &listing->files[listing->n_files];
  *file = (ply_listed_file){.path = ply_arena_strdup(listing->arena, path)};
  parley_scenario *scenario = NULL;
  parley_error failure = {0};
  parley_status status = parley_scenario_load(path, NULL, 0, &scenario, NULL, &failure);
  if (status == PARLEY_OK)
    fill(listing, file, scenario);
  else
    file->trouble = ply_arena_strdup(listing->arena, failure.message);
  parley_scenario_free(scenario);
  if (error != NULL) *error = failure;
  if (file->path == NULL || (file->trouble == NULL && (file->id == NULL || file->title == NULL)))
    return no_memory(error);
  listing->n_files++;
  return status;
}

parley_status parley_listing_render(const parley_listing *listing, const char *format,
                                    const parley_render_settings *settings, char **text,
                                    parley_error *error) {
  ply_listing all = {.version = parley_version(),
                     .n_files = listing->n_files,
                     .n_rows = listing->n_rows,
                     .files = listing->files,
                     .rows = listing->rows};
  return parley_inside_render(PLY_RECORD_LISTING, &all, format, settings, text, error);
}

void parley_listing_free(parley_listing *listing) {
  if (listing == NULL) return;
  ply_arena_free(listing->arena);
  free(listing->files);
  free(listing);
}

bool parley_concept_at(size_t i, const char **key, const char **name, const char **plain) {
  const ply_concept *concept = ply_concept_at((int)i);
  if (concept == NULL) return false;
  *key = concept->name;
  *name = concept->title;
  *plain = concept->plain;
  return true;
}

bool parley_scenario_is(const char *path) { return ply_scenario_is(path); }
