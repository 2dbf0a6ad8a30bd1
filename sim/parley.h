/* parley: which deals could every needed party accept, which of them hold, and what would have to change?
 *
 * The only public header. A program loads a scenario, solves it and renders the result:
 *
 *     parley_scenario *scenario;
 *     parley_result *result;
 *     char *text;
 *     parley_error error;
 *     if (parley_scenario_load("game.json", NULL, 0, &scenario, NULL, &error) == PARLEY_OK) {
 *       parley_solve_settings settings = parley_solve_settings_default();
 *       if (parley_solve(scenario, &settings, &result, &error) == PARLEY_OK) {
 *         if (parley_result_render(result, "json", NULL, &text, &error) == PARLEY_OK) fputs(text, stdout);
 *         ...
 *
 * Ownership: what a function hands out through a pointer to a pointer belongs to the caller, who gives it to
 * the _free function of its type (parley_text_free for strings); _free(NULL) is fine. Everything else is
 * borrowed. On failure the handed-out pointer is NULL. Scenarios and results are never changed after they are
 * made: several threads may use one.
 *
 * Errors: a function that can fail returns a parley_status and fills *error, the last parameter, which may be
 * NULL. The library never prints, never exits, and does not care about the locale. Payoffs are assumptions of
 * the scenario file; what is computed from them is no forecast. */
#ifndef PARLEY_H
#define PARLEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- version, status, error ---- */

/* The version of the library, such as "0.1.0": a static string, never NULL. */
const char *parley_version(void);

/* Did the call work? (What a search established is told by the result: parley_result_complete.) */
typedef enum parley_status {
  PARLEY_OK = 0,
  PARLEY_E_USAGE,  /* asked for something that does not exist: an unknown format, design, red line */
  PARLEY_E_INPUT,  /* the scenario says something wrong: see the problems */
  PARLEY_E_LIMIT,  /* a size or a budget does not allow it */
  PARLEY_E_MEMORY, /* no memory */
  PARLEY_E_SYSTEM, /* file or operating system */
  PARLEY_E_STOPPED /* the stop flag was set before anything was known */
} parley_status;

/* One failure, told so that a person can mend it: where, what, what would be allowed. */
typedef struct parley_error {
  parley_status status;
  int line, column;  /* 1-based; 0: not known */
  char message[400]; /* one line, UTF-8 */
  char file[400];    /* "": none */
  char pointer[256]; /* JSON Pointer (RFC 6901), "": none */
} parley_error;

/* Frees a string that the library handed out. */
void parley_text_free(char *text);

/* The nearest of n words to a misspelt one, or NULL if none is near enough to suggest. Borrowed from `words`.
 */
const char *parley_word_nearest(const char *word, const char *const *words, size_t n);

/* ---- output that is whole or not there ---- */

/* A file in the making: written beside its place under a hidden name, it takes its name when it is complete and on the
 * disk, so that nobody ever finds half of it. Where the name is a link, what it points to is replaced; a device or a pipe
 * is written to. */
typedef struct parley_file parley_file;

/* PARLEY_E_SYSTEM: it cannot be written there; PARLEY_E_MEMORY. *file is NULL then. */
parley_status parley_file_start(const char *path, parley_file **file, parley_error *error);
/* file: a parley_file, as what parley_list_settings.write takes as data. False with errno. */
bool parley_file_add(void *file, const char *text, size_t length);
/* Gives it its name and ends it, whatever comes back. PARLEY_E_SYSTEM: the name stands for what it stood for before. */
parley_status parley_file_keep(parley_file *file, parley_error *error);
/* Ends it without a trace. NULL is fine. */
void parley_file_drop(parley_file *file);

/* ---- formats ---- */

/* An output format: its name for the functions below and one line of help. */
typedef struct parley_format {
  const char *name, *help;
  bool explains; /* whether parley_explanation_render knows it */
} parley_format;

/* Format number i, counted from 0, the default first; false past the last (then *format is untouched). */
bool parley_format_at(size_t i, parley_format *format);

/* How text for people looks. Other formats take no notice of it. Every function that takes a pointer to these
 * settings takes NULL for the default. */
typedef struct parley_render_settings {
  bool color; /* ANSI colours; default false. Marks and words say the same without */
  int width;  /* columns to use, 60 to 400; 0, the default: 100 */
} parley_render_settings;

/* ---- problems of a scenario file ---- */

/* Everything that is wrong with a file, or suspicious in it, each with its place. */
typedef struct parley_problems parley_problems;

/* How many errors and warnings there are; NULL problems have none. */
size_t parley_problems_errors(const parley_problems *problems);
size_t parley_problems_warnings(const parley_problems *problems);

/* The problems as text ("text": at most 20 are shown, then how many more) or as a JSON array with code,
 * severity, file, pointer, line, column, message and suggestion ("json"). The caller frees *text with
 * parley_text_free. PARLEY_E_USAGE for another format, PARLEY_E_MEMORY. */
parley_status parley_problems_render(const parley_problems *problems, const char *format,
                                     const parley_render_settings *settings, char **text,
                                     parley_error *error);

/* Several lists as one, in order; NULL entries are skipped. The caller frees *merged. PARLEY_E_MEMORY. */
parley_status parley_problems_merge(const parley_problems *const *lists, size_t n, parley_problems **merged,
                                    parley_error *error);

/* Frees the list; NULL is fine. */
void parley_problems_free(parley_problems *problems);

/* One failure in the form of parley_problems_render; with "json" the code is "usage", "input", "limit",
 * "memory", "system" or "stopped". */
parley_status parley_error_render(const parley_error *failure, const char *format,
                                  const parley_render_settings *settings, char **text, parley_error *error);

/* ---- scenarios ---- */

/* A scenario file, read, merged, checked. */
typedef struct parley_scenario parley_scenario;

/* One number (or other value) to replace before the scenario is checked: a JSON Pointer into the merged
 * scenario, and a JSON value as text: {"/actors/france/reservation", "0.4"}. A word that is no JSON counts as
 * a string. Or readings of the scenario to apply: {NULL, "coordination,no-p5"}. Settings apply in order. */
typedef struct parley_setting {
  const char *pointer, *value;
} parley_setting;

/* Reads a scenario file and the files it extends, applies `settings` ([n_settings], NULL for none), checks
 * it.
 *
 * path: a file name, "-" for standard input. scenario: receives the scenario; the caller frees it. problems:
 * NULL, or receives all errors and warnings whatever the outcome (the caller frees them; NULL only without
 * memory). PARLEY_E_INPUT: the file is wrong, *problems says how; PARLEY_E_SYSTEM: it cannot be read;
 * PARLEY_E_MEMORY. Files may have up to 16 MiB; cost grows with their size. */
parley_status parley_scenario_load(const char *path, const parley_setting *settings, size_t n_settings,
                                   parley_scenario **scenario, parley_problems **problems,
                                   parley_error *error);

