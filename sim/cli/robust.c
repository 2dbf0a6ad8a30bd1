/* parley robust: deals when the numbers are not known. Builds the plan from a file and the command line, asks
 * the library, shows how far the search is, and prints what it found; what a limit or the first Ctrl-C left open
 * is said in the answer and by the exit code. */
#include "sim/cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

CLI_KEEP(among, "among")
CLI_KEEP(ask, "ask")
CLI_KEEP(best, "best-only")
CLI_KEEP(proposer, "proposer")
CLI_KEEP(unsure, "unsure")

static bool take_draws(cli_options *options, const char *value, char *wrong, size_t size) {
  int m;
  return cli_int(value, 2, 1024, &m, wrong, size) && cli_keep(options, "ask-draws", value);
}

static bool take_fresh(cli_options *options, const char *value, char *wrong, size_t size) {
  int n;
  return cli_int(value, 0, 100000000, &n, wrong, size) && cli_keep(options, "fresh", value);
}

static bool take_over(cli_options *options, const char *value, char *wrong, size_t size) {
  return cli_option_over.take(options, value, wrong, size);
}
static bool take_top(cli_options *options, const char *value, char *wrong, size_t size) {
  return cli_int(value, 1, 100000, &options->solve.top, wrong, size);
}

static const cli_option
    option_among =
        {"among", '\0', "top:N|INDEX,...|FILE",
         "only these packages, for every question: the N best of the base solve, indexes, or those "
         "that `robust` or `solve --top N` listed as JSON",
         take_among},
    option_ask = {"ask", '\0', "ACTOR[/LINE],...",
                  "what would it be worth to know this actor's numbers, or whether this red line is real "
                  "(unsaid: every red line)",
                  take_ask},
    option_draws = {"ask-draws", '\0', "M",
                    "of --ask: M draws of the actor, each met by M of the rest; default 32", take_draws},
    option_best = {"best-only", '\0', NULL,
                   "only the package that is most often accepted, nothing about offers", take_best},
    option_fresh = {"fresh", '\0', "N",
                    "draws for the shares out of sample; default 10000, over reopened 256", take_fresh},
    option_over = {"over", '\0', "acceptable|sustained|stable|reopened",
                   "what counts: to be acceptable (default), sustained, stable, or to hold if reopened",
                   take_over},
    option_proposer = {"proposer", '\0', "ACTOR", "who offers; default as in the scenario's proposals",
                       take_proposer},
    option_top = {"top", '\0', "N", "the N best packages; default 1", take_top},
    option_unsure = {"unsure", '\0', NULL, "the proposer's own numbers are drawn too", take_unsure};

static int fail(const cli_options *o, const parley_plan *plan, const parley_error *error) {
  const parley_problems *problems = plan != NULL ? parley_plan_problems(plan) : NULL;
  return cli_report(o, problems != NULL && parley_problems_errors(problems) > 0 ? problems : NULL, error);
}

/* ---- progress ---- */

typedef struct telling {
  bool terminal, begun;
  double last;
} telling;

static void tell(void *data, const parley_robust_progress *p) {
  telling *t = data;
  double seconds = cli_seconds();
  if (seconds - t->last < (t->terminal ? 0.1 : 30)) return;
  if (!t->terminal && !t->begun) { /* a short run says nothing */
    t->begun = true;
    t->last = seconds;
    return;
  }
  t->last = seconds;
  t->begun = true;
  fprintf(stderr, "%s%s: %d %%, best %.6g, at most %.6g%s", t->terminal ? "\r" : "parley: ", p->question,
          (int)(100 * p->share), p->best, p->bound, t->terminal ? "   " : "\n");
  fflush(stderr);
}

/* ---- asking and printing ---- */

static parley_robust_settings read_settings(const cli_options *o) {
  parley_robust_settings s = parley_robust_settings_default();
  const char *fresh = cli_kept(o, "fresh"), *draws = cli_kept(o, "ask-draws");
  char why[120];
  int n = 0;
  s.over = o->solve.over;
  s.top = o->solve.top > 0 ? o->solve.top : 1;
  s.among = cli_kept(o, "among");
  s.proposer = cli_kept(o, "proposer");
  s.unsure = cli_kept(o, "unsure") != NULL;
  s.offers = cli_kept(o, "best-only") == NULL;
  s.ask = cli_kept(o, "ask");
  if (draws != NULL && cli_int(draws, 2, 1024, &n, why, sizeof why)) s.ask_draws = n;
  if (s.over == PARLEY_OVER_REOPENED) s.fresh = 256; /* a solve each */
  if (fresh != NULL && cli_int(fresh, 0, 100000000, &n, why, sizeof why)) s.fresh = (uint64_t)n;
  s.threads = o->solve.threads;
  s.time_limit_s = o->solve.time_limit_s;
  s.memory_bytes = o->solve.memory_bytes;
  return s;
}

