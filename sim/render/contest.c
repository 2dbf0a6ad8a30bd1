/* The game of strategies: its table of mean payoffs, and which assignments are equilibria, as text and JSON. */
#include "sim/render/json_parts.h"
#include "sim/render/section.h"

static int strategy_of(const ply_contest *c, uint64_t profile, int role) {
  for (int r = c->n_roles - 1; r > role; r--) profile /= (uint64_t)c->n_strategies;
  return (int)(profile % (uint64_t)c->n_strategies);
}

static void add_profile(ply_grid *grid, const ply_contest *c, uint64_t p) {
  bool stays = c->regret[p] <= PLY_EPS;
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_GOOD, PLY_LEFT, "%s", stays ? "*" : "");
  for (int r = 0; r < c->n_roles; r++)
    ply_grid_cell(grid, stays ? PLY_STRONG : PLY_PLAIN, PLY_LEFT, "%s", c->strategies[strategy_of(c, p, r)]);
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s %%", ply_figure_fixed(100 * c->share[p], 1).s);
  for (int r = 0; r < c->n_roles; r++)
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s",
                  ply_figure_fixed(c->payoff[p * (uint64_t)c->n_roles + (uint64_t)r], 3).s);
  ply_grid_cell(grid, stays ? PLY_GOOD : PLY_QUIET, PLY_RIGHT, "%s", ply_figure_fixed(c->regret[p], 3).s);
}

static void say_table(ply_page *page, const ply_contest *c) {
  enum { SHOWN = 64 };
  ply_page_heading(page, "EVERY ASSIGNMENT: WHO AGREES HOW OFTEN, MEAN PAYOFFS BY ROLE, REGRET");
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", "");
  for (int r = 0; r < c->n_roles; r++)
    ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", ply_figure_cut(c->roles[r].name, 16).s);
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "agree");
  for (int r = 0; r < c->n_roles; r++)
    ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s", ply_figure_cut(c->roles[r].name, 10).s);
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "regret");
  uint64_t shown = 0;
  for (uint64_t p = 0; p < c->n_profiles; p++) /* equilibria always, the others while there is room */
    if (c->regret[p] <= PLY_EPS || shown < SHOWN) {
      add_profile(grid, c, p);
      shown++;
    }
  ply_grid_print(page, grid, 2, 0, false);
  if (shown < c->n_profiles)
    ply_page_para(page, 2, NULL, PLY_QUIET, "%s of %s assignments; --format json has all.",
                  ply_figure_count(shown).s, ply_figure_count(c->n_profiles).s);
}

static void say_equilibria(ply_page *page, const ply_contest *c) {
  if (c->n_equilibria == 0)
    ply_page_para(page, 2, NULL, PLY_STRONG,
                  "NO ASSIGNMENT IS A PURE EQUILIBRIUM: some role always gains by changing alone.");
  else
    ply_page_para(page, 2, NULL, PLY_STRONG, "PURE EQUILIBRIA (*): %s. Nobody gains by changing alone.",
                  ply_figure_count(c->n_equilibria).s);
  for (int r = 0; r < c->n_roles && c->mixed != NULL; r++) {
    ply_text line;
    ply_text_init(&line);
    for (int k = 0, n = 0; k < c->n_strategies; k++) {
      double chance = c->mixed[r * c->n_strategies + k];
      if (chance > 1e-9)
        ply_text_addf(&line, "%s%s %s %%", n++ > 0 ? ", " : "", c->strategies[k],
                      ply_figure_fixed(100 * chance, 1).s);
    }
    if (!line.failed)
      ply_page_para(page, 2, NULL, PLY_PLAIN, "%s%s plays %s.", r == 0 ? "An equilibrium by chance: " : "",
                    c->roles[r].name, line.data);
    ply_text_done(&line);
  }
}

void ply_contest_text(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_contest *c = record;
  ply_page page = ply_page_start(out, settings);
  const ply_frame *f = &c->frame;
  ply_page_para(&page, 0, NULL, PLY_STRONG, "%s", f->title != NULL && f->title[0] != '\0' ? f->title : f->id);
  ply_text_add(out, "\n");
  ply_page_para(
      &page, 2, NULL, PLY_PLAIN,
      "The game of strategies: protocol %s, at most %d rounds, %s numbers, %s session%s an assignment.",
      c->protocol, c->rounds, c->numbers, ply_figure_count(c->sessions).s, c->sessions == 1 ? "" : "s");
  say_equilibria(&page, c);
  say_table(&page, c);
  ply_page_blank(&page);
  ply_page_para(
      &page, 2, NULL, PLY_QUIET,
      "A role's payoff is the mean of its actors' mean payoffs over the same sessions; regret is the most "
      "that one role gains by changing alone. Sampling moves these numbers: see --sessions.");
}

void ply_contest_json(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_contest *c = record;
  (void)settings;
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, false);
  ply_json_frame(&json, c->version, &c->frame);
  ply_json_object(&json, "among", false);
  ply_json_string(&json, "protocol", c->protocol);
  ply_json_string(&json, "numbers", c->numbers);
  ply_json_int(&json, "rounds", c->rounds);
  ply_json_count(&json, "seed", c->seed);
  ply_json_count(&json, "sessions", c->sessions);
  ply_json_array(&json, "roles", true);
  for (int r = 0; r < c->n_roles; r++) ply_json_string(&json, NULL, c->roles[r].name);
  ply_json_end(&json);
  ply_json_array(&json, "strategies", true);
  for (int s = 0; s < c->n_strategies; s++) ply_json_string(&json, NULL, c->strategies[s]);
  ply_json_end(&json);
  ply_json_array(&json, "profiles", false);
  for (uint64_t p = 0; p < c->n_profiles; p++) {
    ply_json_object(&json, NULL, true);
    ply_json_array(&json, "strategies", true);
    for (int r = 0; r < c->n_roles; r++) ply_json_string(&json, NULL, c->strategies[strategy_of(c, p, r)]);
    ply_json_end(&json);
    ply_json_number(&json, "share", c->share[p]);
    ply_json_array(&json, "payoffs", true);
    for (int r = 0; r < c->n_roles; r++)
      ply_json_number(&json, NULL, c->payoff[p * (uint64_t)c->n_roles + (uint64_t)r]);
    ply_json_end(&json);
    ply_json_number(&json, "regret", c->regret[p]);
    ply_json_bool(&json, "equilibrium", c->regret[p] <= PLY_EPS);
    ply_json_end(&json);
  }
  ply_json_end(&json);
  ply_json_count(&json, "equilibria", c->n_equilibria);
  if (c->mixed != NULL) {
    ply_json_object(&json, "mixed", true);
    for (int r = 0; r < c->n_roles; r++) {
      ply_json_array(&json, c->roles[r].name, true);
      for (int k = 0; k < c->n_strategies; k++)
        ply_json_number(&json, NULL, c->mixed[r * c->n_strategies + k]);
      ply_json_end(&json);
    }
    ply_json_end(&json);
    ply_json_number(&json, "mixed_regret", c->mixed_regret);
  }
  ply_json_end(&json);
  ply_json_end(&json);
}
