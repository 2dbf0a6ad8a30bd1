/* What the commands share: the options as parsed, the rows that describe options and commands, output and
 * complaints. The program is a client of the public header. */
#ifndef PLY_CLI_H
#define PLY_CLI_H

#include "sim/parley.h"

/* What a run of the program ends with. */
enum cli_exit {
  CLI_DONE = 0,
  CLI_USAGE = 2,
  CLI_INPUT = 3,
  CLI_LIMIT = 4,
  CLI_SYSTEM = 5,
  CLI_INTERRUPTED = 130
};

/* Everything that the options of all commands can set; each command reads its own part. */
typedef struct cli_options {
  const char **operands; /* [n_operands] in the order given */
  size_t n_operands;
  parley_setting *settings; /* [n_settings]; pointers into setting_words */
  char **setting_words;
  size_t n_settings;
  const char *format; /* "text" unless told */
  const char *output; /* NULL: standard output */
  const char *color;  /* "auto", "always", "never" */
  int width;          /* 0: the terminal's, at most 100 */
  const char *design, *bundle;
  bool fields, help, starved;                 /* starved: no memory for a value */
  int minutes, players, tables, port, rounds; /* of the classroom; 0: not given */
  bool alias, lan;
  const char *host, *language, *bots; /* of the classroom, or NULL */
  const char *folder, *role;
  parley_solve_settings solve;
  struct cli_word { /* options that may stand several times, or that one command alone has */
    const char *name, *value;
  } * words;
  size_t n_words;
} cli_options;

/* ---- options: rows ---- */

typedef struct cli_option {
  const char *name;  /* without the dashes */
  char letter;       /* '\0': none */
  const char *value; /* how the help names the value; NULL: takes none */
  const char *help;
  /* Stores the value. False: it is wrong, and `wrong` (of `size` bytes) says what would be allowed. */
  bool (*take)(cli_options *options, const char *value, char *wrong, size_t size);
} cli_option;

extern const cli_option cli_option_bundle, cli_option_cloud, cli_option_color, cli_option_design,
    cli_option_engine, cli_option_fields, cli_option_format, cli_option_format_plain,
    cli_option_format_problems, cli_option_help, cli_option_memory, cli_option_output, cli_option_over,
    cli_option_reading, cli_option_red_lines, cli_option_seed, cli_option_seed_chance, cli_option_set,
    cli_option_threads, cli_option_time_limit, cli_option_top, cli_option_width;

/* A whole number from `least` to `most`, digits alone. False: `wrong` says what would be allowed. */
bool cli_whole(const char *value, uint64_t least, uint64_t most, uint64_t *out, char *wrong, size_t size);
bool cli_int(const char *value, int least, int most, int *out, char *wrong, size_t size);

/* Keeps a value under a name in options->words. */
bool cli_keep(cli_options *options, const char *name, const char *value);
/* The last value kept under a name, or NULL. */
const char *cli_kept(const cli_options *options, const char *name);

/* What makes a plan (plan.c). */
extern const cli_option cli_option_plan_keep, cli_option_plan_lines, cli_option_plan_method,
    cli_option_plan_n, cli_option_plan_seed, cli_option_plan_set, cli_option_plan_uncertain,
    cli_option_plan_vary;

/* The plan of the first operand (a plan or a scenario; else of the folder --out) and of these options. *plan
 * may be there also where it failed; its problems tell more then. */
parley_status cli_make_plan(const cli_options *options, parley_plan **plan, parley_error *error);

/* ---- commands: rows ---- */

typedef struct cli_command {
  const char *name, *help;          /* one line */
  const char *usage;                /* what follows the name */
  const char *operand;              /* what the first operand is, for "... is missing" */
  const char *about;                /* paragraphs for --help */
  const char *examples;             /* lines for --help */
  size_t least, most;               /* operands */
  const cli_option *const *options; /* ends with NULL */
  int (*run)(const cli_options *options);
} cli_command;

extern const cli_option cli_option_alias, cli_option_as, cli_option_bots, cli_option_host,
    cli_option_language, cli_option_rounds, cli_option_lan, cli_option_minutes, cli_option_out,
    cli_option_players, cli_option_port, cli_option_tables;