/* The same from memory. text: [length] bytes; name: what problems call it; folder: where files named by
 * "extends" are looked up, NULL: none are allowed. A part may name any file that the process may read, ../.. included,
 * and errors quote lines of it: give NULL for a text that comes from somebody else. */
parley_status parley_scenario_parse(const char *text, size_t length, const char *name, const char *folder,
                                    const parley_setting *settings, size_t n_settings,
                                    parley_scenario **scenario, parley_problems **problems,
                                    parley_error *error);

/* Frees the scenario; games, results and plans made of it must be gone before; NULL is fine. */
void parley_scenario_free(parley_scenario *scenario);

/* What a scenario is, in short. The strings are borrowed from the scenario; title and question may be NULL.
 */
typedef struct parley_scenario_info {
  const char *id, *title, *question;
  const char *digest; /* "sha256:..." over the merged scenario, whatever its layout */
  int n_actors, n_candidates, n_issues, n_options, n_rules, n_red_lines, n_designs;
  int n_numbers;   /* numbers that the files give */
  bool plain_game; /* players, strategies, payoffs: the same game at every bundle */
} parley_scenario_info;

/* Cost: constant. */
parley_scenario_info parley_scenario_describe(const parley_scenario *scenario);

/* Name number i of a named design, in file order; NULL past the last. Borrowed from the scenario. */
const char *parley_scenario_design(const parley_scenario *scenario, size_t i);

/* The merged scenario as one JSON file, with the same digest. PARLEY_E_MEMORY. */
parley_status parley_scenario_show(const parley_scenario *scenario, char **text, parley_error *error);

/* The same with a plain game ("game") spelt out as actors, levels, bonuses and designs, for readers of the JSON that
 * look for those. It loads to the same answers; without such a game it is the same text. */
parley_status parley_scenario_spell(const parley_scenario *scenario, char **text, parley_error *error);

/* The JSON Schema (draft 2020-12) of scenario files, for editors. PARLEY_E_MEMORY. */
parley_status parley_scenario_schema(char **text, parley_error *error);

/* The scenario format, field by field, as a Markdown table. PARLEY_E_MEMORY. */
parley_status parley_scenario_fields(char **text, parley_error *error);

/* ---- solving ---- */

/* The set over which the best bundles are chosen. */
typedef enum parley_over {
  PARLEY_OVER_AUTO = 0,   /* sustained if there are any, else acceptable */
  PARLEY_OVER_ACCEPTABLE, /* everybody needed accepts */
  PARLEY_OVER_SUSTAINED,  /* and nobody gains by leaving or joining where a leaver may undo the deal */
  PARLEY_OVER_STABLE,     /* and nobody would leave even if the deal went on without it */
  PARLEY_OVER_REOPENED /* sustained even if the rest may sign something else without a member that leaves */
} parley_over;

/* A flag that a signal handler or another thread sets: nonzero = stop soon. */
typedef const volatile int *parley_stop;

/* How the space is searched. The answers are the same; enumeration is there to be compared with. */
typedef enum parley_engine {
  PARLEY_ENGINE_AUTO = 0, /* search */
  PARLEY_ENGINE_SEARCH,   /* by parts: loose issues by sorted thresholds, or merged where that pays */
  PARLEY_ENGINE_ENUMERATE /* every feasible bundle, one by one */
} parley_engine;

typedef struct parley_solve_settings {
  parley_over over;      /* default auto */
  parley_engine engine;  /* default auto */
  const char *red_lines; /* "likely" (default, also for NULL: those at least as probable as not), "all",
                            "none", or ids "actor/line" separated by commas */
  int cloud; /* list about so many acceptable bundles with their payoffs, for pictures: all of them where
                  there are no more, else a sample and the frontier of each pair of actors; default 0 */
  int top;   /* list so many acceptable bundles, best Nash product first; default 0 */
  bool
      brief; /* counts, named designs and bargaining solutions alone: veto weights and whatever else takes longer are left
                  open; default false */
  bool
      chance; /* in how many of 64 draws from the ranges some bundle is acceptable, where the space is so small
                  that it is cheap (by size, not by time); default false */
  bool
      readings; /* which readings of the scenario would turn the finding, where the space is small enough for that to
                    take moments (by size, not by time); default false */
  int threads;           /* 0, the default: one a processor. The answer does not depend on it */
  double time_limit_s;   /* seconds; 0, the default: none */
  uint64_t memory_bytes; /* 0, the default: the library's own limit */
  uint64_t seed;         /* of the sample on which answers are checked in large spaces; default 1 */
  parley_stop stop;      /* NULL, the default: never */
  void (*progress)(void *data, double share); /* called now and then with the share done, 0 to 1, from one
                                                 thread at a time; NULL, the default: never */
  void *progress_data;
} parley_solve_settings;

/* The settings that NULL stands for; to change one, start from these. */
parley_solve_settings parley_solve_settings_default(void);

/* Everything that was found: counts, named designs, solutions, joining, deterrence. */
typedef struct parley_result parley_result;

/* Answers every question about a scenario: which bundles are acceptable, sustained, stable, what the
 * bargaining solutions are, who joins; then recomputes it from the definitions: all of it in a small
 * space, in a large one the bundles that it names, not the counts (sim/verify/README.md).
 *
 * settings: NULL for the default. The caller frees *result. A limit or the stop flag gives PARLEY_OK and a
 * result that says what is left open (parley_result_complete). PARLEY_E_LIMIT: the memory does not
 * allow even to list the memberships. PARLEY_E_USAGE: an unknown red line or a setting out of range;
 * PARLEY_E_MEMORY. Cost: see sim/solve/README.md; it grows with the number of bundles that differ in who
 * accepts and who joins. */
parley_status parley_solve(const parley_scenario *scenario, const parley_solve_settings *settings,
                           parley_result **result, parley_error *error);

/* Whether everything asked for was decided. If not, *why (may be NULL) is what came first, such as "time
 * limit", "memory" or "interrupted"; borrowed from the result. */
bool parley_result_complete(const parley_result *result, const char **why);

/* A count: exact where low == high; where a limit came first all that is proved is low <= count <= high. */
typedef struct parley_count {
  uint64_t low, high;
} parley_count;

/* How many bundles there are of each kind: `raw` is every combination of options and levels. */
typedef struct parley_counts {
  uint64_t raw;
  parley_count feasible, acceptable, sustained, stable;
} parley_counts;

/* What was counted; bundles, 0 to raw. A count that was not asked for has low 0 and high raw. Cost: constant. */
parley_counts parley_result_counts(const parley_result *result);

/* An acceptable bundle that the result lists (parley_solve_settings.cloud). payoffs: [n_actors], payoff
 * units, borrowed from the result. */
typedef struct parley_point {
  uint64_t bundle;
  const double *payoffs;
  bool sustained, stable, efficient;
} parley_point;

/* Listed bundle number i, counted from 0; false past the last (then *point is untouched). */
bool parley_result_point(const parley_result *result, size_t i, parley_point *point);

