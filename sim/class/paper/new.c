/* parley class new: from a scenario to the folder of a session. The expected deals are solved for here, once;
 * the server only reads them. */
#include "sim/class/class.h"
#include "sim/class/paper/paper.h"
#include "sim/class/session/plan.h"
#include "sim/class/session/study.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* As many tables as the players fill; at least one. */
static int tables_for(int players, uint64_t roles) {
  int n = players / __builtin_popcountll(roles);
  return n < 1 ? 1 : n > PLY_CLASS_MAX_TABLES ? PLY_CLASS_MAX_TABLES : n;
}

static ply_status check(const parley_class_new_settings *settings, ply_err *err) {
  if (settings->minutes < 5 || settings->minutes > 600)
    return ply_err_set(err, PLY_E_USAGE,
                       "--minutes must be from 5 to 600; 45, 75 and 120 are laid out by hand");
  if (settings->players < 1 || settings->players > PLY_CLASS_MAX_PEOPLE)
    return ply_err_set(err, PLY_E_USAGE, "--players must be from 1 to %d", PLY_CLASS_MAX_PEOPLE);
  if (settings->language != NULL && !ply_words_known(settings->language))
    return ply_err_set(err, PLY_E_USAGE, "there are no words in \"%.20s\" yet: --language is %s",
                       settings->language, ply_words_languages());
  if (settings->bots != NULL && strlen(settings->bots) >= sizeof((ply_class_plan *)0)->strategy)
    return ply_err_set(err, PLY_E_USAGE, "--bots: such a long strategy is none");
  if (settings->tables < 0 || settings->tables > PLY_CLASS_MAX_TABLES)
    return ply_err_set(err, PLY_E_USAGE, "--tables must be from 1 to %d", PLY_CLASS_MAX_TABLES);
  return PLY_OK;
}

static ply_status make_folder(const char *folder, ply_err *err) {
  char *there = NULL, briefs[4096];
  if (mkdir(folder, 0700) != 0 && errno != EEXIST)
    return ply_err_set(err, PLY_E_SYSTEM, "the folder %s cannot be made: %s", folder, strerror(errno));
  ply_status status = ply_class_file_read(folder, "session.json", true, &there, err);
  if (status == PLY_OK && there != NULL)
    status = ply_err_set(err, PLY_E_USAGE, "%s holds a session already: give another folder", folder);
  free(there);
  if (status != PLY_OK) return status;
  int n = snprintf(briefs, sizeof briefs, "%s/briefs", folder);
  if (n < (int)sizeof briefs && (mkdir(briefs, 0700) == 0 || errno == EEXIST)) return PLY_OK;
  return ply_err_set(err, PLY_E_SYSTEM, "the folder %s/briefs cannot be made: %s", folder, strerror(errno));
}

/* The scenario as it will be played: merged, and with other names where asked for. The caller frees both. */
static parley_status to_play(const parley_scenario *scenario, bool alias, char **text,
                             parley_scenario **played, parley_error *error) {
  char *shown = NULL;
  ply_err err = {0};
  parley_status status = parley_scenario_spell(scenario, &shown, error);
  if (status == PARLEY_OK && alias && ply_class_alias(shown, text, &err) != PLY_OK)
    status = ply_class_told(&err, error);
  if (status == PARLEY_OK && !alias) {
    *text = shown;
    shown = NULL;
  }
  parley_text_free(shown);
  if (status == PARLEY_OK)
    status = parley_scenario_parse(*text, strlen(*text), "scenario.json", NULL, NULL, 0, played, NULL, error);
  return status;
}

/* Makes one page and writes it. */
static ply_status page(const ply_class_session *s, const char *folder, const char *name,
                       void (*make)(const ply_class_session *, ply_text *), ply_err *err) {
  ply_text text;
  ply_text_init(&text);
  make(s, &text);
  ply_status status = text.failed ? ply_err_set(err, PLY_E_MEMORY, "not enough memory for %s", name)
                                  : ply_class_file_write(folder, name, text.data, err);
  ply_text_done(&text);
  return status;
}

static void cards(const ply_class_session *s, ply_text *out) { ply_class_seats(s, NULL, out); }

/* Every role's instructions, a page each, to print at once. */
static void all_briefs(const ply_class_session *s, ply_text *out) {
  ply_class_page_begin(s, ply_words_of(s->words, "briefs"), out);
  for (int r = 0; r < s->shape.n_actors; r++)
    if ((s->state.playable >> r & 1) != 0) ply_class_sheet(s, r, out);
  ply_class_page_end(out);
}

/* briefs/france.html; where names are invented, after the invented one: an id would give it away. */
static void brief_name(const ply_class_session *s, int role, char *name, size_t size) {
  parley_name actor = parley_game_actor_at(s->game, role).name;
  snprintf(name, size, "briefs/%.200s.html", s->plan.alias ? actor.name : actor.id);
  for (char *c = name + strlen("briefs/"); s->plan.alias && *c != '\0'; c++) {
    if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    if (*c == ' ' || *c == '/') *c = '-';
  }
}