extern const cli_command cli_bench, cli_check, cli_class, cli_compare, cli_convert, cli_explain, cli_game,
    cli_list, cli_negotiate, cli_new, cli_play, cli_readings, cli_report_page, cli_robust, cli_schema,
    cli_sensitivity, cli_show, cli_solve, cli_sweep;

/* All commands, in the order of the help; *n: how many. */
const cli_command *const *cli_commands(size_t *n);

/* ---- parse.c ---- */

/* Parses what follows the command's name. Returns CLI_DONE or CLI_USAGE after a complaint; cli_options_done
 * frees either way. */
int cli_parse(const cli_command *command, int n, char *const *words, cli_options *options);
void cli_options_done(cli_options *options);

/* ---- help.c ---- */

int cli_help_program(void);
int cli_help_command(const cli_command *command);
int cli_version(void);

/* ---- output.c ---- */

/* Makes sure that 0, 1 and 2 are open, so that no file of ours takes their place. */
void cli_output_start(void);

/* Writes a whole text to standard output, or to options->output (by parley_file_start, so that nothing half-written
 * ever has the final name). options may be NULL. Returns CLI_DONE, or CLI_SYSTEM after a complaint. */
int cli_output(const cli_options *options, const char *text);

/* The same piece by piece. cli_pour takes a cli_pouring as data; false: it failed, which cli_pour_end then tells. With
 * `keep` false what was begun under --output is taken back. */
typedef struct cli_pouring {
  parley_file *file; /* NULL: standard output */
  int reason;        /* errno of the first failure; 0: none */
} cli_pouring;
int cli_pour_start(const cli_options *options, cli_pouring *pouring);
bool cli_pour(void *pouring, const char *text, size_t length);
int cli_pour_end(const cli_options *options, cli_pouring *pouring, bool keep);

/* Text to standard error; failures there are ignored. */
void cli_complain(const char *format, ...);

/* How text on a stream looks (1: standard output, 2: standard error): colour, width. */
parley_render_settings cli_look(const cli_options *options, int stream);

/* ---- again.c ---- */

/* The command that makes a report again in this format, as a shell takes it; to be freed. NULL without
 * memory. */
char *cli_command_again(const cli_options *options, const char *format);

/* ---- report.c ---- */

/* The exit code of a status. */
int cli_exit_code(parley_status status);

/* Where GMP or GSL finds no memory the program says so and ends with CLI_SYSTEM. Called once, first (starved.c). */
void cli_mind_memory(void);

/* "not enough memory WHAT", said without any; CLI_SYSTEM. */
int cli_starved(const char *what);

/* Prints problems (where there are any) or else the failure to standard error, as options->format asks: a
 * JSON array for "json", text otherwise. Returns the exit code of the failure. */
int cli_report(const cli_options *options, const parley_problems *problems, const parley_error *failure);

/* What a call of the library made: writes the text as cli_output does and frees it; where there is none,
 * reports the failure. */
int cli_deliver(const cli_options *options, char *text, const parley_error *failure);

/* What a run ends with that printed answers: the exit code, after a complaint where a check failed or, but
 * for json, which says so itself, where something was left open. A run that was asked to stop ends so even if
 * it had just decided everything. */
int cli_verdict(const char *format, int failed_checks, bool complete, const char *why);

/* Loads the scenario of the first operand and prints its problems. Returns CLI_DONE with *scenario, or an
 * exit code. */
int cli_load(const cli_options *options, parley_scenario **scenario);

/* ---- interrupt.c ---- */

/* From here on the first Ctrl-C (or SIGTERM) sets the flag that parley_solve looks at; a second one ends the
 * program. */
parley_stop cli_interrupt_start(void);
bool cli_interrupted(void);

/* A progress callback for parley_solve_settings, or NULL where standard error is no terminal; and its line
 * cleared. */
typedef void cli_progress_callback(void *data, double share);
cli_progress_callback *cli_progress_start(void);
void cli_progress_end(void);

/* The taker of an option whose value is kept under a name as it was typed, "" where it takes none: take_ID. */
#define CLI_KEEP(id, name)                                                                                   \
  static bool take_##id(cli_options *options, const char *value, char *wrong, size_t size) {                 \
    (void)wrong, (void)size;                                                                                 \
    return cli_keep(options, name, value != NULL ? value : "");                                              \
  }

/* Seconds on a clock that only goes forward, from an arbitrary start. */
double cli_seconds(void);

#endif