/* ---- lists of bundles ---- */

typedef struct parley_list_settings {
  parley_solve_settings solve; /* red lines, threads, limits; what is chosen over does not matter */
  const char *set;             /* "acceptable", "efficient" (among the acceptable), "sustained" or "stable" */
  const char *where; /* NULL, or "issue=option,actor=level,...": a name given twice is met by either */
  const char *
      sort; /* NULL: as they are found, the same on every machine; "index", or largest first: "nash", "least" (of
                       the bargaining players' gains), "sum" (of all payoffs), or an actor's id: its payoff */
  uint64_t limit;     /* 0: none */
  const char *format; /* "csv" (one row a bundle) or "json" (an array of objects) */
  /* Takes the text piece by piece; false: no more is wanted. */
  bool (*write)(void *data, const char *text, size_t length);
  void *data;
} parley_list_settings;

/* Writes every bundle of a set with what everybody gets there. *n: how many. PARLEY_E_USAGE: an unknown word;
 * PARLEY_E_LIMIT: too large to be listed, or stopped before all bundles were looked at (nothing was written then but
 * perhaps the first row); PARLEY_E_MEMORY. Cost: one pass over the space; with `sort` the matches are kept. */
parley_status parley_list_bundles(const parley_scenario *scenario, const parley_list_settings *settings,
                                  uint64_t *n, parley_error *error);

/* How many of the result's claims the independent check could not confirm: 0, or there is a defect in this
 * library. */
int parley_result_failed_checks(const parley_result *result);

/* The result in a format of parley_format_at. The caller frees *text. PARLEY_E_USAGE, PARLEY_E_MEMORY. */
parley_status parley_result_render(const parley_result *result, const char *format,
                                   const parley_render_settings *settings, char **text, parley_error *error);

/* Frees the result, and whatever was borrowed from it; NULL is fine. */
void parley_result_free(parley_result *result);

/* ---- a number moved ---- */

/* Numbers of a scenario that move together between two ends: one pass over the space first, then what follows anywhere
 * between takes a small part of a solve. For sliders. */
typedef struct parley_dial parley_dial;

/* A number, named by its pointer, and its values where the dial stands at 0 and at 1; straight between. */
typedef struct parley_dial_number {
  const char *pointer;
  double low, high;
} parley_dial_number;

/* Does the pass. numbers: [n]; settings: as of parley_solve, NULL for the default; neither `top` nor `cloud` counts. The
 * scenario must outlive *dial, which the caller frees. PARLEY_E_USAGE: no such number, or one outside what the
 * format allows; PARLEY_E_LIMIT: one pass does not serve a game of this kind (quorums, members that are not asked, spaces that
 * are added up rather than listed): solve each place on its own; PARLEY_E_MEMORY. Cost: a solve without
 * veto weights. */
parley_status parley_dial_new(const parley_scenario *scenario, const parley_dial_number *numbers, int n,
                              const parley_solve_settings *settings, parley_dial **dial, parley_error *error);
/* Counts and bargaining solutions at a place, 0 to 1: the same as parley_solve gives there, checked in the same way; all
 * other questions are left open. The caller frees *result. PARLEY_E_USAGE, PARLEY_E_LIMIT, PARLEY_E_MEMORY. Cost: what
 * may be acceptable anywhere between the ends. */
parley_status parley_dial_solve(const parley_dial *dial, double at, parley_result **result,
                                parley_error *error);
void parley_dial_free(parley_dial *dial);

/* ---- explaining one bundle ---- */

typedef struct parley_explanation parley_explanation;

/* Why is this bundle acceptable or not, stable or not, and what would turn the verdict?
 *
 * design: id of a named design, or NULL. bundle: changes to it, "clock=h24,france=aid" (issue=option or
 * candidate=level, separated by commas), or NULL; without a design every free issue must be given, candidates
 * not named stand out. At least one of the two is needed. settings: as for parley_solve (red lines, limits,
 * threads); NULL for the default. The caller frees *explanation. PARLEY_E_USAGE: an unknown name, with a
 * did-you-mean, or a free issue missing; PARLEY_E_LIMIT, PARLEY_E_MEMORY, PARLEY_E_STOPPED. */
parley_status parley_explain(const parley_scenario *scenario, const char *design, const char *bundle,
                             const parley_solve_settings *settings, parley_explanation **explanation,
                             parley_error *error);

/* Whether the nearest acceptable bundle, the smallest change and, of a sustained bundle, whether it holds if terms can
 * be reopened were decided. */
bool parley_explanation_complete(const parley_explanation *explanation);

/* The explanation as "text" or "json". The caller frees *text. PARLEY_E_USAGE, PARLEY_E_MEMORY. */
parley_status parley_explanation_render(const parley_explanation *explanation, const char *format,
                                        const parley_render_settings *settings, char **text,
                                        parley_error *error);

/* Frees the explanation, and whatever was borrowed from it; NULL is fine. */
void parley_explanation_free(parley_explanation *explanation);

/* ---- comparing two scenarios ---- */

/* What differs between two scenarios, and which answers differ with it. */
typedef struct parley_comparison parley_comparison;

/* Compares the numbers and all else that two scenarios say, by pointer, and, with `solve`, their answers:
 * sizes of sets, who accepts and who blocks, red lines in force, named designs, solutions, proposals and
 * talks. Things match by id; the two may be of different sizes, or even different games.
 *
 * settings: for both solves, as for parley_solve; NULL for the default. The caller frees *comparison.
 * Statuses and cost: as for two calls of parley_solve; a limit gives PARLEY_OK and a comparison that says so.
 */
parley_status parley_compare(const parley_scenario *a, const parley_scenario *b, bool solve,
                             const parley_solve_settings *settings, parley_comparison **comparison,
                             parley_error *error);

/* As parley_result_complete and parley_result_failed_checks, of both results; complete where nothing was
 * solved. */
bool parley_comparison_complete(const parley_comparison *comparison, const char **why);
int parley_comparison_failed_checks(const parley_comparison *comparison);

/* The comparison as "text" or "json". The caller frees *text. PARLEY_E_USAGE, PARLEY_E_MEMORY. */
parley_status parley_comparison_render(const parley_comparison *comparison, const char *format,
                                       const parley_render_settings *settings, char **text,
                                       parley_error *error);

/* Frees the comparison; NULL is fine. */
void parley_comparison_free(parley_comparison *comparison);

/* ---- files of other tools ---- */

typedef struct parley_convert_settings {
  const char *from; /* a format of parley_convert_format_at; NULL: seen from what the files hold */
  int steps;        /* how many values an issue of real numbers is cut into; 0: 10 */
} parley_convert_settings;

/* Files of another tool (a domain and its profiles: [n] paths, in any order) as one scenario file. settings:
 * NULL for the default. The caller frees *text. problems: NULL, or receives warnings and errors whatever the
 * outcome (the caller frees them). PARLEY_E_USAGE: an unknown format, files that do not belong together;
 * PARLEY_E_INPUT: what cannot be read or is no sum over issues; PARLEY_E_SYSTEM, PARLEY_E_MEMORY. */