static int print(const cli_options *o, const parley_robust *robust) {
  parley_render_settings look = cli_look(o, 1);
  parley_error error = {0};
  char *text = NULL;
  const char *why = NULL;
  parley_robust_render(robust, o->format, &look, &text, &error);
  int code = cli_deliver(o, text, &error);
  if (code != CLI_DONE) return code;
  bool complete = parley_robust_complete(robust, &why);
  return cli_verdict(o->format, 0, complete, why);
}

static int run(const cli_options *o) {
  parley_plan *plan = NULL;
  parley_robust *robust = NULL;
  parley_error error = {0};
  telling t = {.terminal = isatty(STDERR_FILENO) == 1};
  if (cli_make_plan(o, &plan, &error) != PARLEY_OK) {
    int code = fail(o, plan, &error);
    parley_plan_free(plan);
    return code;
  }
  parley_robust_settings settings = read_settings(o);
  settings.stop = cli_interrupt_start();
  settings.progress = tell;
  settings.progress_data = &t;
  parley_robust_plan(plan, &settings, &robust, &error);
  if (t.terminal && t.begun) fprintf(stderr, "\r%78s\r", "");
  int code = robust != NULL ? print(o, robust) : fail(o, plan, &error);
  parley_robust_free(robust);
  parley_plan_free(plan);
  return code;
}

static const cli_option *const options[] = {&cli_option_plan_vary,
                                            &cli_option_plan_uncertain,
                                            &cli_option_plan_set,
                                            &cli_option_plan_lines,
                                            &cli_option_plan_method,
                                            &cli_option_plan_n,
                                            &cli_option_plan_seed,
                                            &cli_option_plan_keep,
                                            &option_over,
                                            &option_top,
                                            &option_among,
                                            &option_best,
                                            &option_proposer,
                                            &option_unsure,
                                            &option_ask,
                                            &option_draws,
                                            &option_fresh,
                                            &cli_option_threads,
                                            &cli_option_time_limit,
                                            &cli_option_memory,
                                            &cli_option_format_plain,
                                            &cli_option_output,
                                            &cli_option_color,
                                            &cli_option_width,
                                            &cli_option_help,
                                            NULL};

const cli_command cli_robust = {
    "robust",
    "which deal has the best chance when the numbers are not known",
    "[OPTION]... SCENARIO|PLAN",
    "a scenario file or a plan",
    "Draws what is uncertain, as `parley sweep` does (unsaid: every range and red line, a Latin\n"
    "hypercube of 1,024 draws, seed 1), and asks of all packages at once: which is acceptable in\n"
    "most draws, who stops it in the rest, what a proposer should offer that knows only its own\n"
    "numbers, chance against gain, and what it would be worth to know more. The package is proved\n"
    "to be the best for these draws; how often it is acceptable in draws that it was not chosen by\n"
    "stands beside it, and is the number to quote. Shares are of the draws, not of the world.\n"
    "\n"
    "--time-limit is for each question. What a limit or the first Ctrl-C left open is said in the\n"
    "answer, with the best found and what no package exceeds, and by the exit code.\n"
    "Exit codes: 0 done, 2 usage, 3 bad input, 4 stopped at a limit, 5 file or system error,\n"
    "130 interrupted.",
    "  parley robust scenarios/sweeps/take-it-or-leave-it.json\n"
    "  parley robust scenarios/harbour-720.json --vary '/actors/*/reservation=30:70' --top 5 \\\n"
    "    --proposer tourism --ask union,company\n"
    "  parley robust scenarios/belgium-1839.json --over sustained --format json -o robust.json\n"
    "  parley robust scenarios/istanbul-2022.json --n 10000 --among top:1000 --top 10\n",
    1,
    1,
    options,
    run,
};