static ply_status write_briefs(const ply_class_session *s, const char *folder, ply_err *err) {
  ply_status status = PLY_OK;
  for (int r = 0; r < s->shape.n_actors && status == PLY_OK; r++) {
    char name[300];
    ply_text text;
    if ((s->state.playable >> r & 1) == 0) continue;
    ply_text_init(&text);
    ply_class_page_begin(s, parley_game_actor_at(s->game, r).name.name, &text);
    ply_class_sheet(s, r, &text);
    ply_class_page_end(&text);
    brief_name(s, r, name, sizeof name);
    status = text.failed ? ply_err_set(err, PLY_E_MEMORY, "not enough memory for a brief")
                         : ply_class_file_write(folder, name, text.data, err);
    ply_text_done(&text);
  }
  return status;
}

static ply_status write_folder(const ply_class_session *s, const char *folder, ply_err *err) {
  ply_text plan;
  ply_text_init(&plan);
  ply_class_plan_write(&s->plan, s->scenario, s->game, &plan);
  ply_status status = plan.failed ? ply_err_set(err, PLY_E_MEMORY, "not enough memory for session.json")
                                  : ply_class_file_write(folder, "scenario.json", s->base_text, err);
  if (status == PLY_OK) status = ply_class_file_write(folder, "solution.json", s->solution, err);
  if (status == PLY_OK) status = write_briefs(s, folder, err);
  if (status == PLY_OK) status = page(s, folder, "briefs.html", all_briefs, err);
  if (status == PLY_OK) status = page(s, folder, "guide.html", ply_class_guide, err);
  if (status == PLY_OK) status = page(s, folder, "preview.html", ply_class_preview, err);
  if (status == PLY_OK) status = page(s, folder, "seats.html", cards, err);
  /* Last: a folder with a plan is a whole session. */
  if (status == PLY_OK) status = ply_class_file_write(folder, "session.json", plan.data, err);
  ply_text_done(&plan);
  return status;
}

static ply_status say(const ply_class_session *s, const char *folder, char **said, ply_err *err) {
  int roles = __builtin_popcountll(s->state.playable);
  ply_text text;
  ply_text_init(&text);
  ply_text_addf(&text,
                "%s: a session of %d minutes, %d table%s of %d roles\n"
                "  guide.html    for the teacher: timeline, expected deals, questions (keep it to yourself)\n"
                "  briefs.html   one page a role, to print (one by one: briefs/)\n"
                "  seats.html    cards with the codes of the seats, to cut out\n"
                "  preview.html  all roles in one window, to try the game\n"
                "Next: parley class serve %s --lan\n",
                folder, s->plan.minutes, s->plan.n_tables, s->plan.n_tables == 1 ? "" : "s", roles, folder);
  if (s->course.mode == PLY_MODE_SIMULTANEOUS)
    ply_text_addf(&text,
                  "Nobody's yes is needed here: each makes its move in private and all are shown at once, %d "
                  "round%s (--rounds N).\n",
                  s->course.rounds, s->course.rounds == 1 ? "" : "s");
  if (s->course.mode == PLY_MODE_OFFERS)
    ply_text_addf(&text, "Offers take turns, %d rounds; each that passes costs (--rounds N).\n",
                  s->course.rounds);
  if (s->plan.alias)
    ply_text_add(&text, "Names of the actors and of places that the program knows are invented; others are "
                        "not: read preview.html.\n");
  *said = ply_text_take(&text);
  return *said != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory to say what was made");
}

parley_status parley_class_new(const parley_scenario *scenario, const parley_class_new_settings *settings,
                               char **said, parley_error *error) {
  parley_scenario *played = NULL;
  parley_game *game = NULL;
  char *text = NULL, *solution = NULL;
  ply_class_session session = {.log = {.fd = -1}};
  ply_class_plan plan = {.minutes = settings->minutes,
                         .players = settings->players,
                         .seed = settings->seed,
                         .scale = 100,
                         .bots = true,
                         .alias = settings->alias,
                         .rounds = settings->rounds};
  ply_err err = {0};
  *said = NULL;
  snprintf(plan.language, sizeof plan.language, "%s", settings->language != NULL ? settings->language : "en");
  snprintf(plan.strategy, sizeof plan.strategy, "%s", settings->bots != NULL ? settings->bots : "");
  if (check(settings, &err) != PLY_OK || make_folder(settings->folder, &err) != PLY_OK)
    return ply_class_told(&err, error);
  parley_status status = to_play(scenario, settings->alias, &text, &played, error);
  if (status == PARLEY_OK) status = parley_game_new(played, &game, error);
  if (status == PARLEY_OK) status = ply_class_strategy_check(game, plan.strategy, error);
  if (status == PARLEY_OK) status = ply_class_solve(played, &settings->solve, &solution, error);
  if (status == PARLEY_OK) {
    plan.n_tables =
        settings->tables > 0 ? settings->tables : tables_for(settings->players, ply_class_playable(game));
    ply_class_plan_times(&plan);
    ply_status inner = ply_class_plan_codes(&plan, game, &err);
    if (inner == PLY_OK) inner = ply_class_session_init(&session, &plan, text, solution, NULL, 0, &err);
    if (inner == PLY_OK) inner = write_folder(&session, settings->folder, &err);
    if (inner == PLY_OK) inner = say(&session, settings->folder, said, &err);
    if (inner != PLY_OK) status = ply_class_told(&err, error);
  }
  ply_class_session_done(&session);
  parley_game_free(game);
  parley_scenario_free(played);
  parley_text_free(text);
  parley_text_free(solution);
  return status;
}