parley_status parley_convert(const char *const *paths, size_t n, const parley_convert_settings *settings,
                             char **text, parley_problems **problems, parley_error *error);

/* A scenario in a format of another tool. part: 0 the domain (or all, for "csv"), k the profile of actor k,
 * counted from 1. *name: what to call the file; the caller frees *name and *text (parley_text_free).
 * PARLEY_E_INPUT with the reason where the scenario's payoffs are no sums over issues. */
parley_status parley_convert_back(const parley_scenario *scenario, const char *format, size_t part,
                                  char **name, char **text, parley_problems **problems, parley_error *error);

/* Format number i, counted from 0: name, one line of help, whether it is written too; false past the last. */
bool parley_convert_format_at(size_t i, const char **name, const char **help, bool *writes);

/* ---- simulated talks ---- */

/* How parties talk. What is NULL or 0 here is as the scenario's "negotiation" says, else as told below. */
typedef struct parley_negotiate_settings {
  const char *protocol;          /* default "rotating" */
  int rounds;                    /* 1 to 10,000; default 100 */
  const char *const *strategies; /* [n_strategies] "ACTOR=NAME" or, for all others, "NAME"; a name may carry
                                    parameters: "time:exponent=0.5:pick=similar". Default "linear", of a
                                    mediator's texts "hill" */
  size_t n_strategies;
  const char *order;     /* actors separated by commas: who speaks in turn */
  const char *mediator;  /* an actor, for the text and the trace; default nobody of the file */
  const char *start;     /* a design: the first single text; default drawn */
  double heat;           /* payoff units: how large a loss an annealer takes at first; default 0.1 */
  uint64_t sessions;     /* default 1 where nothing is left to chance, else 1,000 */
  uint64_t seed;         /* default 1 */
  uint64_t trace;        /* the session to be told step by step, from 1; 0: none */
  const char *red_lines; /* as in parley_solve_settings; with drawn numbers the plan says it */
  int threads;           /* 0: one a processor. The answer does not depend on it */
  parley_stop stop;
} parley_negotiate_settings;

/* A sweep's plan: see below. */
typedef struct parley_plan parley_plan;

/* What the sessions ended with. */
typedef struct parley_negotiation parley_negotiation;

/* Lets the parties talk. plan: NULL for base numbers; else a plan whose scenario takes the place of `scenario`
 * (which may then be NULL) and whose run k gives the numbers of session k. settings: NULL for the default. The
 * caller frees *negotiation. PARLEY_E_USAGE: an unknown name, with a did-you-mean; PARLEY_E_INPUT,
 * PARLEY_E_LIMIT, PARLEY_E_MEMORY, PARLEY_E_STOPPED. Cost: sessions times (bundles + steps). */
parley_status parley_negotiate(const parley_scenario *scenario, parley_plan *plan,
                               const parley_negotiate_settings *settings, parley_negotiation **negotiation,
                               parley_error *error);

/* The share of sessions that agreed, and the number of sessions. */
double parley_negotiation_share(const parley_negotiation *negotiation, uint64_t *sessions);

/* As "text" or "json". The caller frees *text. PARLEY_E_USAGE, PARLEY_E_MEMORY. */
parley_status parley_negotiation_render(const parley_negotiation *negotiation, const char *format,
                                        const parley_render_settings *settings, char **text,
                                        parley_error *error);

/* Frees the talks; NULL is fine. */
void parley_negotiation_free(parley_negotiation *negotiation);

/* The game of strategies: every assignment of the strategies ("boulware,linear", separated by commas) to the
 * roles ([n_roles] lists of actors, separated by commas; none: each talker its own role), with mean payoffs
 * over the same sessions, its pure equilibria, and *text as "text" or "json" (the caller frees it). Actors in
 * no role keep the strategy of the settings. Statuses as parley_negotiate; PARLEY_E_USAGE also for more than
 * 10,000 assignments. */
parley_status parley_negotiate_among(const parley_scenario *scenario, parley_plan *plan,
                                     const parley_negotiate_settings *settings, const char *strategies,
                                     const char *const *roles, size_t n_roles, const char *format,
                                     const parley_render_settings *look, char **text, parley_error *error);

/* ---- readings ---- */

/* A scenario as it stands and under each of its readings, side by side. */
typedef struct parley_readings parley_readings;

/* Solves the scenario and each of its readings. settings: as for parley_solve, for each row; NULL: the default.
 * The caller frees *readings. PARLEY_E_USAGE, PARLEY_E_MEMORY. Cost: readings + 1 solves. */
parley_status parley_readings_new(const parley_scenario *scenario, const parley_solve_settings *settings,
                                  parley_readings **readings, parley_error *error);

/* Whether every row is decided; *why (may be NULL): the limit that ended one, or NULL. */
bool parley_readings_complete(const parley_readings *readings, const char **why);

/* As "text" or "json". The caller frees *text. PARLEY_E_USAGE, PARLEY_E_MEMORY. */
parley_status parley_readings_render(const parley_readings *readings, const char *format,
                                     const parley_render_settings *settings, char **text,
                                     parley_error *error);

/* Frees the readings; NULL is fine. */
void parley_readings_free(parley_readings *readings);

/* ---- what there is to choose from ---- */

/* Bargaining solution 0, 1, ... in the order in which results tell them: its key in the JSON of a result, its
 * name for people, and a gloss for people without the field's words (NULL where it has none). False past the
 * last. The texts live as long as the program. */
bool parley_concept_at(size_t i, const char **key, const char **name, const char **plain);

/* Scenario files with their question and size, and the rows of every registry: what solve answers, solution
 * concepts, payoff families, indicators, methods and outputs of sweeps, formats. */
typedef struct parley_listing parley_listing;

/* A listing without files. The caller frees *listing. PARLEY_E_MEMORY. */
parley_status parley_listing_new(parley_listing **listing, parley_error *error);

/* Adds a scenario file. One that cannot be used is listed with the reason, and the reason is the status:
 * PARLEY_E_INPUT, PARLEY_E_SYSTEM; PARLEY_E_MEMORY. */
parley_status parley_listing_add(parley_listing *listing, const char *path, parley_error *error);

/* The listing as "text" or "json". The caller frees *text. PARLEY_E_USAGE, PARLEY_E_MEMORY. */
parley_status parley_listing_render(const parley_listing *listing, const char *format,
                                    const parley_render_settings *settings, char **text, parley_error *error);

/* Frees the listing; NULL is fine. */
void parley_listing_free(parley_listing *listing);

/* Whether a file is meant as a scenario: false only for valid JSON without a key "parley" at its top (a part,
 * a plan, a schema, a result). */
bool parley_scenario_is(const char *path);

/* ---- a game to sit in: one bundle at a time ---- */

/* A scenario's tables at base values with its likely red lines in force: what people who play it need to know
 * of one bundle. The same code as the solver's. A bundle goes by its index in 0 .. n_bundles-1. Actors,
 * issues, options and levels are counted in file order; level 0 is out. A game is never changed after it is
 * made. */
typedef struct parley_game parley_game;

/* The caller frees *game (parley_game_free); the scenario must outlive it. PARLEY_E_USAGE, PARLEY_E_INPUT,
 * PARLEY_E_MEMORY. Cost: the size of the scenario. */
parley_status parley_game_new(const parley_scenario *scenario, parley_game **game, parley_error *error);
/* Frees the game, before its scenario; NULL is fine. */
void parley_game_free(parley_game *game);

typedef struct parley_game_shape {
  int n_actors, n_issues, n_levels, n_designs, n_rules;
  uint64_t n_bundles;
  bool has_security;
  int quorum;    /* how many required and counted actors must accept */
  bool weighted; /* their votes weigh besides */
} parley_game_shape;
/* Cost: constant. */
parley_game_shape parley_game_describe(const parley_game *game);

/* An id, its name (never NULL), and notes (or NULL). Borrowed from the scenario. */
typedef struct parley_name {
  const char *id, *name, *notes;
} parley_name;

typedef enum parley_consent {
  PARLEY_NEVER = 0,
  PARLEY_REQUIRED, /* a veto */
  PARLEY_COUNTED,  /* one of those that the quorum counts */
  PARLEY_IF_MEMBER /* asked where it joins */
} parley_consent;

typedef struct parley_game_actor {
  parley_name name;
  const char *brief; /* or NULL */
  parley_consent consent;
  bool candidate;
  double reservation; /* the payoff of no deal, payoff units */
  double tolerance;   /* payoffs that are no further apart are the same */
} parley_game_actor;
/* actor: 0 to n_actors - 1. The strings are borrowed from the scenario. Cost: constant. */
parley_game_actor parley_game_actor_at(const parley_game *game, int actor);

typedef struct parley_game_issue {
  parley_name name;
  int n_options;
  bool derived; /* follows from the rest: not chosen */
} parley_game_issue;
/* issue: 0 to n_issues - 1; option: 0 to the issue's n_options - 1; level: 0 (out) to n_levels - 1. Borrowed. */
parley_game_issue parley_game_issue_at(const parley_game *game, int issue);
parley_name parley_game_option_at(const parley_game *game, int issue, int option);
parley_name parley_game_level_at(const parley_game *game, int level);
/* What a level is called for one actor, and how many it has: a plain game's player has strategies of its own, and maybe
 * fewer than others; else all actors' levels are the same. level: 0 to n - 1. Borrowed. */
parley_name parley_game_stand_at(const parley_game *game, int actor, int level);
int parley_game_n_stands(const parley_game *game, int actor);

/* A named design and its bundle. */
parley_name parley_game_design_at(const parley_game *game, int design, uint64_t *bundle);

/* What an option of an issue adds to an actor's payoff: weight times value, as an outsider where `outsider`;
 * before any scaling by security. What standing at a level adds by itself. */
double parley_game_term(const parley_game *game, int actor, int issue, int option, bool outsider);
double parley_game_level_term(const parley_game *game, int actor, int level);

/* The index of options [n_issues] (those of derived issues are not read) and levels [n_actors] (not read for
 * actors that are no candidates). False where one of them does not exist. */
bool parley_game_pack(const parley_game *game, const int *options, const int *levels, uint64_t *bundle);
/* And back, with the derived issues; levels are 0 for actors that are no candidates. */
void parley_game_unpack(const parley_game *game, uint64_t bundle, int *options, int *levels);

/* payoffs: [n_actors], payoff units. False where the honour game of the security model does not settle. */
bool parley_game_payoffs(const parley_game *game, uint64_t bundle, double *payoffs);

/* The reason (else the id) of the first rule that the bundle breaks, or NULL: it is feasible. Borrowed. */
const char *parley_game_broken_rule(const parley_game *game, uint64_t bundle);

/* The name (else the id) of the first red line in force by which the actor refuses the bundle, or NULL.
 * Borrowed. */
const char *parley_game_red_line(const parley_game *game, uint64_t bundle, int actor);

/* Whether red line number `line` of the actor, in file order, is in force; false past the last. */
bool parley_game_line_in_force(const parley_game *game, int actor, int line);

/* Who is asked, a bit an actor; and whether there is a deal when exactly the actors of `accept` accept. */
uint64_t parley_game_parties(const parley_game *game, uint64_t bundle);
bool parley_game_agreed(const parley_game *game, uint64_t bundle, uint64_t accept);

/* What the actors say to a bundle, by the solver's own definitions: sim/solve/README.md. */
typedef struct parley_standing {
  bool feasible, acceptable;
  bool sustained;  /* and no candidate moves alone, where a leaver may undo the deal */
  uint64_t refuse; /* who of those asked would, a bit an actor */
} parley_standing;

/* All false where it breaks a rule, or where the honour game does not settle. Cost: a payoff vector for each candidate
 * and level. */
parley_standing parley_game_standing(const parley_game *game, uint64_t bundle);

/* The smallest groups whose no stops a bundle although everybody else who is asked says yes (minimal blocking coalitions).
 * Sets of actors, a bit each. */
enum { PARLEY_BLOCKING_GROUPS = 40 };
typedef struct parley_blocking {
  uint64_t parties; /* who is asked */
  uint64_t alone;   /* whose no is enough */
  int any;          /* > 0: beside them any so many of `of`; then no groups are listed */
  uint64_t of;
  int n_groups; /* beside them, these groups, smallest first */
  uint64_t groups[PARLEY_BLOCKING_GROUPS];
  bool more; /* there are more groups than are listed */
} parley_blocking;

/* Cost: the number of groups of those who cannot stop it alone; past 100,000 it stops and says `more`. */
parley_blocking parley_game_blocking(const parley_game *game, uint64_t bundle);

/* ---- strategies beside people: bots at a table ---- */

/* A table of that game at which the strategies of the simulated talks sit beside people. Who lets people talk tells it what is
 * said, in order, and asks what an actor's strategy would say: the protocol is the asker's. A strategy knows its own actor's
 * payoffs and red lines, the clock and what was said, and nothing else. The same settings and the same story give the same
 * answers; a session that was stopped is taken up by telling it all again (tit-for-tat then starts from its best, for what it
 * asks for moves as it is asked). Tables that share a list are for one thread at a time. */
typedef struct parley_sitting parley_sitting;

typedef struct parley_sitting_settings {
  const uint64_t *
      bundles; /* [n_bundles] what the strategies think of and propose from; those that break a rule are left out.
                              NULL: all feasible bundles, at most 2^20. People may propose whatever they like */
  size_t n_bundles;
  const parley_sitting
      *beside; /* NULL, or a table of the same game whose list it shares, and which must outlive it */
  const char *const *strategies; /* [n_strategies] as in parley_negotiate_settings; default "linear" */
  size_t n_strategies;
  int rounds;    /* the deadline, which strategies look at: 1 to 10,000; 0: 100 */
  uint64_t seed; /* of strategies that draw; 0: 1 */
} parley_sitting_settings;

/* settings: NULL for the default. The game must outlive *table, which the caller frees. PARLEY_E_USAGE: an unknown strategy,
 * with a did-you-mean, or one that votes on texts; PARLEY_E_INPUT: nobody is ever asked for consent; PARLEY_E_LIMIT: the
 * bundles cannot be listed; PARLEY_E_MEMORY. Cost: the payoffs of the bundles listed. */
parley_status parley_sitting_new(const parley_game *game, const parley_sitting_settings *settings,
                                 parley_sitting **table, parley_error *error);
void parley_sitting_free(parley_sitting *table);
/* Forgets what was said. session: its number, by which the chances go. */
void parley_sitting_clear(parley_sitting *table, uint64_t session);

/* In a round, counted from 0 (past the deadline the clock stands still): an actor has offered a bundle; has answered somebody's
 * offer. What actors say who are never asked for consent is not heard, nor bundles that break a rule. PARLEY_E_MEMORY. */
parley_status parley_sitting_offered(parley_sitting *table, int round, int actor, uint64_t bundle,
                                     parley_error *error);
parley_status parley_sitting_answered(parley_sitting *table, int round, int actor, uint64_t bundle, bool yes,
                                      parley_error *error);

/* What the actor's strategy would offer now, as if it would sign none of spent [n_spent; NULL: none], which the asker does not
 * let it say again: false where it passes. It is not said before parley_sitting_offered says so. */
bool parley_sitting_offer(parley_sitting *table, int round, int actor, const uint64_t *spent, size_t n_spent,
                          uint64_t *bundle);
/* Whether it would say yes to somebody's offer. */
bool parley_sitting_answer(parley_sitting *table, int round, int actor, uint64_t bundle);

/* All that the verdicts above are computed from, as JSON, for a page that has nobody to ask: it holds every
 * actor's payoffs. sim/web/class/rules.js reads it. The caller frees *json. PARLEY_E_MEMORY. */
parley_status parley_game_render(const parley_game *game, char **json, parley_error *error);

/* ---- reports and pages ---- */

/* Everything that there is to say about a scenario, for one file that people open. */
typedef struct parley_report parley_report;

typedef struct parley_report_settings {
  parley_solve_settings solve;
  int cloud;           /* as in parley_solve_settings; default 3000 */
  bool explain;        /* whether each named design is explained term by term; default true */
  const char *command; /* what a reader should type to get the same report; NULL: not said */
} parley_report_settings;

/* The settings that NULL stands for. */
parley_report_settings parley_report_settings_default(void);

/* Solves the scenario and explains its named designs. settings: NULL for the default. The caller frees
 * *report. Statuses and cost as parley_solve and, for each named design, parley_explain; an explanation that
 * a limit did not allow is left out. */
parley_status parley_report_scenario(const parley_scenario *scenario, const parley_report_settings *settings,
                                     parley_report **report, parley_error *error);

/* The same from a saved result, the JSON of parley_result_render in text: [length] bytes; name: what errors
 * call it. Without the scenario there are no payoffs term by term and no sources. PARLEY_E_INPUT where it is
 * no such result. */
parley_status parley_report_result(const char *text, size_t length, const char *name, const char *command,
                                   parley_report **report, parley_error *error);

/* Adds what a sweep says, a text of parley_sweep_summary. *same (or NULL): whether the sweep ran the very
 * scenario that the report is on; where it did not, the page says so. PARLEY_E_INPUT where it is no such
 * text, PARLEY_E_MEMORY; the report is then as before. */
parley_status parley_report_add_sweep(parley_report *report, const char *summary, bool *same,
                                      parley_error *error);

/* Adds deals when the numbers are not known: the text of parley_robust_render as "json". *same (or NULL): whether it was of
 * the same scenario. PARLEY_E_INPUT where the text is none or there is one already, PARLEY_E_MEMORY. */
parley_status parley_report_add_robust(parley_report *report, const char *robust, bool *same,
                                       parley_error *error);

/* *is: whether a text looks like a result rather than a scenario. PARLEY_E_MEMORY; cost: the length. */
parley_status parley_report_is_result(const char *text, size_t length, bool *is, parley_error *error);

/* As parley_result_complete and parley_result_failed_checks. */
bool parley_report_complete(const parley_report *report, const char **why);
int parley_report_failed_checks(const parley_report *report);

/* The report as "html" (one page that refers to nothing outside itself), "md" (Markdown) or "json" (the data
 * of the page). The caller frees *text. PARLEY_E_USAGE: another format, or html in a library built without
 * its pages; PARLEY_E_MEMORY. */
parley_status parley_report_render(const parley_report *report, const char *format, char **text,
                                   parley_error *error);

/* Frees the report; NULL is fine. */
void parley_report_free(parley_report *report);

/* NULL where the library carries its pages; else why it does not, such as "npm is missing". Static. */
const char *parley_pages_missing(void);

/* One file of the pages, such as "report.js" or "parley.css": its media type and its bytes, [*size], static.
 * False: there is none of that name. */
bool parley_page_asset(const char *name, const char **type, const unsigned char **bytes, size_t *size);

/* An HTML page around the asset `script`, with the style sheet of its name, else parley.css. title: plain
 * text; data: JSON for the script, or NULL; alone: with style, data and script inside, so that it works from
 * a file; else they are linked by name, for a server that answers with parley_page_asset. The caller frees
 * *text. PARLEY_E_USAGE: no such page, or no pages at all; PARLEY_E_MEMORY. */
parley_status parley_page_render(const char *script, const char *title, const char *data, bool alone,
                                 char **text, parley_error *error);

/* ---- sweeps: the same questions asked many times ---- */

/* A plan (declared above) says what moves, how, and what is kept. An empty one: nothing yet. The caller frees *plan (parley_plan_free). PARLEY_E_MEMORY. */
parley_status parley_plan_new(parley_plan **plan, parley_error *error);
/* Frees the plan; NULL is fine. */
void parley_plan_free(parley_plan *plan);

/* *is: whether the file is a plan (rather than a scenario, or nothing that can be read). PARLEY_E_MEMORY. */
parley_status parley_plan_is(const char *path, bool *is, parley_error *error);

/* Reads a plan file into a new plan. PARLEY_E_INPUT: see the problems. */
parley_status parley_plan_load(parley_plan *plan, const char *path, parley_error *error);

/* Puts one thing into the plan; the value is text. what: "scenario" (a path), "set" ("POINTER=VALUE"),
 * "vary", "uncertain", "method", "n", "seed", "levels", "of" (outputs), "red-lines" ("likely", "all", "none",
 * "drawn" or ids), "second-order", "keep-weights" and "draws" (value not read; the last: what is open becomes what
 * parley_robust_plan takes). See sim/sweep/README.md.
 * PARLEY_E_USAGE, PARLEY_E_INPUT. */
parley_status parley_plan_put(parley_plan *plan, const char *what, const char *value, parley_error *error);

/* Everything wrong with the plan or its scenario so far. Borrowed. */
const parley_problems *parley_plan_problems(const parley_plan *plan);

/* The plan as a file. path: where it will be, so that its scenario is found from there; NULL: in the current
 * folder. The caller frees *text. */
parley_status parley_plan_render(const parley_plan *plan, const char *path, char **text, parley_error *error);

/* The JSON Schema (draft 2020-12) of plan files, for editors. PARLEY_E_MEMORY. */
parley_status parley_plan_schema(char **text, parley_error *error);

typedef struct parley_sweep_progress {
  uint64_t total, done, before, failed; /* runs: of this shard; done now; done by earlier calls; failed now */
  double seconds;
  int ranks; /* under mpirun how many there are; else 1 */
} parley_sweep_progress;

typedef struct parley_sweep_settings {
  const char *folder;    /* where results are kept */
  int threads;           /* 0: one a processor */
  int shard, shards;     /* this call does shard 1 .. shards of the runs; 0, 0: all */
  bool extend;           /* the plan's n may be larger than that of the runs in the folder */
  uint64_t memory_bytes; /* of one solve; 0: the library's own limit */
  char *const *argv;     /* for the manifest, ends with NULL; or NULL */
  double lost_after_s;   /* under MPI: a rank that is silent so long is given up; 0: 600 */
  parley_stop stop;
  void (*progress)(void *data, const parley_sweep_progress *progress);
  void *progress_data;
} parley_sweep_settings;

typedef struct parley_sweep_report {
  uint64_t runs, done, before, failed; /* of the whole sweep; done now; before; failed (all, once merged) */
  bool merged;                         /* results.csv is complete */
  bool quiet;                          /* this process only served another one: nothing to tell */
  double seconds;
  char *difference; /* where the folder holds another sweep: lines that differ; else NULL */
} parley_sweep_report;
/* Frees what a report holds, not the report itself. */
void parley_sweep_report_done(parley_sweep_report *report);

/* Does the runs that the folder does not hold yet, and merges the table when all are there. Under mpirun all
 * ranks call this; rank 0 writes. Statuses: PARLEY_E_STOPPED when interrupted (what is done is kept). */
parley_status parley_sweep_run(parley_plan *plan, const parley_sweep_settings *settings,
                               parley_sweep_report *report, parley_error *error);

/* Merges the runs of several folders (or shards in one) into out/results.csv. */
parley_status parley_sweep_merge(const char *const *folders, size_t n, const char *out, bool partial,
                                 parley_sweep_report *report, parley_error *error);

/* The scenario of one run, as a file that parley_solve answers as that run did. The caller frees *text. */
parley_status parley_sweep_show(const char *folder, uint64_t run, char **text, parley_error *error);

/* What the runs of a folder say about one output. */
typedef struct parley_sensitivity_settings {
  const char *output;  /* NULL: the sweep's first one */
  const char *over[2]; /* parameters of a curve or a map; NULL: chosen */
  const char *given;   /* OUTPUT or OUTPUT=VALUE (unsaid: 1): only the runs in which it holds; NULL: all */
  bool ones;           /* look for where a verdict is yes; else for where it is no */
  int resamples;       /* of the bootstrap; 0: 1000 */
  const char *picture; /* NULL, or a file .svg or .png to draw with gnuplot */
  const char *picture_kind; /* NULL: what fits */
  uint64_t memory_bytes;    /* 0: three quarters of the machine's */
} parley_sensitivity_settings;

/* format: "text" or "json" (described in sim/sweep/README.md). The caller frees *text, which is there also where
 * only the picture failed. PARLEY_E_USAGE: no such output or picture; PARLEY_E_SYSTEM: the table is not there, or
 * gnuplot is not; PARLEY_E_LIMIT: it would take more than memory_bytes. */
parley_status parley_sensitivity(const char *folder, const parley_sensitivity_settings *settings,
                                 const char *format, char **text, parley_error *error);

/* Everything that a finished sweep's folder says, as one JSON document for parley_report_add_sweep: the
 * plan's words, the scenario's id and digest, and each output's sensitivity (the first 40 outputs, of each
 * the 30 strongest parameters). The caller frees *text. Statuses as parley_sensitivity. */
parley_status parley_sweep_summary(const char *folder, char **text, parley_error *error);

/* What CONCEPT stands for in the name of an output; NULL past the last. */
const char *parley_sweep_concept_at(size_t i);

/* A method, or an output, for lists: its name and one line of help; false past the last. */
bool parley_sweep_method_at(size_t i, const char **name, const char **help);
bool parley_sweep_output_at(size_t i, const char **name, const char **help);

/* ---- finite games ---- */

/* A game as a table or a tree: a file of the field (Gambit's .nfg and .efg), or a game inside a scenario. */
typedef struct parley_finite parley_finite;

/* Whether the file starts as one of the field's formats. False too where it cannot be read. */
bool parley_finite_is(const char *path);

/* Reads a game ("-": standard input). memory_bytes: for its table, 0 for 8 GiB. PARLEY_E_INPUT with line and
 * column; PARLEY_E_LIMIT: the table would be too large; PARLEY_E_SYSTEM: the file cannot be read;
 * PARLEY_E_MEMORY. The caller frees *game. Cost: linear in the file; of a tree also its table, the reduced
 * normal form. */
parley_status parley_finite_read(const char *path, uint64_t memory_bytes, parley_finite **game,
                                 parley_error *error);

/* A game inside a scenario at one bundle. of: "join" (candidates choose their levels at a design), "honour" (members
 * of a bundle honour their pledges or not), "vote" (who is asked says yes or no to a bundle); NULL: join where there are
 * candidates, else vote. design, bundle: as parley_explain takes them, one may be NULL. red_lines: as in
 * parley_solve_settings. Payoffs are compared within the tolerance of the model. PARLEY_E_USAGE: no such game, design,
 * bundle; PARLEY_E_LIMIT; PARLEY_E_INPUT: an honour game does not settle; PARLEY_E_MEMORY. The caller frees *game. */
parley_status parley_finite_inside(const parley_scenario *scenario, const char *of, const char *design,
                                   const char *bundle, const char *red_lines, uint64_t memory_bytes,
                                   parley_finite **game, parley_error *error);
/* The proposal game of some named designs as a tree: the proposer picks one of them or none, candidates take their
 * levels in turn, then the others who are asked say yes or no. It has no table: it is played from the back ("perfect"),
 * and written as efg. designs: ids joined by commas, NULL: all of them.
 * PARLEY_E_USAGE: no such design; PARLEY_E_LIMIT: too large; else as parley_finite_inside. */
parley_status parley_finite_propose(const parley_scenario *scenario, const char *designs,
                                    const char *red_lines, parley_finite **game, parley_error *error);
/* A kind of game inside scenarios: its name and one line of help; false past the last. */
bool parley_inside_at(size_t i, const char **name, const char **help);

/* The game in one of the field's formats, "nfg" or "efg" (a table as the tree in which the players move in turn
 * and none sees what was chosen before). Exact numbers stay exact. The caller frees *text. PARLEY_E_USAGE:
 * no such format; PARLEY_E_LIMIT; PARLEY_E_MEMORY. */
parley_status parley_finite_write(const parley_finite *game, const char *format, char **text,
                                  parley_error *error);

/* Frees the game; NULL is fine. */
void parley_finite_free(parley_finite *game);

/* What to find in a game. */
typedef struct parley_find_settings {
  const char *what;     /* names of parley_find_at joined by commas; NULL: what a person wants first */
  const double *lambda; /* [n_lambda] where the quantal response is wanted, 1 / payoff units, each >= 0 */
  size_t n_lambda;
  double effort;    /* how much work a question may take; 0 and 1: about ten seconds, 2: twice that */
  parley_stop stop; /* NULL, or a flag that stops the search where it is not 0 */
} parley_find_settings;

/* A question that can be asked of a game: its name and one line of help; false past the last. */
bool parley_find_at(size_t i, const char **name, const char **help, const char **reference);

/* What was found, each equilibrium with its regret recomputed by independent code. */
typedef struct parley_equilibria parley_equilibria;

/* settings: NULL for the default. The game must outlive the answers. PARLEY_E_USAGE: no such question, or none
 * for such a game; PARLEY_E_MEMORY. The caller frees *answers. */
parley_status parley_equilibria_find(const parley_finite *game, const parley_find_settings *settings,
                                     parley_equilibria **answers, parley_error *error);
/* Whether no limit stopped a question; and how many answers the independent check did not confirm. */
bool parley_equilibria_complete(const parley_equilibria *answers);
int parley_equilibria_unconfirmed(const parley_equilibria *answers);
/* format: "text" or "json". The caller frees *text. */
parley_status parley_equilibria_render(const parley_equilibria *answers, const char *format,
                                       const parley_render_settings *settings, char **text,
                                       parley_error *error);
void parley_equilibria_free(parley_equilibria *answers);

/* Judges a profile of strategies: everybody's payoff, regret and best reply. path: a JSON file, an object of
 * players, each the name of a strategy or an object of strategies with their chances (numbers, or "p/q"; those
 * of 0 may be left out); one that parley printed may be given as it is ("strategies" or "profile" of an
 * equilibrium). PARLEY_E_INPUT with the place. The caller frees *text. */
parley_status parley_finite_judge(const parley_finite *game, const char *path, const char *format,
                                  const parley_render_settings *settings, char **text, parley_error *error);

/* ---- deals when the numbers are not known ---- */

/* Which bundle is acceptable in most draws of what is uncertain, what to offer, what knowing is worth. */
typedef struct parley_robust parley_robust;

typedef struct parley_robust_progress {
  const char *question; /* static */
  double share;         /* of the search's tasks that are done */
  double best, bound;   /* draws, or payoff times draws; bound: no bundle has more */
} parley_robust_progress;

typedef struct parley_robust_settings {
  parley_over over; /* acceptable (also PARLEY_OVER_AUTO), sustained, stable, reopened */
  int top;          /* how many of the best bundles; default 1 */
  const char
      *among; /* only these bundles, for every question: "top:N", the N best of the base solve; indexes,
                             separated by commas; or the path of what `robust` or `solve --top N` wrote as JSON;
                             NULL: all bundles */
  const char *proposer;   /* id of an actor; NULL: as the scenario says */
  bool unsure;            /* the proposer's own numbers are drawn too */
  bool offers;            /* whether what to offer is asked; default true */
  bool frontier, knowing; /* chance against gain; what knowing more is worth; default true */
  const char
      *ask; /* what might be known, separated by commas: ids of actors, and red lines as "actor/line"; where a
                             line is named only those are asked about, else all; NULL: no actors, all lines */
  int ask_draws;         /* draws of such an actor, each met by as many of the rest; 0: 32 */
  uint64_t fresh;        /* draws for the shares out of sample; 0: none; default 10,000 */
  int threads;           /* 0: all cores */
  double time_limit_s;   /* of each question; 0: none */
  uint64_t memory_bytes; /* 0: 2 GiB */
  parley_stop stop;
  void (*progress)(void *data, const parley_robust_progress *progress);
  void *progress_data;
} parley_robust_settings;

/* The settings that NULL stands for. */
parley_robust_settings parley_robust_settings_default(void);

/* Answers for the draws of a plan, whose outputs do not count; what it leaves open becomes every range and red
 * line, by a Latin hypercube of 1,024 draws. Draw k has the numbers of run k of a sweep with the same plan.
 * settings: NULL for the default. The caller frees *robust. PARLEY_OK also where a limit or a stop came first.
 * PARLEY_E_USAGE: an actor that is not there or no party, draws that are none; PARLEY_E_INPUT: see
 * parley_plan_problems; PARLEY_E_LIMIT: more than memory_bytes; PARLEY_E_MEMORY. */
parley_status parley_robust_plan(parley_plan *plan, const parley_robust_settings *settings,
                                 parley_robust **robust, parley_error *error);

/* The same for a scenario as it was loaded, its settings included: every range and red line, 1,024 draws of a Latin
 * hypercube, seed 1. PARLEY_E_USAGE also where nothing in it is uncertain. */
parley_status parley_robust_scenario(const parley_scenario *scenario, const parley_robust_settings *settings,
                                     parley_robust **robust, parley_error *error);

/* Whether every question was answered to the end; *why (or NULL): what stopped it. Borrowed. */
bool parley_robust_complete(const parley_robust *robust, const char **why);

/* Bundle number i of the best: its index and in how many of the draws it is in the set; false past the last. */
bool parley_robust_best(const parley_robust *robust, size_t i, uint64_t *index, uint64_t *count);

/* The share of the fresh draws in which that bundle is in the set, which it was not chosen by; -1 past the last and where
 * no fresh draws were asked for. */
double parley_robust_fresh_share(const parley_robust *robust, size_t i);

/* The same bundle as a design of a scenario file, JSON: {"name": ..., "options": {...}, "members": {...}}. The caller
 * frees *json. PARLEY_E_USAGE past the last; PARLEY_E_MEMORY. */
parley_status parley_robust_design(const parley_robust *robust, size_t i, char **json, parley_error *error);

/* As "text" or "json" (sim/robust/README.md). The caller frees *text. PARLEY_E_USAGE, PARLEY_E_MEMORY. */
parley_status parley_robust_render(const parley_robust *robust, const char *format,
                                   const parley_render_settings *settings, char **text, parley_error *error);
void parley_robust_free(parley_robust *robust);

#ifdef __cplusplus
}
#endif

#endif
